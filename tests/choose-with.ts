/** For tests: a code of the ID typed where it is asked for, and a new password chosen with it. */
import type { Browser } from './visitor.ts'

export const NEW_PASSWORD = 'en helt ny sætning'

/** Whose code it is, by the number that is typed beside it. */
export type Holder = { nationalNumber: string }

/** The status of the page that turns the code away, or of the choice. */
export async function chooseWith(
  browser: Browser,
  who: Holder,
  code: string,
  more: Record<string, string> = {},
): Promise<number> {
  const page = await browser.fill('/id/activate', { name: who.nationalNumber, code })
  if (page.status !== 200) return page.status
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = {
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    password: NEW_PASSWORD,
    ...more,
  }
  return (await browser.ask('POST', '/id/choose', { form })).status
}

/** People of the town with a user ID and a password, and their browsers. */
import { installationSecret } from '#ground/installation-secret.ts'
import { type Identity, openIdentity } from '#identity/room.ts'
import { setLogin } from '#identity/set-password.ts'
import { type Cluster, withClient } from './cluster.ts'
import type { OfficeAddress } from './processes.ts'
import { openTownHouse, type Town } from './town.ts'

export const PASSWORD = 'grøn kop på bordet'

export type Login = { userId: string; personId: string }

/** Danes, who sign in by user ID. */
export async function giveLogins(
  cluster: Cluster,
  town: Town,
  address: OfficeAddress,
  people: number,
): Promise<Login[]> {
  const mailboxes = town.addressees.filter(({ country }) => country === 'dk').slice(0, people)
  const rows = await withClient(cluster.postgres.adminUrl(town.database), async (client) => {
    const found = await client.query<{ person_id: string }>(
      'select person_id from person where mailbox_id = any($1) order by person_id',
      [mailboxes.map(({ mailboxId }) => mailboxId)],
    )
    return found.rows
  })
  const logins = rows.map(({ person_id }, i) => ({ userId: `borger.${i + 1}`, personId: person_id }))
  await asIdentity(town, address, async (identity) => {
    for (const login of logins) await setLogin(identity, { ...login, password: PASSWORD })
  })
  return logins
}

export async function asIdentity<T>(
  town: Town,
  address: OfficeAddress,
  work: (identity: Identity) => Promise<T>,
): Promise<T> {
  const { house, close } = openTownHouse(town)
  try {
    const site = { ...house, config: { ...house.config, PUBLIC_URL: address.publicUrl } }
    return await work(openIdentity(site, { secret: await installationSecret(town.folder) }))
  } finally {
    await close()
  }
}

/** A browser without script on the real sign-in page: cookies by name, and the hidden fields of its form. */
export type Browser = { jar: Map<string, string>; fields: Record<string, string> }

async function openSignInPage({ url }: OfficeAddress): Promise<Browser> {
  const answer = await fetch(`${url}/sign-in`, { headers: { 'sec-fetch-site': 'none' } })
  const hidden = (await answer.text()).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  const jar = new Map<string, string>()
  keep(jar, answer)
  return { jar, fields: Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!])) }
}

export async function signIn(address: OfficeAddress, { userId }: Login): Promise<Browser> {
  const browser = await openSignInPage(address)
  const answer = await fetch(`${address.url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: cookieOf(browser.jar),
      origin: address.publicUrl,
      'sec-fetch-site': 'same-origin',
    },
    body: new URLSearchParams({ ...browser.fields, name: userId, password: PASSWORD }),
  })
  if (answer.status !== 303)
    throw new Error(`${userId} was not signed in: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
  keep(browser.jar, answer)
  return browser
}

/** The same form as bytes; without the cookies named. */
export function signInRequest(
  { publicUrl }: OfficeAddress,
  { userId }: Login,
  browser: Browser,
  without: readonly string[],
): string {
  const body = new URLSearchParams({ ...browser.fields, name: userId, password: PASSWORD }).toString()
  const jar = new Map([...browser.jar].filter(([name]) => !without.includes(name)))
  return [
    'POST /sign-in HTTP/1.1',
    `Host: ${new URL(publicUrl).host}`,
    `Origin: ${publicUrl}`,
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/x-www-form-urlencoded',
    `Cookie: ${cookieOf(jar)}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

export const cookieOf = (jar: Browser['jar']): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

function keep(jar: Browser['jar'], answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    jar.set(name, value)
  }
}

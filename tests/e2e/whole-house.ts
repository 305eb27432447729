/** The whole front of a real house on a port of its own, for browser tests: every room's routes, as `main.ts` joins them. */
import type { Browser, Page } from 'playwright-core'
import { asPostOffice } from '#ground/db.ts'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { issueDigitalAddresses } from '#people/issue-digital-address.ts'
import { lockPeople } from '#people/people.store.ts'
import { freePort } from '#tests/free-port.ts'
import { type OpenHouseOptions, openHouse } from '#tests/open-house.ts'
import { type DocumentSeed, seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { addSomebody, type Somebody, type SomebodyOptions } from '#tests/visitor.ts'
import { newWindow } from './open-web.ts'

export type WholeHouse = Awaited<ReturnType<typeof openWholeHouse>>

export type Member = Somebody & { readonly address: string }

export async function openWholeHouse(options: OpenHouseOptions = {}) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const open = await openHouse({
    now: new Date(),
    ...options,
    env: { PUBLIC_URL: origin, ...options.env },
  })
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9) })
  const app = await open.app(...frontRooms(identity))
  await app.listen({ port, host: 'localhost' })
  const house = { ...open, app, identity, origin }

  /** Somebody with a digital address. */
  async function member(more: SomebodyOptions = {}): Promise<Member> {
    const who = await addSomebody(house, more)
    const address = await asPostOffice(open.house.db, async (trx) => {
      const [row] = await lockPeople(trx, [who.personId])
      const holder = { ...row!, mailbox_id: who.mailboxId }
      return (await issueDigitalAddresses(trx, [holder], open.house.clock())).get(who.personId)!
    })
    return { ...who, address }
  }

  /** Signs in by the real pages, at the level of a password, and goes to `path`. */
  async function signIn(page: Page, who: Somebody, path: string): Promise<void> {
    await page.goto(`${origin}/sign-in`)
    await page.fill('#name', who.name)
    await page.fill('#password', who.password)
    await page.click('form button')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await page.goto(origin + path, { waitUntil: 'networkidle' })
  }

  /** Somebody new, signed in at `path` in a window of their own. */
  async function reader(browser: Browser, path: string, more: SomebodyOptions = {}) {
    const who = await addSomebody(house, more)
    const window = await newWindow(browser)
    await signIn(window.page, who, path)
    window.complaints.length = 0 // the sign-in pages ask who is there, and nobody is
    return { who, ...window }
  }

  /** @returns the letter's id */
  async function letterTo({ mailboxId }: Somebody, documents: readonly DocumentSeed[]): Promise<string> {
    const { senderId } = await seedSender(open.house)
    return (await seedLetter(open.house, { mailboxId, senderId, documents })).letterId
  }
  return { ...house, member, signIn, reader, letterTo }
}

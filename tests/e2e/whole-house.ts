/** The whole front of a real house on a port of its own, for browser tests: every room's routes, as `main.ts` joins them. */
import { createServer } from 'node:net'
import type { Page } from 'playwright-core'
import { asPostOffice } from '#ground/db.ts'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { issueDigitalAddresses } from '#people/issue-digital-address.ts'
import { lockPeople } from '#people/people.store.ts'
import { type OpenHouseOptions, openHouse } from '#tests/open-house.ts'
import { addSomebody, type Somebody, type SomebodyOptions } from '#tests/visitor.ts'

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

  /** Somebody with a digital address. */
  async function member(more: SomebodyOptions = {}): Promise<Member> {
    const who = await addSomebody({ house: open.house, identity }, more)
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
    await page.goto(origin + path, { waitUntil: 'networkidle' })
  }
  return { ...open, app, identity, origin, member, signIn }
}

/** Below the range of ports the system hands out by itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false)).listen(port, 'localhost', () => done(true))
    })
    await new Promise((done) => probe.close(done))
    if (free) return port
  }
}

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { SESSION_PATHS as P } from '#api/session.ts'
import { blockLink } from '#ground/block-link.ts'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { codesIn, emptyPrintQueue } from '#tests/letter-box.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser, type Somebody } from '#tests/visitor.ts'
import { blockCodeOf } from './block-code.ts'
import { blockEverything } from './block-id.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const HOUR = 3_600_000
let networks = 0
const somewhere = () => room.browser(`192.0.2.${1 + networks++}`)
const signedIn = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json.signedIn
const codeOf = (who: Somebody) => blockCodeOf(room.identity, who.personId, 1)
const blocks = async (who: Somebody) =>
  (
    await sql<{ by: string; staff: string | null; reason: string | null; lifted: boolean }>`
      select by, staff, reason, lifted_at is not null as lifted from id_block
       where person_id = ${who.personId}::uuid order by block_id`.execute(room.house.db)
  ).rows

const devicesLeft = async (who: Somebody): Promise<[string, string][]> =>
  (
    await sql<{ id: string; name: string }>`
      select device_id as id, name from sign_in_device where person_id = ${who.personId}::uuid and revoked_at is null`.execute(
      room.house.db,
    )
  ).rows.map(({ id, name }) => [id, name])

async function recover(who: Somebody) {
  const from = room.printed.length
  await somewhere().fill('/id/recover', { number: who.nationalNumber })
  await emptyPrintQueue(room.house, room.identity)
  const letter = room.printed.slice(from).find(({ to }) => to.name.startsWith('Karen'))!
  return codesIn(letter)
}
/** The page a code has led to. */
let shown = ''
async function use(who: Somebody, code: string, password: string, more: Record<string, string> = {}) {
  const browser = somewhere()
  const page = await browser.fill('/id/activate', { name: who.nationalNumber, code })
  if (page.status !== 200) return page.status
  shown = page.text
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), password, ...more }
  return (await browser.ask('POST', '/id/choose', { form })).status
}

test('I-05 N-11: blocked by the person: every session ends at once, nobody signs in by any way, nothing is erased', async () => {
  const who = await addSomebody(room)
  const [here, there] = [somewhere(), somewhere()]
  await here.signIn(who)
  await there.signIn(who, 'substantial')
  const page = await here.ask('GET', '/id/block')
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  assert.equal((await here.ask('POST', '/id/block/own', { form: { form } })).status, 200)
  assert.deepEqual([await signedIn(here), await signedIn(there)], [false, false])
  const refused = await somewhere().fill('/sign-in', { name: who.name, password: who.password })
  assert.equal(refused.status, 403)
  assert.match(refused.text, /spærret/)
  assert.equal(
    (await somewhere().fill('/sign-in', { name: who.name, password: 'ikke den rigtige' })).status,
    401,
    'told to who knows',
  )
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from sign_in_device where person_id = ${who.personId}::uuid and revoked_at is null`.execute(
    room.house.db,
  )
  assert.equal(rows[0]!.n, 1, 'inaccessible, not erased')
})

test('I-05: without signing in, by user ID and the block code of the letter, at any hour', async () => {
  const who = await addSomebody(room)
  const browser = somewhere()
  await browser.signIn(who)
  const [, printed] = await recover(who)
  assert.equal(printed, codeOf(who), 'the same in every letter')
  const done = await somewhere().fill('/id/block', { name: who.name, code: printed!.toLowerCase() })
  assert.equal(done.status, 200)
  assert.match(done.text, /ID’et er spærret/)
  assert.equal(await signedIn(browser), false)
  assert.deepEqual(await blocks(who), [{ by: 'block-code', staff: null, reason: null, lifted: false }])
})

test('I-05: a user ID alone blocks nobody: wrong codes and unknown names get one answer, then a waiting time', async () => {
  const who = await addSomebody(room)
  const other = await addSomebody(room)
  const attacker = somewhere()
  const guess = (name: string) => attacker.fill('/id/block', { name, code: codeOf(other) })
  const [known, unknown] = [await guess(who.name), await guess('nobody.at.all')]
  assert.deepEqual([known.status, unknown.status], [401, 401])
  assert.equal(known.text.replace(/value="[^"]*"/g, ''), unknown.text.replace(/value="[^"]*"/g, ''))
  for (let i = 0; i < 2; i++) await guess(who.name)
  assert.equal((await guess(who.name)).status, 429)
  assert.equal((await somewhere().signIn(who)).status, 303, 'the owner comes in')
  assert.equal(
    (await somewhere().fill('/id/block', { name: who.name, code: codeOf(who) })).status,
    200,
    'and blocks',
  )
})

test('I-05: the link of a security notice blocks once, after a button, within thirty days; a changed one is nothing', async () => {
  const who = await addSomebody(room)
  const notice = async () => {
    const noticeId = newId(room.clock.now().getTime())
    await sql`insert into security_notice (notice_id, person_id, about, facts, at)
              values (${noticeId}, ${who.personId}, 'new-sign-in', '{}', ${room.clock.now()})`.execute(
      room.house.db,
    )
    return new URL(blockLink(room.identity.keys.blockLink, room.identity.site.origin, noticeId)).pathname
  }
  const path = await notice()
  const page = await somewhere().ask('GET', path)
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.text, new RegExp(who.name), 'shows nobody')
  assert.equal((await somewhere().signIn(who)).status, 303, 'looking blocks nothing')
  // Not the last: some of its bits say nothing.
  const changed = `${path.slice(0, -3)}${path.at(-3) === 'A' ? 'B' : 'A'}${path.slice(-2)}`
  for (const wrong of [changed, `/id/block/${'x'.repeat(43)}`])
    assert.equal((await somewhere().ask('GET', wrong)).status, 410)
  assert.equal((await somewhere().fill(path, {})).status, 200)
  assert.equal((await somewhere().fill('/sign-in', { name: who.name, password: who.password })).status, 403)
  assert.equal((await somewhere().fill(path, {})).status, 410, 'once')
  const late = await notice()
  room.clock.advance(30 * 24 * HOUR)
  assert.equal((await somewhere().fill(late, {})).status, 410)
})

test('I-05 N-11: only a new identification opens it again; a letter that was on its way when it was shut opens nothing', async () => {
  const who = await addSomebody(room)
  const [stolen] = await recover(who)
  await somewhere().fill('/id/block', { name: who.name, code: codeOf(who) })
  room.clock.advance(2 * HOUR)
  assert.equal(await use(who, stolen!, 'en helt ny sætning'), 401)
  const [fresh] = await recover(who)
  assert.ok(fresh, 'the void letter does not count against the day')
  room.clock.advance(HOUR)
  assert.equal(await use(who, fresh, 'en helt ny sætning', { keepDevices: 'yes' }), 303)
  assert.deepEqual(
    (await blocks(who)).map(({ lifted }) => lifted),
    [true],
  )
  assert.equal(
    (await somewhere().signIn({ ...who, password: 'en helt ny sætning' }, 'substantial')).status,
    200,
  )
  assert.equal(
    (await somewhere().fill('/id/block', { name: who.name, code: codeOf(who) })).status,
    401,
    'the old block code is spent',
  )
  assert.notEqual(blockCodeOf(room.identity, who.personId, 2), codeOf(who))
})

test('I-05 N-11 I-02: after a block no device, token or calendar address comes back unless the owner has looked and says so', async () => {
  const who = await addSomebody(room)
  const voidBefore = async () => {
    const { rows } = await sql<{ at: Date | null }>`
      select void_before as at from login where person_id = ${who.personId}::uuid`.execute(room.house.db)
    return rows[0]!.at
  }
  await somewhere().fill('/id/block', { name: who.name, code: codeOf(who) })
  assert.deepEqual(await voidBefore(), room.clock.now(), 'what opens without a password ends with the block')
  const [code] = await recover(who)
  room.clock.advance(HOUR)
  const before = new Map(await devicesLeft(who))
  assert.equal(await use(who, code!, 'en helt ny sætning'), 303)
  assert.match(
    shown,
    /<li>Phone, siden \d+\. \S+ \d{4}<\/li>/,
    'what may be a thief’s is shown by name and day',
  )
  assert.deepEqual([before.size, (await devicesLeft(who)).length], [1, 0])
  const back = somewhere()
  await back.signIn({ ...who, password: 'en helt ny sætning' })
  assert.equal((await back.ask('POST', P.stepUpTotp, { json: { code: who.code() } })).status, 409)
})

test('I-05 I-02 I-04: who comes back without a block says that others may have got in, and everything that opens the ID is void', async () => {
  const [careful, forgetful] = [await addSomebody(room), await addSomebody(room)]
  for (const who of [careful, forgetful]) {
    const [code] = await recover(who)
    room.clock.advance(HOUR)
    const said: Record<string, string> = who === careful ? { forgetDevices: 'yes' } : {}
    assert.equal(await use(who, code!, 'en helt ny sætning', said), 303)
    assert.match(shown, /certifikater, programmer og kalenderadresser/)
    const { rows } = await sql<{ at: Date | null }>`
      select void_before as at from login where person_id = ${who.personId}::uuid`.execute(room.house.db)
    assert.deepEqual(rows[0]!.at, who === careful ? room.clock.now() : null)
    assert.equal((await devicesLeft(who)).length, who === careful ? 0 : 1)
  }
})

test('I-05: one device is blocked with the password alone, the last one too; other sessions end, the ID goes on', async () => {
  const who = await addSomebody(room)
  const [thief, owner] = [somewhere(), somewhere()]
  await thief.signIn(who, 'substantial')
  await owner.signIn(who)
  const [device] = (await owner.ask('GET', P.devices)).json.devices
  assert.equal((await owner.ask('POST', `/api/session/devices/${randomUUID()}/block`)).status, 404)
  const blocked = await owner.ask('POST', `/api/session/devices/${device.id}/block`)
  assert.deepEqual([blocked.status, blocked.json.devices], [200, []])
  assert.deepEqual([await signedIn(thief), await signedIn(owner)], [false, true])
  assert.equal((await owner.ask('POST', P.stepUpTotp, { json: { code: who.code() } })).status, 409)
  assert.equal((await somewhere().signIn(who)).status, 303)
})

test('I-05 O-11: support blocks under a name and a reason, or not at all; twice is once', async () => {
  const who = await addSomebody(room)
  const block = (more: object) =>
    asPostOffice(room.house.db, (trx) =>
      blockEverything(room.identity, trx, { personId: who.personId, by: 'support', ...more }),
    )
  await assert.rejects(block({}))
  await block({ staff: 'Birgit Holm', reason: 'Phone call: bag stolen' })
  await block({ staff: 'Somebody Else', reason: 'again' })
  assert.deepEqual(await blocks(who), [
    { by: 'support', staff: 'Birgit Holm', reason: 'Phone call: bag stolen', lifted: false },
  ])
})

test('I-05: a sign-in and a block at the same moment leave no session behind', async () => {
  const who = await addSomebody(room)
  const browsers = Array.from({ length: 6 }, somewhere)
  await Promise.all([
    ...browsers.map((browser) => browser.signIn(who)),
    somewhere().fill('/id/block', { name: who.name, code: codeOf(who) }),
  ])
  for (const browser of browsers) assert.equal(await signedIn(browser), false)
})

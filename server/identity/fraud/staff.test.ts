import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { wordOfCode } from '../access-requests/held-codes.ts'
import { discloseData } from './disclose-data.ts'
import { watchSignIns } from './watch-sign-ins.ts'
import { closeCase, listCases, showCase } from './work-cases.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const BY = { staff: 'Inger Holm', reason: 'Report of the person by phone' }

let places = 30

/** Somebody whose codes were pushed: one open case. */
async function suspected() {
  const address = `192.0.2.${++places}`
  const karen = await addSomebody(room)
  const browser = room.browser(address)
  await browser.signIn(karen)
  for (let i = 0; i < 5; i++)
    await browser.ask('POST', '/api/session/step-up/totp', { json: { code: `00000${i}` } }).then(() => {
      room.clock.advance(90_000)
    })
  await watchSignIns(room.house)
  const { rows } = await sql<{ caseId: string }>`
    select case_id as "caseId" from fraud_case where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  return { karen, browser, address, caseId: rows[0]!.caseId }
}

const staffDid = async () =>
  (
    await sql<{ staff: string; action: string; reason: string; person_id: string | null }>`
      select staff, action, reason, person_id from staff_action order by action_id`.execute(room.house.db)
  ).rows

const told = async (who: Somebody, about: string) =>
  (
    await sql<{ facts: Record<string, string> }>`
      select j.payload -> 'facts' as facts from graphile_worker._private_jobs j
       where j.payload ->> 'personId' = ${who.personId} and j.payload ->> 'about' = ${about}`.execute(
      room.house.db,
    )
  ).rows.map(({ facts }) => facts)

test('I-07 D-27: staff see the queue, a case and its uses only by name and with a reason; each look is on record', async () => {
  const { karen, caseId } = await suspected()
  for (const by of [
    { staff: '', reason: BY.reason },
    { staff: BY.staff, reason: 'ok' },
  ]) {
    await assert.rejects(listCases(room.identity, by), { code: 'request-invalid' })
    await assert.rejects(showCase(room.identity, by, caseId), { code: 'request-invalid' })
  }
  assert.deepEqual(await staffDid(), [])
  assert.ok((await listCases(room.identity, BY)).some((one) => one.caseId === caseId))
  const { found, uses } = await showCase(room.identity, BY, caseId)
  assert.equal(found.personId, karen.personId)
  assert.equal(uses.length, 6)
  assert.deepEqual(
    (await staffDid()).map(({ staff, action, person_id }) => [staff, action, person_id]),
    [
      ['Inger Holm', 'fraud-list', null],
      ['Inger Holm', 'fraud-show', karen.personId],
    ],
  )
  await assert.rejects(sql`update staff_action set staff = 'x'`.execute(room.house.db), /append-only/)
})

test('I-07 I-05: a confirmed case closes once; with a block in the same step nobody is signed in any more', async () => {
  const { karen, browser, caseId } = await suspected()
  const close = () => closeCase(room.identity, BY, { caseId, outcome: 'confirmed', block: true })
  await close()
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
  assert.equal((await told(karen, 'blocked')).length, 1)
  await assert.rejects(close(), { code: 'not-found' })
  assert.ok(!(await listCases(room.identity, BY)).some((one) => one.caseId === caseId))
  for (const { action } of await staffDid())
    assert.ok(wordOfCode('staff_action', 'action', action, 'nb'), `told to the person in words: ${action}`)
})

test('N-17 I-07: the bank gets addresses of accepted uses and nothing else; it is on record by its digest, and the person is told', async () => {
  const { karen, address } = await suspected()
  const asked = {
    personId: karen.personId,
    what: 'previous-use-ip',
    ground: 'bank-against-fraud',
    recipient: 'Nordbanken',
    reference: 'NB-2026-17',
    untold: false,
  } as const
  const { disclosureId, given } = await discloseData(room.identity, BY, asked)
  assert.deepEqual(
    JSON.parse(given).data.map((use: { address: string }) => use.address),
    [address],
  )
  assert.ok(!given.includes(karen.nationalNumber) && !given.includes('Lindholm'))
  const { rows } = await sql<{ digest: Buffer; recipient: string; legal_ground: string; told: boolean }>`
    select given_sha256 as digest, recipient, legal_ground, told from disclosure
     where disclosure_id = ${disclosureId}::uuid`.execute(room.house.db)
  assert.deepEqual(rows[0]!.digest, createHash('sha256').update(given).digest())
  assert.deepEqual(
    [rows[0]!.recipient, rows[0]!.legal_ground, rows[0]!.told],
    ['Nordbanken', 'bank-against-fraud', true],
  )
  const [facts] = await told(karen, 'data-disclosed')
  assert.equal(facts!.recipient, 'Nordbanken')
})

test('N-16 N-18 I-19: no ground, a ground that does not cover it, a person who blocked their data: nothing is given or written', async () => {
  const { karen } = await suspected()
  const asked = {
    personId: karen.personId,
    what: 'previous-use-ip',
    ground: 'bank-against-fraud',
    recipient: 'Nordbanken',
    reference: 'NB-1',
    untold: false,
  } as const
  const refused = (more: object, by = BY) =>
    assert.rejects(discloseData(room.identity, by, { ...asked, ...more }), { code: 'request-invalid' })
  await refused({ ground: 'because' })
  await refused({ what: 'national-number' })
  await refused({ untold: true })
  await refused({ recipient: ' ' })
  await refused({ reference: '' })
  await refused({}, { staff: 'Inger Holm', reason: '' })
  await sql`insert into data_block (person_id, since) values (${karen.personId}::uuid, now())`.execute(
    room.house.db,
  )
  await refused({})
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from disclosure where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal(rows[0]!.n, 0)
  assert.deepEqual(await told(karen, 'data-disclosed'), [])

  const secret = { ground: 'court-order', untold: true, recipient: 'Byretten', reference: 'K-9' }
  await discloseData(room.identity, BY, { ...asked, ...secret })
  assert.deepEqual(await told(karen, 'data-disclosed'), [], 'the law forbids to tell')
})

test('I-07: the operator’s tool does the same, and says in words what is missing', async () => {
  const { caseId } = await suspected()
  const tool = fileURLToPath(new URL('../../../tools/staff.ts', import.meta.url))
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [tool, ...args], {
      env: { ...process.env, DATABASE_URL: room.databaseUrl },
    })
  const by = ['--staff', 'Inger Holm', '--reason', 'Weekly round of the queue']
  assert.match((await run('fraud', 'list', ...by)).stdout, new RegExp(`${caseId}.*open\n.*5 wrong codes`))
  await assert.rejects(run('fraud', 'list'), /staff: Say who you are\.[\s\S]*reason: Say why/)
  await run('fraud', 'close', caseId, '--outcome', 'nothing', ...by)
  assert.doesNotMatch((await run('fraud', 'list', ...by)).stdout, new RegExp(caseId))
  assert.equal((await run('mail', 'list', ...by)).stdout, 'No mail waits.\n')

  const revoke = (whose: string, cause: string) =>
    run('certificates', 'revoke', whose, '--cause', cause, ...by)
  assert.equal((await revoke('10150817', 'bankruptcy')).stdout, 'No certificate was in force.\n')
  await assert.rejects(revoke('10150817', 'death'), /must be one of wish, .*bankruptcy, breach/)

  // Who decides requests is named by the number they show, typed and not an argument.
  const { nationalNumber, personId } = await addSomebody(room)
  const key = join(room.folder, 'inger.pub.pem')
  const pem = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' })
  await writeFile(key, pem)
  const adding = run('member', 'add', 'Inger Holm', '--person', '-', '--key', key, ...by)
  adding.child.stdin?.end(`${nationalNumber}\n`)
  assert.match((await adding).stdout, /^Inger Holm decides from now on/)
  const { rows } = await sql<{ staff: string }>`
    select staff from staff_member where person_id = ${personId}::uuid`.execute(room.house.db)
  assert.deepEqual(rows, [{ staff: 'Inger Holm' }])
  assert.equal((await run('request', 'list', ...by)).stdout, 'No request waits.\n')
})

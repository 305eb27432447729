/** A key file from its order to its end: the real program, a real port, our own certificates. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { enrolStatement, signInStatement } from '#api/key-file.ts'
import { asPostOffice } from '#ground/db.ts'
import { EMPLOYEE_LIMITS, KEY_FILE_ACTIONS } from '#rules/employee-roles.ts'
import { type Companies, type Company, ORDER, openCompanies } from '#tests/company-as.ts'
import { freePort } from '#tests/free-port.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { type Browser, openBrowser, type Somebody } from '#tests/visitor.ts'
import { blockEverything } from '../../block/block-id.ts'
import { newestList } from '../../certificates/authorities.store.ts'
import { findCertificate } from '../../certificates/certificates.store.ts'
import { holdCeremony } from '../../certificates/hold-ceremony.ts'
import { issueCertificate } from '../../certificates/issue-certificate.ts'
import { publishLists } from '../../certificates/publish-lists.ts'
import { readCrl } from '../../certificates/read-crl.ts'
import { revokeByStaff } from '../../certificates/revoke-by-staff.ts'
import { openCertificates } from '../../certificates/room.ts'
import { trustCertificate } from '../../certificates/trust-certificate.ts'
import { choosePublicServices } from '../../self-service/agreements.ts'

const PROGRAM = fileURLToPath(new URL('../../../../client/brevhus-key.ts', import.meta.url))
const PASSPHRASE = 'kaffe ved havnen'

let open: Companies
let origin: string
let chief: Somebody
let company: Company
let jens: Somebody
let employeeId: string
let own: Browser
before(async () => {
  origin = `http://localhost:${await freePort()}`
  open = await openCompanies({ env: { PUBLIC_URL: origin }, now: new Date() })
  const { app } = open
  await app.listen({ port: Number(new URL(origin).port), host: 'localhost' })
  await holdCeremony(openCertificates(open.house), { organisation: 'Brevhus', country: 'dk' })
  chief = await open.somebody({ name: { givenNames: 'Bodil', familyName: 'Bager' } })
  company = await open.found(chief)
  jens = await open.somebody({ name: { givenNames: 'Jens', familyName: 'Holm' } })
  const office = await open.signedIn(chief, company.employeeId)
  await office.fill('/id/company/order', ORDER)
  await open.work()
  own = openBrowser(app, origin)
  open.clock.advance(30_000)
  await own.signIn(jens, 'substantial')
  await own.fill(open.linkTo(ORDER.email), { answer: 'accept' })
  employeeId = (await own.ask('GET', '/api/session/acting-for')).json.enterprises[0].employeeId
  browse = () => openBrowser(app, origin)
})
after(() => open?.close())

let browse: () => Browser
const file = () => join(open.folder, 'employee.key')

async function program(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const passphrase = join(open.folder, 'passphrase')
  await writeFile(passphrase, `${PASSPHRASE}\n`)
  const child = spawn(process.execPath, [PROGRAM, '--file', file(), '--passphrase-file', passphrase, ...args])
  const said = { out: '', err: '' }
  child.stdout.on('data', (text) => (said.out += text))
  child.stderr.on('data', (text) => (said.err += text))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, ...said }
}

/** The form that orders is the last of its page. */
async function order(more: Record<string, string> = {}, who = own, id = employeeId) {
  const form = /name="form" value="([^"]+)"/.exec((await who.ask('GET', '/id/acting-for')).text)![1]!
  return who.ask('POST', `/id/employments/key/${id}`, { form: { form, ...more } })
}

async function orderCode(who = own, id = employeeId): Promise<string> {
  const page = await order({}, who, id)
  assert.equal(page.status, 200, page.text)
  return /--code=([A-Za-z0-9_-]{43})/.exec(page.text)![1]!
}

const post = (path: string, json: unknown) => browse().ask('POST', path, { json })

function newKey(code: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signed = (text: string) => sign('sha256', Buffer.from(text), privateKey).toString('base64url')
  const offered = {
    code,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    signature: signed(enrolStatement(origin, code)),
  }
  return { signed, offered }
}

test('I-02 I-16 N-25: the program fetches a certificate, signs in, and the session is the company’s alone', async () => {
  const sender = await seedSender(open.house)
  const [ours, mine] = await Promise.all(
    [company.mailboxId, jens.mailboxId].map((mailboxId) =>
      seedLetter(open.house, { mailboxId, senderId: sender.senderId }),
    ),
  )
  const enrolled = await program('enrol', '--url', origin, `--code=${await orderCode()}`)
  assert.equal(enrolled.code, 0, enrolled.err)
  assert.match(enrolled.out, /Jens Holm acts for Fjordby Bageri ApS/)
  const stored = JSON.parse(await readFile(file(), 'utf8'))
  assert.equal((await stat(file())).mode & 0o777, 0o600)
  const certificate = new X509Certificate(stored.certificates)
  assert.match(certificate.subject, /10150817/)
  assert.ok(certificate.subject.includes(employeeId), certificate.subject)
  assert.equal(stored.serial, certificate.serialNumber.toLowerCase())
  const record = await findCertificate(open.house.db, Buffer.from(stored.serial, 'hex'))
  assert.deepEqual([record?.profile, record?.personId], ['employee', jens.personId])

  const signed = await program('sign-in')
  assert.equal(signed.code, 0, signed.err)
  const link = new URL(/https?:\S+/.exec(signed.out)![0])
  const browser = browse()
  const page = await browser.ask('GET', link.pathname + link.search)
  assert.ok(page.text.includes('Jens Holm') && page.text.includes('Fjordby Bageri ApS'), page.text)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false, 'looking is not signing in')
  const done = await browser.fill(link.pathname + link.search, {})
  assert.equal(done.status, 303, done.text)
  assert.equal((await browser.ask('GET', link.pathname + link.search)).status, 410, 'a link is good once')
  const session = (await browser.ask('GET', '/api/session')).json
  assert.deepEqual(
    [session.level, session.mailboxId, session.actingFor.employeeId, session.stepUp.totp],
    ['substantial', null, employeeId, false],
  )
  assert.equal((await browser.ask('GET', `/api/letters/${ours!.letterId}`)).status, 200)
  assert.equal((await browser.ask('GET', `/api/letters/${mine!.letterId}`)).status, 404)

  const log = (await readFile(`${file()}.log`, 'utf8')).trim().split('\n')
  assert.equal(log.length, 2)
  for (const line of log) assert.match(line, /^\S+Z (enrol|sign-in) http:\/\/localhost:\d+ done$/)
})

test('I-16 N-22: a key file’s session reaches nothing of the person’s own: every other action refuses it', async () => {
  const signed = await program('sign-in')
  const link = new URL(/https?:\S+/.exec(signed.out)![0])
  const browser = browse()
  await browser.fill(link.pathname + link.search, {})
  for (const path of [
    '/api/session/devices',
    '/api/session/history',
    '/api/session/sessions',
    '/api/settings',
    '/api/session/acting-for',
  ])
    assert.equal((await browser.ask('GET', path)).json.code, 'acting-for-enterprise', path)
  for (const employee of [null, employeeId])
    assert.equal(
      (await browser.ask('POST', '/api/session/acting-for', { json: { employeeId: employee } })).json.code,
      'acting-for-enterprise',
    )
  for (const path of ['/id/employments', `/id/employments/key/${employeeId}`, '/id/acting-for']) {
    const answer = await browser.ask('GET', path)
    assert.ok(answer.status === 303 && String(answer.headers.location).startsWith('/sign-in?'), path)
  }
  assert.equal((await browser.ask('GET', '/sign-in')).status, 200, 'it is nobody where a person signs in')
  for (const action of KEY_FILE_ACTIONS) assert.ok(!/device|settings|history|consent|service/.test(action))
  const out = await browser.fill('/sign-out', {})
  assert.equal(out.status, 303)
  assert.equal((await browser.ask('GET', '/api/letters')).status, 401)
})

async function signedInByKey(who = own, id = employeeId) {
  const key = newKey(await orderCode(who, id))
  const { serial } = (await post('/api/key-file/enrol', key.offered)).json
  const { challenge } = (await post('/api/key-file/challenge', {})).json
  const signature = key.signed(signInStatement(origin, serial, challenge))
  const link = new URL((await post('/api/key-file/answer', { serial, challenge, signature })).json.link)
  const browser = browse()
  await browser.fill(link.pathname + link.search, {})
  assert.equal((await browser.ask('GET', '/api/letters')).status, 200)
  return { serial: String(serial), browser }
}

test('I-04 I-16 D-27: staff learn of a bankruptcy: the enterprise’s certificates are revoked by name and reason, and key files are out', async () => {
  const { employeeId: hers } = await open.found(chief, 'Havnens Smedje ApS')
  const { serial, browser } = await signedInByKey(await open.signedIn(chief), hers)
  const asked = { whose: { country: 'dk', enterpriseNumber: '24256790' }, cause: 'bankruptcy' } as const
  const revoke = (reason: string) => revokeByStaff(open.house, { staff: 'Inger Holm', reason }, asked)
  await assert.rejects(revoke('ok'), { code: 'request-invalid' })
  assert.equal((await browser.ask('GET', '/api/letters')).status, 200, 'a refusal ends nothing')
  assert.equal(await revoke('Decree of the court'), 1)
  assert.equal((await browser.ask('GET', '/api/letters')).status, 401)
  const row = await findCertificate(open.house.db, Buffer.from(serial, 'hex'))
  assert.deepEqual([row?.revokedWhy, await revoke('Decree of the court')], ['bankruptcy', 0])
})

test('I-04 I-16 N-11: who revokes the certificate of a key file on their own page ends the key file and what it has opened', async () => {
  const { serial, browser } = await signedInByKey()
  const keys = async () =>
    [...(await own.ask('GET', `/id/employments/key/${employeeId}`)).text.matchAll(/name="end"/g)].length
  const before = await keys()
  const form = /name="form" value="([^"]+)"/.exec((await own.ask('GET', '/id/certificates')).text)![1]!
  const sent = { form: { form, serial, reason: 'compromise' } }
  assert.equal((await own.ask('POST', '/id/certificates/revoke', sent)).status, 303)
  assert.equal(
    (await browser.ask('GET', '/api/letters')).status,
    401,
    'whoever has the key is not left inside',
  )
  assert.equal(await keys(), before - 1)
})

test('I-16: a code is good once and for half an hour, for who holds the key; three key files at most', async () => {
  const code = await orderCode()
  const other = newKey(code)
  const forged = { ...other.offered, signature: newKey(code).signed(enrolStatement(origin, code)) }
  assert.equal((await post('/api/key-file/enrol', forged)).json.code, 'sign-in-failed')
  const elsewhere = {
    ...other.offered,
    signature: other.signed(enrolStatement('https://evil.example', code)),
  }
  assert.equal((await post('/api/key-file/enrol', elsewhere)).json.code, 'sign-in-failed')
  const junk = { ...other.offered, publicKey: randomBytes(91).toString('base64url') }
  assert.equal((await post('/api/key-file/enrol', junk)).json.code, 'request-invalid')
  assert.equal((await post('/api/key-file/enrol', other.offered)).status, 200)
  assert.equal((await post('/api/key-file/enrol', newKey(code).offered)).json.code, 'link-used-up')
  const late = await orderCode()
  open.clock.advance(EMPLOYEE_LIMITS.keyCodeMinutes * 60_000)
  assert.equal((await post('/api/key-file/enrol', newKey(late).offered)).json.code, 'link-used-up')
  own = browse()
  await own.signIn(jens, 'substantial')
  assert.equal((await post('/api/key-file/enrol', newKey(await orderCode()).offered)).status, 200)
  const fourth = await order()
  assert.equal(fourth.status, 429)
})

test('I-16: answers that are replayed, late, carried over, forged or by another key open nothing', async () => {
  const page = (await own.ask('GET', `/id/employments/key/${employeeId}`)).text
  const [, last] = [...page.matchAll(/name="end" value="([^"]+)"/g)].at(-1)!
  assert.equal((await order({ end: last! })).status, 303)
  const code = await orderCode()
  const key = newKey(code)
  const { serial } = (await post('/api/key-file/enrol', key.offered)).json
  const challenge = async () => (await post('/api/key-file/challenge', {})).json.challenge as string
  const answer = (given: string, signature: string) =>
    post('/api/key-file/answer', { serial, challenge: given, signature })
  const refused = async (asked: Promise<{ status: number; json: { code: string } }>, why: string) =>
    assert.equal((await asked).json.code, 'sign-in-failed', why)

  const first = await challenge()
  const good = key.signed(signInStatement(origin, serial, first))
  assert.equal((await answer(first, good)).status, 200)
  await refused(answer(first, good), 'replayed')
  const second = await challenge()
  await refused(answer(second, good), 'an answer to another challenge')
  await refused(
    answer(second, key.signed(signInStatement('https://evil.example', serial, second))),
    'made for another post office',
  )
  await refused(answer(second, newKey(code).signed(signInStatement(origin, serial, second))), 'another key')
  const [end, nonce, mac] = second.split('.')
  const longer = `${Number(end) + 60_000}.${nonce}.${mac}`
  await refused(
    answer(longer, key.signed(signInStatement(origin, serial, longer))),
    'a challenge of one’s own making',
  )
  open.clock.advance(EMPLOYEE_LIMITS.keySignInSeconds * 1000)
  await refused(answer(second, key.signed(signInStatement(origin, serial, second))), 'late')
  const nobody = { serial: '0'.repeat(32), challenge: await challenge(), signature: good }
  await refused(post('/api/key-file/answer', nobody), 'an unknown certificate')
})

test('I-02 I-04: a key file is judged like anybody’s certificate: without a fresh revocation list it opens nothing', async () => {
  const pki = openCertificates(open.house)
  assert.equal((await program('sign-in')).code, 0)
  await asPostOffice(open.house.db, (trx) => trx.deleteFrom('revocation_list').execute())
  assert.equal((await program('sign-in')).code, 3, 'whether it was revoked, nobody can tell')
  await publishLists(pki)
  assert.equal((await program('sign-in')).code, 0)
})

test('N-14 I-16: the employment ends, and with it the key file’s session, its link and its certificate', async () => {
  const signed = await program('sign-in')
  const link = new URL(/https?:\S+/.exec(signed.out)![0])
  const browser = browse()
  await browser.fill(link.pathname + link.search, {})
  assert.equal((await browser.ask('GET', '/api/letters')).status, 200)
  const again = new URL(/https?:\S+/.exec((await program('sign-in')).out)![0])
  const office = browse()
  open.clock.advance(30_000)
  await office.signIn(chief, 'substantial')
  await office.ask('POST', '/api/session/acting-for', { json: { employeeId: company.employeeId } })
  assert.equal((await office.fill(`/id/company/end/${employeeId}`, {})).status, 303)
  assert.equal((await browser.ask('GET', '/api/letters')).status, 401)
  assert.equal((await browse().ask('GET', again.pathname + again.search)).status, 410)
  const refused = await program('sign-in')
  assert.equal(refused.code, 3)
  assert.match(await readFile(`${file()}.log`, 'utf8'), /sign-in \S+ sign-in-failed\n$/)
  await open.work()
  const { serial } = JSON.parse(await readFile(file(), 'utf8'))
  const record = await findCertificate(open.house.db, Buffer.from(serial, 'hex'))
  assert.equal(record?.revokedWhy, 'wish', 'nobody else takes the certificate for good either')
  const events = await asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('employee_event').select('event').where('employee_id', '=', employeeId).execute(),
  )
  for (const event of ['key-ordered', 'key-issued', 'acted', 'ended'])
    assert.ok(
      events.some((one) => one.event === event),
      event,
    )
})

test('I-16: the program refuses a wrong passphrase, a changed file, plain http, and to overwrite a key', async () => {
  const wrong = join(open.folder, 'wrong')
  await writeFile(wrong, 'something else entirely\n')
  assert.equal((await program('--passphrase-file', wrong, 'sign-in')).code, 2)
  assert.equal((await program('enrol', '--url', origin, '--code=x')).code, 2, 'the file is there')
  const plain = await program(
    '--file',
    join(open.folder, 'new.key'),
    'enrol',
    '--url',
    'http://post.example',
    '--code=x',
  )
  assert.match(plain.err, /https/)
  const stored = JSON.parse(await readFile(file(), 'utf8'))
  await writeFile(file(), JSON.stringify({ ...stored, url: 'https://evil.example' }))
  assert.equal((await program('sign-in')).code, 2, 'a file for another post office does not open')
  assert.equal((await program('burn')).code, 2)
})

test('I-05 I-04 N-11: a block revokes every certificate of the person, with reason and requester, and its key files open nothing', async () => {
  const anna = await open.somebody({ name: { givenNames: 'Anna', familyName: 'Lund' } })
  const pki = openCertificates(open.house)
  const spki = () =>
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ type: 'spki', format: 'der' })
  const asking = { part: 'holder', personId: anna.personId } as const
  await choosePublicServices(open.identity, anna, true)
  const own = await issueCertificate(
    pki,
    { kind: 'person', personId: anna.personId },
    { spki: spki() },
    asking,
  )
  const asEmployee = await issueCertificate(
    pki,
    {
      kind: 'employee',
      country: 'dk',
      enterprise: { number: '10150817', name: 'Fjordby Bageri ApS' },
      name: 'Anna Lund',
      personId: anna.personId,
    },
    { spki: spki() },
    asking,
  )
  const browser = browse()
  await browser.signIn(anna)
  const page = await browser.ask('GET', '/id/block')
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  assert.equal((await browser.ask('POST', '/id/block/own', { form: { form } })).status, 200)
  for (const { serial, der } of [own, asEmployee]) {
    const { rows } = await sql<{ why: string; by: string; who: string | null }>`
      select revoked_why as why, revoked_by as by, revoker_id as who from certificate
       where serial = ${Buffer.from(serial, 'hex')}`.execute(open.house.db)
    assert.deepEqual(rows[0], { why: 'compromise', by: 'holder', who: anna.personId })
    const trust = await trustCertificate(pki, der)
    assert.equal(trust.kind === 'refused' && trust.why.fault, 'revoked', 'at once, before any list says so')
  }
  await open.work()
  const { entries } = readCrl((await newestList(pki.db, 'issuing-1'))!.list)
  for (const { serial } of [own, asEmployee])
    assert.equal(entries.get(serial)?.reason, 1, 'and soon in the list')
})

test('I-05 I-16: a code for a key file does not outlive a block, and who is blocked gets no certificate', async () => {
  const browser = openBrowser(open.app, origin)
  open.clock.advance(30_000)
  await browser.signIn(chief, 'substantial')
  const form = /name="form" value="([^"]+)"/.exec((await browser.ask('GET', '/id/acting-for')).text)![1]!
  const path = `/id/employments/key/${company.employeeId}`
  const page = await browser.ask('POST', path, { form: { form } })
  const code = /--code=([A-Za-z0-9_-]{43})/.exec(page.text)![1]!
  const { personId } = chief
  await asPostOffice(open.house.db, (trx) => blockEverything(open.identity, trx, { personId, by: 'person' }))
  await sql`update login set blocked_at = null where person_id = ${personId}::uuid`.execute(open.house.db)
  assert.equal((await post('/api/key-file/enrol', newKey(code).offered)).json.code, 'link-used-up')
  await sql`update login set blocked_at = ${open.clock.now()} where person_id = ${personId}::uuid`.execute(
    open.house.db,
  )
  const spki = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({
    type: 'spki',
    format: 'der',
  })
  const pki = openCertificates(open.house)
  await assert.rejects(
    issueCertificate(pki, { kind: 'person', personId }, { spki }, { part: 'holder', personId }),
    { code: 'id-blocked' },
  )
})

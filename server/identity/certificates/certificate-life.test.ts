import assert from 'node:assert/strict'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { COMPANY, HOLDER, type OpenPki, offeredKey, openPki } from '#tests/pki.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { newestList } from './authorities.store.ts'
import { holdCeremony } from './hold-ceremony.ts'
import { issueCertificate } from './issue-certificate.ts'
import { attributeOf, NAME_OIDS } from './names.ts'
import { publishLists } from './publish-lists.ts'
import { readCertificate } from './read-certificate.ts'
import { readCrl } from './read-crl.ts'
import { renewCertificate } from './renew-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import { certificatesOf } from './show-certificates.ts'
import { tendCertificates } from './tend-certificates.ts'
import { plusYears } from './times.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let { open, pki, start } = {} as OpenPki
let person: SeededPerson

before(async () => {
  ;({ open, pki, start } = await openPki())
  person = await seedPerson(open.house)
})
after(() => open.close())

test('I-04: the certificates of somebody who died are revoked by the clock', async () => {
  const late = await seedPerson(open.house)
  const issued = await issueCertificate(
    pki,
    { kind: 'person', personId: late.personId },
    offeredKey(),
    HOLDER,
  )
  await tendCertificates(pki)
  assert.equal((await certificatesOf(pki, late.personId))[0]?.state, 'good')
  await asPostOffice(pki.db, (trx) =>
    trx.updateTable('person').set({ status: 'deceased' }).where('person_id', '=', late.personId).execute(),
  )
  await tendCertificates(pki)
  assert.equal((await certificatesOf(pki, late.personId))[0]?.reason, 'death')
  assert.equal(readCrl((await newestList(pki.db, 'issuing-1'))!.list).entries.get(issued.serial)?.reason, 5)
  await assert.rejects(
    issueCertificate(pki, { kind: 'person', personId: late.personId }, offeredKey(), HOLDER),
    {
      code: 'not-found',
    },
  )
})

test('I-04: renewed with the same key once, with a new key always; after a change of name the old one is revoked', async () => {
  const holder = await seedPerson(open.house, { givenNames: 'Ida', familyName: 'Lund' })
  const first = await issueCertificate(
    pki,
    { kind: 'person', personId: holder.personId, email: 'ida@example.dk' },
    offeredKey(),
    HOLDER,
  )
  const renew = (serial: string, key: Parameters<typeof renewCertificate>[1]['key']) =>
    renewCertificate(pki, { serial, key, requester: HOLDER })
  const second = await renew(first.serial, 'same')
  assert.equal(new X509Certificate(second.der).subjectAltName, 'email:ida@example.dk')
  const key = (der: Buffer) =>
    createPublicKey(new X509Certificate(der).publicKey.export({ format: 'pem', type: 'spki' }))
  assert.ok(key(first.der).equals(key(second.der)))
  await assert.rejects(renew(second.serial, 'same'), { code: 'request-invalid' })
  const third = await renew(second.serial, offeredKey())
  assert.ok(!key(third.der).equals(key(second.der)))
  assert.deepEqual(new X509Certificate(third.der).subject, new X509Certificate(first.der).subject)
  assert.deepEqual(
    (await certificatesOf(pki, holder.personId)).map(({ state }) => state),
    ['good', 'good', 'good'],
  )
  await asPostOffice(pki.db, (trx) =>
    trx
      .updateTable('person')
      .set({ family_name: 'Lund Holm' })
      .where('person_id', '=', holder.personId)
      .execute(),
  )
  const fourth = await renew(third.serial, 'same')
  assert.match(new X509Certificate(fourth.der).subject, /CN=Ida Lund Holm/)
  const states = (await certificatesOf(pki, holder.personId)).map(({ serial, state, reason }) => [
    serial === third.serial,
    state,
    reason,
  ])
  assert.deepEqual(
    states.filter(([, state]) => state === 'revoked'),
    [[true, 'revoked', 'renewed']],
  )
  await assert.rejects(renew(third.serial, offeredKey()), { code: 'certificate-not-current' })
  const employee = await issueCertificate(
    pki,
    { kind: 'employee', country: 'dk', enterprise: COMPANY, name: 'Per Dam', rid: '9', personId: null },
    offeredKey(),
    HOLDER,
  )
  const married = await renewCertificate(pki, {
    serial: employee.serial,
    key: offeredKey(),
    requester: HOLDER,
    change: { name: 'Per Bro' },
  })
  const subject = readCertificate(married.der).subject
  assert.deepEqual(
    [attributeOf(subject, NAME_OIDS.commonName), attributeOf(subject, NAME_OIDS.serialNumber)],
    ['Per Bro', 'CVR:10150817-RID:9'],
  )
})

test('I-04: lists are numbered without gaps, made anew when due and after a revocation, and never for nothing', async () => {
  const last = async () => (await newestList(pki.db, 'issuing-1'))!
  await publishLists(pki)
  const first = await last()
  assert.deepEqual(await publishLists(pki), [])
  open.clock.advance(6 * HOUR - 1000)
  assert.deepEqual(await publishLists(pki), [])
  open.clock.advance(1000)
  // Several publishers at once: one new list.
  const published = (await Promise.all([1, 2, 3].map(() => publishLists(pki)))).flat()
  assert.ok(published.includes('issuing-1'))
  const second = await last()
  assert.ok(second.number > first.number)
  assert.equal(second.nextUpdate.getTime() - second.thisUpdate.getTime(), DAY)
  const issued = await issueCertificate(
    pki,
    { kind: 'person', personId: person.personId },
    offeredKey(),
    HOLDER,
  )
  await revokeCertificate(pki, { serial: issued.serial, reason: 'wish', requester: HOLDER })
  assert.deepEqual(await publishLists(pki), ['issuing-1'])
  assert.equal((await last()).number, second.number + 1)
})

test('I-04: a new issuing authority takes over when the old one is too near its end, or on order; the old one still answers', async () => {
  const before = await issueCertificate(
    pki,
    { kind: 'person', personId: person.personId },
    offeredKey(),
    HOLDER,
  )
  assert.deepEqual((await holdCeremony(pki, { organisation: 'Brevhus Demo', country: 'dk' })).made, [])
  open.clock.set(new Date(plusYears(start, 7).getTime() + 1000))
  const { made } = await holdCeremony(pki, { organisation: 'Brevhus Demo', country: 'dk' })
  assert.deepEqual(
    made.map(({ name }) => name),
    ['issuing-2'],
  )
  const later = await issueCertificate(
    pki,
    { kind: 'person', personId: person.personId },
    offeredKey(),
    HOLDER,
  )
  assert.deepEqual(readCertificate(later.der).notAfter, plusYears(open.clock.now(), 3))
  assert.match(new X509Certificate(later.der).issuer, /Issuing CA 2/)
  const published = await publishLists(pki)
  assert.deepEqual(published, [], 'the ceremony published for both')
  for (const name of ['issuing-1', 'issuing-2']) {
    const list = readCrl((await newestList(pki.db, name))!.list)
    assert.ok(list.nextUpdate! > open.clock.now(), name)
  }
  assert.ok(readCertificate(before.der).notAfter < open.clock.now())
  open.clock.set(new Date(plusYears(start, 9).getTime() + DAY))
  await tendCertificates(pki)
  const gone = await certificatesOf(pki, person.personId)
  assert.ok(
    gone.every(({ notAfter }) => notAfter > plusYears(open.clock.now(), -6)),
    'N-07: six years after its end it is gone',
  )
})

test('I-04: a new name in the register: the person is told, has thirty days to renew, then the old certificate is revoked', async () => {
  const somebody = await seedPerson(open.house)
  const order = { kind: 'person', personId: somebody.personId } as const
  const { serial } = await issueCertificate(pki, order, offeredKey(), HOLDER)
  const rename = (family: string) =>
    asPostOffice(open.house.db, (trx) =>
      trx
        .updateTable('person')
        .set({ family_name: family })
        .where('person_id', '=', somebody.personId)
        .execute(),
    )
  const state = async () =>
    (await certificatesOf(pki, somebody.personId)).find((one) => one.serial === serial)!
  const told = async () => {
    const { rows } = await sql<{ about: string; until: string | null }>`
      select j.payload ->> 'about' as about, j.payload -> 'facts' ->> 'until' as until
        from graphile_worker._private_jobs j
       where j.payload ->> 'personId' = ${somebody.personId} order by j.id`.execute(open.house.db)
    return rows
  }
  const { family_name: before } = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('person')
      .select('family_name')
      .where('person_id', '=', somebody.personId)
      .executeTakeFirstOrThrow(),
  )
  await tendCertificates(pki)
  assert.deepEqual(await told(), [])
  await rename('Nygift')
  await tendCertificates(pki)
  await tendCertificates(pki)
  const until = new Date(open.clock.now().getTime() + 30 * DAY).toISOString()
  assert.deepEqual(await told(), [{ about: 'certificate-name-changed', until }], 'told once')
  open.clock.advance(29 * DAY)
  await tendCertificates(pki)
  assert.equal((await state()).state, 'good')

  await rename(before)
  await tendCertificates(pki)
  open.clock.advance(2 * DAY)
  await tendCertificates(pki)
  assert.equal((await state()).state, 'good', 'the name is right again')

  await rename('Nygift')
  await tendCertificates(pki)
  open.clock.advance(30 * DAY)
  await tendCertificates(pki)
  const { state: over, reason } = await state()
  assert.deepEqual([over, reason], ['revoked', 'wrong-content'])
  assert.equal((await told()).at(-1)!.about, 'certificate-revoked')
})

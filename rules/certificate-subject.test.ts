import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CERTIFICATE_PROFILES, type CertificateKind } from './certificate-profiles.ts'
import {
  type CertificateSubject,
  faultsOfSubject,
  subjectNames,
  subjectSerialNumber,
} from './certificate-subject.ts'
import {
  crlReasonOf,
  mayRevoke,
  REVOCATION_REASONS,
  type Requester,
  type RevocationCause,
  supportMayRevoke,
} from './revocation-reasons.ts'

const enterprise = { number: '10150817', name: 'Kystvejens Bageri A/S' }
const uuid = '3f0c1b2a-9d4e-4c5b-8a6f-0123456789ab'

test('I-04: the subject numbers of OCES2 and OCES3', () => {
  const numbers = (subjects: CertificateSubject[]) => subjects.map(subjectSerialNumber)
  assert.deepEqual(
    numbers([
      { kind: 'person', country: 'dk', name: 'A', pid: '012345678901' },
      { kind: 'employee', country: 'dk', enterprise, name: 'A', rid: '1042' },
      { kind: 'organisation', country: 'dk', enterprise, uid: '7' },
      { kind: 'function', country: 'dk', enterprise, name: 'F', fid: '3' },
      { kind: 'employee', country: 'dk', enterprise, name: 'A', rid: uuid },
      { kind: 'organisation', country: 'no', enterprise: { ...enterprise, number: '974760673' }, uid: uuid },
    ]),
    [
      'PID:9208-2002-2-012345678901',
      'CVR:10150817-RID:1042',
      'CVR:10150817-UID:7',
      'CVR:10150817-FID:3',
      `UI:DK-E:G:${uuid}`,
      `UI:NO-O:G:${uuid}`,
    ],
  )
})

test('I-04: common name and number stand together in the last RDN, whatever the subject', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.]{0,39}$/)
  fc.assert(
    fc.property(label, fc.constantFrom('employee', 'function'), (id, kind) => {
      const more = kind === 'employee' ? { kind, rid: id } : { kind, fid: id }
      const subject = { country: 'dk', enterprise, name: 'N', ...more } as CertificateSubject
      assert.deepEqual(faultsOfSubject(subject), [])
      const names = subjectNames(subject)
      assert.deepEqual(
        names.at(-1)?.map(([type]) => type),
        ['commonName', 'serialNumber'],
      )
      // What stands in a serialNumber is a PrintableString.
      assert.match(subjectSerialNumber(subject), /^[A-Za-z0-9 '()+,./:=?-]+$/)
    }),
    { numRuns: 200 },
  )
})

test('I-04: what cannot stand in a certificate is refused, by field', () => {
  const fields = (subject: CertificateSubject) => faultsOfSubject(subject).map(({ field }) => field)
  const employee = { kind: 'employee', country: 'dk', enterprise, name: 'A', rid: '1' } as const
  assert.deepEqual(fields(employee), [])
  for (const name of ['', ' A', 'A ', 'A\u0000', 'A\nB', 'A\u202eB', 'x'.repeat(65)])
    assert.deepEqual(fields({ ...employee, name }), ['name'])
  for (const rid of ['', '-1', 'a/b', 'CVR:1', 'a'.repeat(41), 'æ'])
    assert.deepEqual(fields({ ...employee, rid }), ['rid'])
  for (const number of ['10150818', '1015081', 'DK10150817', ''])
    assert.deepEqual(fields({ ...employee, enterprise: { ...enterprise, number } }), ['enterprise.number'])
  assert.deepEqual(
    fields({ ...employee, country: 'no', enterprise: { ...enterprise, number: '974760673' } }),
    ['rid'],
  )
  for (const pid of ['', '12345678901', '1234567890123', 'a12345678901'])
    assert.deepEqual(fields({ kind: 'person', country: 'dk', name: 'A', pid }), ['pid'])
})

test('I-04: no list tells of a death, a guardianship or a bankruptcy as such; only those who may give a reason', () => {
  const codes = Object.fromEntries(
    Object.keys(REVOCATION_REASONS).map((cause) => [cause, crlReasonOf(cause as RevocationCause)]),
  )
  assert.deepEqual(codes, {
    wish: 5,
    compromise: 1,
    'key-lost': 1,
    'wrong-content': 3,
    renewed: 4,
    death: 5,
    guardianship: 9,
    bankruptcy: 5,
    breach: 9,
  })
  const listed = Object.values(codes)
  for (const cause of ['death', 'guardianship', 'bankruptcy'] as const)
    assert.ok(listed.filter((code) => code === codes[cause]).length > 1, cause)
  const may = (requester: Requester) =>
    Object.keys(codes).filter((cause) => mayRevoke(cause as RevocationCause, requester))
  assert.deepEqual(may('holder'), ['wish', 'compromise', 'key-lost', 'wrong-content', 'renewed'])
  assert.ok(!may('administrator').includes('breach') && !may('system').includes('wish'))
})

test('I-04: support gives a reason only where it can be true: nobody goes bankrupt as a person, no enterprise dies', () => {
  const given = (of: 'person' | 'enterprise') =>
    Object.keys(REVOCATION_REASONS).filter((cause) => supportMayRevoke(cause, of))
  const both = ['wish', 'compromise', 'key-lost', 'wrong-content']
  assert.deepEqual(given('person'), [...both, 'death', 'guardianship', 'breach'])
  assert.deepEqual(given('enterprise'), [...both, 'bankruptcy', 'breach'])
  assert.equal(supportMayRevoke('toString', 'person'), false)
})

test('I-04: every end profile lives three years, declares its use, and none may sign certificates', () => {
  for (const kind of Object.keys(CERTIFICATE_PROFILES) as CertificateKind[]) {
    const { keepYears, keyUsage, keyUsageOfEc, keyUsageOfRsa } = CERTIFICATE_PROFILES[kind]
    const all: readonly string[] = [...keyUsage, ...keyUsageOfEc, ...keyUsageOfRsa]
    assert.equal(keepYears, 3)
    assert.ok(all.includes('digitalSignature') && !all.includes('keyCertSign') && !all.includes('cRLSign'))
  }
})

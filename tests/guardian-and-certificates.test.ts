// A guardian is decided on in one room, certificates are revoked in another: what the certificate policy promises of guardianship.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { endPower } from '#access/requests/decide-request.ts'
import type { PowerRequest } from '#api/power-requests.ts'
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { issueCertificate } from '#identity/certificates/issue-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { certificatesOf } from '#identity/certificates/show-certificates.ts'
import { handlersOf } from '#worker/handlers.ts'
import { openCompanies } from './company-as.ts'
import { addJudge } from './decide-as.ts'
import { pdf } from './files-to-upload.ts'
import { COMPANY, HOLDER, offeredKey } from './pki.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies()
})
after(() => open.close())

test('I-04 B-11: who comes under guardianship has no certificate from that moment, is told, and gets none while it lasts', async () => {
  const { house } = open
  const pki = openCertificates(house)
  await holdCeremony(pki, { organisation: 'Brevhus', country: 'dk' })
  const astrid = await open.somebody({ name: { givenNames: 'Astrid', familyName: 'Holm' } })
  const ward = { kind: 'person', personId: astrid.personId } as const
  const work = { kind: 'employee', country: 'dk', enterprise: COMPANY, name: 'Astrid Holm' } as const
  await issueCertificate(pki, ward, offeredKey(), HOLDER)
  await issueCertificate(pki, { ...work, personId: astrid.personId }, offeredKey(), HOLDER)
  const bystander = await open.somebody()
  await issueCertificate(pki, { ...ward, personId: bystander.personId }, offeredKey(), HOLDER)

  const bo = await open.signedIn(await open.somebody({ name: { givenNames: 'Bo', familyName: 'Holm' } }))
  const begun = await bo.ask('POST', '/api/power-requests', {
    json: {
      ...{
        kind: 'guardian',
        country: 'dk',
        subjectName: 'Astrid Holm',
        subjectNumber: astrid.nationalNumber,
      },
      ...{ description: 'Værge for min mor efter afgørelsen af 3. november.', email: 'bo@example.dk' },
      ...{ phone: '20 12 34 56', coAttorneys: [] },
    },
  })
  const { requestId } = begun.json as PowerRequest
  await bo.ask('PUT', `/api/power-requests/${requestId}/papers/appointment`, { bytes: pdf('Papir') })
  await bo.ask('POST', `/api/power-requests/${requestId}/submit`, { json: {} })
  const [ane, bent] = [await addJudge(house, 'Ane'), await addJudge(house, 'Bent')]
  assert.equal(await ane.decide(requestId), 'undecided')
  const reasons = async (personId = astrid.personId) =>
    (await certificatesOf(pki, personId)).map(({ reason }) => reason)
  assert.deepEqual(await reasons(), [null, null], 'one vote is no guardianship')
  assert.equal(await bent.decide(requestId), 'approve')
  const told = async () => {
    const { rows } = await sql`
      select from graphile_worker._private_jobs
       where payload ->> 'personId' = ${astrid.personId} and payload ->> 'about' = 'certificate-revoked'`.execute(
      house.db,
    )
    return rows.length
  }
  const waits = await sql`
    select from graphile_worker._private_jobs where key = 'publish-lists now'`.execute(house.db)
  assert.equal(waits.rows.length, 1, 'not by the clock of the hour')
  await handlersOf(house)['publish-lists']()
  assert.deepEqual(await reasons(), ['guardianship', 'guardianship'])
  assert.deepEqual(await reasons(bystander.personId), [null])
  assert.equal(await told(), 1)
  await handlersOf(house)['publish-lists']()
  assert.equal(await told(), 1, 'once')
  await assert.rejects(issueCertificate(pki, ward, offeredKey(), HOLDER), (error: { faults: unknown }) => {
    assert.match(JSON.stringify(error.faults), /"reason":"guardian"/)
    return true
  })
  await endPower(house, { staff: ane.staff, reason: 'Retten har ophævet værgemålet.' }, requestId)
  assert.ok((await issueCertificate(pki, ward, offeredKey(), HOLDER)).serial, 'when it is over')
})

// The commands of `npm run staff -- request …`, on a request as it is really handed in.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { PowerRequest } from '#api/power-requests.ts'
import { asPostOffice } from '#ground/db.ts'
import { openCompanies } from '#tests/company-as.ts'
import { addJudge, type Judge, REASON } from '#tests/decide-as.ts'
import { pdf } from '#tests/files-to-upload.ts'
import { type RequestOptions, runRequests } from '#tools/staff-requests.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies()
})
after(() => open.close())

const asked = (subjectNumber: string) => ({
  kind: 'guardian',
  country: 'dk',
  subjectName: 'Astrid Holm',
  subjectNumber,
  description: 'Værge for min mor efter afgørelsen af 3. november.',
  email: 'bo@example.dk',
  phone: '20 12 34 56',
  coAttorneys: [],
})

test('B-11 D-27: from the terminal: listed, shown, its paper read, and decided by two with their keys', async () => {
  const { house, folder } = open
  const [ane, bent] = [await addJudge(house, 'Ane'), await addJudge(house, 'Bent')]
  const astrid = await open.somebody({ name: { givenNames: 'Astrid', familyName: 'Holm' } })
  const bo = await open.signedIn(await open.somebody({ name: { givenNames: 'Bo', familyName: 'Holm' } }))
  const begun = await bo.ask('POST', '/api/power-requests', { json: asked(astrid.nationalNumber) })
  const { requestId } = begun.json as PowerRequest
  const at = `/api/power-requests/${requestId}`
  await bo.ask('PUT', `${at}/papers/appointment`, { bytes: pdf('Papir') })
  assert.equal((await bo.ask('POST', `${at}/submit`, { json: {} })).json.state, 'submitted')
  const grants = async () => {
    const read = sql<{ state: string }>`select state from access_grant where request_id = ${requestId}`
    return (await asPostOffice(house.db, (trx) => read.execute(trx))).rows.map(({ state }) => state)
  }
  const keyOf = async ({ staff, key }: Judge) => {
    const file = join(folder, `${staff}.pem`)
    await writeFile(file, key.export({ format: 'pem', type: 'pkcs8' }))
    return file
  }
  const by = (judge: Judge) => ({ staff: judge.staff, reason: REASON })
  const run = (judge: Judge, command: string, options: RequestOptions = {}) =>
    runRequests(house, by(judge), ['request', ...command.split(' ')], options)
  assert.match(
    (await run(ane, 'list'))!,
    new RegExp(`^${requestId}  guardian  by .* decided by 0 so far$`, 'm'),
  )
  const shown = (await run(ane, `show ${requestId}`))!
  assert.match(shown, /asked by {6}Bo Holm/)
  assert.match(shown, /paper {9}appointment {2}application\/pdf/)
  const out = join(folder, 'paper.pdf')
  await run(ane, `paper ${requestId}`, { paper: 'appointment', out })
  assert.deepEqual(await readFile(out), pdf('Papir'))
  const approve = async (judge: Judge) =>
    run(judge, `decide ${requestId}`, { verdict: 'approve', key: await keyOf(judge) })
  assert.match((await approve(ane))!, /Another member of staff decides too/)
  assert.match((await approve(bent))!, /^Approved by two/)
  assert.deepEqual(await grants(), ['active'])
  assert.match((await run(ane, `end ${requestId}`))!, /^Ended at once/)
  assert.deepEqual(await grants(), ['ended'])
})

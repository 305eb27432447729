// Somebody reports a letter, staff decide, and whoever reported it is told (B-21, D-27).
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { exportJWK } from 'jose'
import { sql } from 'kysely'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { LetterReport } from '#api/reports.ts'
import { decideReport, listReports, showReported } from '#dispatch/reports/work-reports.ts'
import { approveSender } from '#dispatch/senders/approve-sender.ts'
import { findSender } from '#dispatch/senders/sender.store.ts'
import { asPostOffice } from '#ground/db.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { wordOfCode } from '#identity/access-requests/held-codes.ts'
import { forgetReports } from '#letters/reports/forget-reports.ts'
import { readReportDocuments } from '#letters/reports/reports.store.ts'
import { REPORTS } from '#rules/reports.ts'
import { openKeepers } from './keeper.ts'
import { uploads } from './upload-as.ts'

const BY = { staff: 'Bente Bo', reason: 'anmeldt som svindel' }
const CONTENT = { bytes: Buffer.from('SEND-OS-DIN-KODE-7731'), mediaType: 'text/plain', fileName: 'brev.txt' }

const keepers = await openKeepers()
const { open } = keepers

async function newcomer() {
  const keeper = await keepers.newcomer()
  const report = (letterId: string, more: object = {}, level: 'low' | 'substantial' = 'substantial') =>
    keeper.ask<LetterReport>(
      'POST',
      `/api/letters/${letterId}/report`,
      { kind: 'fraudulent', attach: false, ...more },
      level,
    )
  const reported = async (letterId: string) =>
    (await keeper.ask<LetterReport>('GET', `/api/letters/${letterId}/report`)).body.reported
  return { ...keeper, ...uploads(keepers.app, keeper.person), report, reported }
}
const queued = async (letterId: string) =>
  (await listReports(open.house, BY)).find((report) => report.letterId === letterId)!
const told = async (personId: string) =>
  asPostOffice(open.house.db, async (trx) => {
    const { rows } = await sql<{ payload: { personId: string; about: string } }>`
      select j.payload from graphile_worker._private_jobs j`.execute(trx)
    return rows.filter(({ payload }) => payload.personId === personId).map(({ payload }) => payload.about)
  })

test('B-21 B-16 D-27: staff see who sent it and what is said of it, never the content, unless the reporter gave it; and then on record', async () => {
  const karen = await newcomer()
  const [kept, given] = [
    await karen.letter({ documents: [CONTENT] }),
    await karen.letter({ documents: [CONTENT] }),
  ]
  assert.equal((await karen.report(kept, { said: 'De vil have min kode.' })).status, 200)
  const closed = await queued(kept)
  assert.deepEqual(
    [closed.kind, closed.said, closed.attached, closed.sameSender],
    ['fraudulent', 'De vil have min kode.', false, 1],
  )
  assert.deepEqual((await showReported(open.house, BY, closed.reportId)).content, [])
  const [details] = (await karen.log()).filter(({ actor }) => actor.kind === 'staff')
  assert.deepEqual(
    [details?.action, details?.actor.name, details?.reason, details?.letter?.letterId],
    ['details-viewed', BY.staff, BY.reason, kept],
    'B-16: who, and why, and that it was not the content',
  )

  await karen.report(given, { attach: true })
  const shown = await queued(given)
  assert.equal(shown.sameSender, 2)
  const { content } = await showReported(open.house, BY, shown.reportId)
  assert.deepEqual(
    content.map(({ fileName, bytes }) => [fileName, Buffer.from(bytes).toString()]),
    [['brev.txt', 'SEND-OS-DIN-KODE-7731']],
  )
  const looked = (await karen.log()).find(({ actor }) => actor.kind === 'staff')
  assert.deepEqual([looked?.actor.name, looked?.reason], [BY.staff, BY.reason])
  assert.deepEqual([looked?.action, looked?.letter?.letterId], ['document-shown', given])
  for (const by of [
    { staff: '', reason: BY.reason },
    { staff: 'B', reason: 'kort' },
  ])
    await assert.rejects(showReported(open.house, by, shown.reportId), { code: 'request-invalid' })

  // With the decision the key to what was shown is gone, in every copy of the database.
  const held = await asPostOffice(open.house.db, (trx) => readReportDocuments(trx, shown))
  await decideReport(open.house, BY, { reportId: shown.reportId, outcome: 'nothing' })
  await assert.rejects(
    open.house.vault.unwrap(
      held.map(({ documentId, wrappedKey: wrapped }) => ({ mailboxId: shown.reportId, documentId, wrapped })),
    ),
    KeyVaultError,
  )
  assert.deepEqual((await showReported(open.house, BY, shown.reportId)).content, [])
  const letter = await karen.ask<OpenableLetter>('GET', `/api/letters/${given}`)
  assert.equal(letter.status, 200, 'the letter itself is untouched')
})

test('B-21 D-27 E-49: whoever of the staff looks at the queue, at a report without content, or decides, is on record by name and with the reason', async () => {
  const karen = await newcomer()
  const letterId = await karen.letter()
  await karen.report(letterId)
  const did = async () =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{ staff: string; reason: string; action: string; about: string | null }>`
        select staff, reason, action, about_id as about from staff_action
         where person_id = ${karen.person.personId}::uuid or person_id is null order by action_id`.execute(
        trx,
      )
      return rows
    })
  const before = (await did()).length
  const { reportId } = await queued(letterId)
  await showReported(open.house, BY, reportId)
  await decideReport(open.house, BY, { reportId, outcome: 'nothing' })
  assert.deepEqual((await did()).slice(before), [
    { ...BY, action: 'report-list', about: null },
    { ...BY, action: 'report-show', about: reportId },
    { ...BY, action: 'report-decide', about: reportId },
  ])
  for (const { action } of await did()) assert.ok(wordOfCode('staff_action', 'action', action, 'da'), action)
  const nobody = { staff: ' ', reason: BY.reason }
  await assert.rejects(listReports(open.house, nobody), { code: 'request-invalid' })
  assert.equal((await did()).length, before + 3, 'who says nothing is shown nothing')
})

test('B-21 S-18: decided, the sender is stopped and the reporter told; a second decision is none', async () => {
  const karen = await newcomer()
  const { publicKey } = generateKeyPairSync('ed25519')
  const { senderId } = await approveSender(open.house, {
    name: 'Hurtig Gevinst ApS',
    country: 'dk',
    organisationNumber: '10150817',
    publicSector: false,
    publicKeys: [await exportJWK(publicKey)],
  })
  const letterId = await karen.letter({ senderId })
  assert.equal(await karen.reported(letterId), null)
  await karen.report(letterId)
  assert.equal((await karen.reported(letterId))?.outcome, null)
  const { reportId } = await queued(letterId)
  const decide = (outcome: 'nothing' | 'sender-suspended') =>
    decideReport(open.house, BY, { reportId, outcome })
  await decide('sender-suspended')
  assert.equal((await findSender(open.house.db, senderId))?.state, 'suspended')
  assert.equal((await karen.reported(letterId))?.outcome, 'sender-suspended')
  assert.ok((await told(karen.person.personId)).includes('report-decided'))
  await assert.rejects(decide('nothing'), { code: 'report-decided' })
  assert.equal(await queued(letterId), undefined, 'it has left the queue')
})

test('B-21: once a letter; not another’s, not a locked one, not one’s own document; and not without end', async () => {
  const [karen, mallory] = [await newcomer(), await newcomer()]
  const letterId = await karen.letter()
  const twice = await Promise.all([karen.report(letterId), karen.report(letterId, { kind: 'unwanted' })])
  assert.deepEqual(twice[0]!.body, twice[1]!.body)
  assert.equal((await mallory.report(letterId)).status, 404)
  const secret = await karen.letter({ sensitive: true })
  assert.equal((await karen.report(secret, {}, 'low')).body.code, 'letter-locked')
  const own = await karen.put(Buffer.from('x'), 'x.txt')
  assert.equal((await karen.report(own.body.letterId)).status, 404)
  const turned = await karen.report(secret, { said: 'abc\u202edef' })
  assert.equal(turned.body.faults?.[0]?.field, 'said')
  const many = await mallory.letters(REPORTS.perDay + 1)
  for (const [i, id] of many.entries())
    assert.equal((await mallory.report(id)).status, i < REPORTS.perDay ? 200 : 429)
})

test('B-21 R3: five years after the decision a report is forgotten, to the day; one that waits never is', async () => {
  const karen = await newcomer()
  const [first, second] = [await karen.letter(), await karen.letter()]
  await karen.report(first)
  await karen.report(second)
  open.clock.set('2028-02-29T12:00:00Z')
  await decideReport(open.house, BY, { reportId: (await queued(first)).reportId, outcome: 'nothing' })
  open.clock.set('2033-02-28T12:00:00Z')
  await forgetReports(open.house)
  assert.ok(await karen.reported(first))
  open.clock.set('2033-03-01T12:00:01Z')
  await forgetReports(open.house)
  assert.equal(await karen.reported(first), null)
  assert.ok(await karen.reported(second))
})

/** B-21: a letter is reported as unwanted or fraudulent. Staff see who sent it and what the reporter says; its content only if the
 * reporter gives it, under a key of the report alone, which is destroyed with the decision (D-27). */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { LetterReport, ReportLetter } from '#api/reports.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { cleanText } from '#rules/clean-text.ts'
import { isOwnDocument } from '#rules/own-documents.ts'
import { REPORTS } from '#rules/reports.ts'
import { findLetter, findOpenLetter } from '../find-letter.ts'
import { readDocuments, type StoredDocument } from '../letters.store.ts'
import {
  countReportsSince,
  insertReport,
  insertReportDocuments,
  readReport,
  type StoredReport,
} from './reports.store.ts'

const POWER = 'report-letters'
const DAY_MS = 86_400_000

/** Again it stays as it was said first. @throws Refusal `not-found`, `letter-locked`, `too-many-requests`, `request-invalid` */
export async function reportLetter(
  house: House,
  actor: Actor,
  letterId: string,
  asked: ReportLetter,
): Promise<LetterReport> {
  const { mailboxId } = actor
  const said = readSaid(asked.said)
  const at = house.clock()
  const reportId = newId(at.getTime())
  const documents = await enterMailbox(house, actor, POWER, async (trx) => {
    // What is locked is not shown to staff either; and whoever may not read it cannot judge it.
    const letter = await findOpenLetter(trx, actor, letterId)
    if (isOwnDocument(letter.sender_id)) throw refuse('not-found')
    return readDocuments(trx, mailboxId, letterId)
  })
  const shown = asked.attach ? await rewrapped(house, mailboxId, reportId, documents) : []
  return enterMailbox(house, actor, POWER, async (trx, { as }) => {
    const letter = await findLetter(trx, actor, letterId)
    const since = new Date(at.getTime() - DAY_MS)
    const before = await readReport(trx, mailboxId, letterId)
    if (before) return told(before)
    if ((await countReportsSince(trx, mailboxId, since)) >= REPORTS.perDay)
      throw refuse('too-many-requests', {
        detail: `At most ${REPORTS.perDay} reports in 24 hours.`,
        retryAfterSeconds: 3600,
      })
    const report = {
      mailboxId,
      reportId,
      letterId,
      senderId: letter.sender_id,
      reportedBy: actor.personId,
      kind: asked.kind,
      said,
      attached: asked.attach,
      reportedAt: at,
    }
    if (!(await insertReport(trx, report))) return told((await readReport(trx, mailboxId, letterId))!)
    await insertReportDocuments(trx, report, shown)
    const { personId: actorId, level } = actor
    await logAccess(trx, { mailboxId, action: 'reported', at, actorKind: as, actorId, level, letterId })
    return told({ ...report, decidedAt: null, outcome: null })
  })
}

/** @throws Refusal `not-found` */
export function showReport(house: House, actor: Actor, letterId: string): Promise<LetterReport> {
  return enterMailbox(house, actor, 'read-letters', async (trx) => {
    await findLetter(trx, actor, letterId)
    return told(await readReport(trx, actor.mailboxId, letterId))
  })
}

function told(report: StoredReport | undefined): LetterReport {
  if (!report) return { reported: null }
  const { kind, attached, outcome, reportedAt, decidedAt } = report
  return {
    reported: {
      kind,
      attached,
      outcome,
      reportedAt: reportedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
    },
  }
}

function readSaid(given = ''): string | null {
  if (given.trim() === '') return null
  const read = cleanText(given, REPORTS.saidMax)
  if (read.kind === 'clean') return read.text
  const message =
    read.reason === 'too-long'
      ? `Must be at most ${REPORTS.saidMax} characters.`
      : 'Holds characters that cannot be read, or that turn the text around.'
  throw refuse('request-invalid', { faults: [{ field: 'said', reason: read.reason, message }] })
}

async function rewrapped(
  house: House,
  mailboxId: string,
  reportId: string,
  documents: readonly StoredDocument[],
) {
  await house.vault.create([reportId])
  const keys = await house.vault.unwrap(
    documents.map((d) => ({ mailboxId, documentId: d.document_id, wrapped: d.wrapped_key })),
  )
  const wrapped = await house.vault.wrap(
    documents.map((d, i) => ({ mailboxId: reportId, documentId: d.document_id, key: keys[i]! })),
  )
  return documents.map((d, i) => ({
    documentNo: d.document_no,
    documentId: d.document_id,
    mediaType: d.media_type,
    fileNameSealed: d.file_name_sealed,
    wrappedKey: wrapped[i]!,
    packId: d.pack_id,
    packOffset: d.pack_offset,
    sealedBytes: d.sealed_bytes,
  }))
}

/** B-21: staff work the queue of reported letters, each look and decision by name and with a reason (D-27, E-49). Content they look at is on
 * the reporter's own log; it is theirs to read only where the reporter gave it, and no longer than until they decide. */
import { setSenderState } from '#dispatch/senders/sender.store.ts'
import { logAccess } from '#ground/access-log.ts'
import { asPostOffice } from '#ground/db.ts'
import { openDocument, openTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { noteStaff } from '#ground/staff-log.ts'
import {
  type QueuedReport,
  readQueue,
  readReportDocuments,
  writeDecision,
} from '#letters/reports/reports.store.ts'
import { REPORTS, type ReportOutcome } from '#rules/reports.ts'

export type Staff = { staff: string; reason: string }
type Room = Pick<House, 'db' | 'clock' | 'vault' | 'blobs'>

const LISTED_MAX = 100

/** @throws Refusal `request-invalid` without name and reason */
export async function listReports(room: Pick<Room, 'db' | 'clock'>, by: Staff): Promise<QueuedReport[]> {
  requireReason(by)
  return asPostOffice(room.db, async (trx) => {
    await noteStaff(trx, { ...by, action: 'report-list', at: room.clock() })
    return readQueue(trx, { limit: LISTED_MAX })
  })
}

export type ReportContent = { fileName: string; mediaType: string; bytes: Uint8Array }

/** The reporter sees in their log that staff looked, and when. @throws Refusal `not-found`, `request-invalid` without name and reason */
export async function showReported(
  room: Room,
  by: Staff,
  reportId: string,
): Promise<{ report: QueuedReport; content: ReportContent[] }> {
  requireReason(by)
  const { report, documents } = await asPostOffice(room.db, async (trx) => {
    const [report] = await readQueue(trx, { reportId })
    if (!report) throw refuse('not-found')
    const documents = await readReportDocuments(trx, report)
    const at = room.clock()
    await noteStaff(trx, { ...by, action: 'report-show', personId: report.reportedBy, aboutId: reportId, at })
    await logAccess(trx, {
      mailboxId: report.mailboxId,
      action: documents.length > 0 ? 'document-shown' : 'details-viewed',
      at,
      actorKind: 'staff',
      actorId: null,
      staff: { name: by.staff, reason: by.reason },
      level: null,
      letterId: report.letterId,
    })
    return { report, documents }
  })
  const keys = await room.vault.unwrap(
    documents.map(({ documentId, wrappedKey: wrapped }) => ({ mailboxId: reportId, documentId, wrapped })),
  )
  const content: ReportContent[] = []
  for (const [i, document] of documents.entries()) {
    const { documentId, mediaType } = document
    const sealed = await room.blobs.read(document.packId, document.packOffset, document.sealedBytes)
    content.push({
      mediaType,
      fileName: openTitle(keys[i]!, documentId, document.fileNameSealed),
      bytes: openDocument(sealed, { key: keys[i]!, documentId }),
    })
  }
  return { report, content }
}

/**
 * The reporter is told, and the key to what they showed is destroyed. A suspended sender gets no token, and those it has stop.
 * @throws Refusal `not-found`, `report-decided`, `request-invalid`
 */
export async function decideReport(
  room: Pick<Room, 'db' | 'clock' | 'vault'>,
  by: Staff,
  { reportId, outcome }: { reportId: string; outcome: ReportOutcome },
): Promise<void> {
  requireReason(by)
  await asPostOffice(room.db, async (trx) => {
    const [report] = await readQueue(trx, { reportId })
    if (!report) throw refuse('not-found')
    const at = room.clock()
    if (!(await writeDecision(trx, report, { outcome, by: by.staff, why: by.reason, at })))
      throw refuse('report-decided')
    await noteStaff(trx, {
      ...by,
      action: 'report-decide',
      personId: report.reportedBy,
      aboutId: reportId,
      at,
    })
    if (outcome === 'sender-suspended') await setSenderState(trx, report.senderId, 'suspended')
    await addJob(trx, 'tell-person', {
      personId: report.reportedBy,
      about: 'report-decided',
      facts: { at: at.toISOString() },
    })
  })
  await room.vault.erase([reportId])
}

function requireReason({ staff, reason }: Staff): void {
  const faults = [
    ...(staff.trim() === ''
      ? [{ field: 'staff', reason: 'empty', message: 'Say who you are: it is kept.' }]
      : []),
    ...(reason.trim().length < REPORTS.whyMin
      ? [
          {
            field: 'reason',
            reason: 'too-short',
            message: `At least ${REPORTS.whyMin} characters: it is kept.`,
          },
        ]
      : []),
  ]
  if (faults.length > 0) throw refuse('request-invalid', { faults })
}

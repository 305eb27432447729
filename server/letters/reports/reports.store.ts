/** The SQL of reported letters. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'
import type { ReportKind, ReportOutcome } from '#rules/reports.ts'

export type StoredReport = {
  mailboxId: string
  reportId: string
  letterId: string
  senderId: string
  reportedBy: string
  kind: ReportKind
  said: string | null
  attached: boolean
  reportedAt: Date
  decidedAt: Date | null
  outcome: ReportOutcome | null
}

const COLUMNS = sql`r.mailbox_id as "mailboxId", r.report_id as "reportId", r.letter_id as "letterId", r.sender_id as "senderId",
  r.reported_by as "reportedBy", r.kind, r.remark as said, r.attached, r.reported_at as "reportedAt", r.decided_at as "decidedAt", r.outcome`

/** False: it is reported already. */
export async function insertReport(
  trx: Trx,
  report: Omit<StoredReport, 'decidedAt' | 'outcome'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into letter_report (mailbox_id, report_id, letter_id, sender_id, reported_by, kind, remark, attached, reported_at)
    values (${report.mailboxId}, ${report.reportId}, ${report.letterId}, ${report.senderId}, ${report.reportedBy}, ${report.kind},
      ${report.said}, ${report.attached}, ${report.reportedAt})
    on conflict (mailbox_id, letter_id) do nothing`.execute(trx)
  return numAffectedRows === 1n
}

export type ReportDocument = {
  documentNo: number
  documentId: string
  mediaType: string
  fileNameSealed: Uint8Array
  wrappedKey: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}

export async function insertReportDocuments(
  trx: Trx,
  { mailboxId, reportId }: { mailboxId: string; reportId: string },
  documents: readonly ReportDocument[],
): Promise<void> {
  await insertRows<ReportDocument>(
    trx,
    'report_document',
    {
      mailbox_id: ['uuid', () => mailboxId],
      report_id: ['uuid', () => reportId],
      document_no: ['smallint', (d) => d.documentNo],
      document_id: ['uuid', (d) => d.documentId],
      media_type: ['text', (d) => d.mediaType],
      file_name_sealed: ['bytea', (d) => d.fileNameSealed],
      wrapped_key: ['bytea', (d) => d.wrappedKey],
      pack_id: ['text', (d) => d.packId],
      pack_offset: ['bigint', (d) => d.packOffset],
      sealed_bytes: ['bigint', (d) => d.sealedBytes],
    },
    documents,
  )
}

export async function readReport(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<StoredReport | undefined> {
  const { rows } = await sql<StoredReport>`
    select ${COLUMNS} from letter_report r where r.mailbox_id = ${mailboxId} and r.letter_id = ${letterId}`.execute(
    trx,
  )
  return rows[0]
}

export async function countReportsSince(trx: Trx, mailboxId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ reports: number }>`
    select count(*)::int as reports from letter_report where mailbox_id = ${mailboxId} and reported_at > ${since}`.execute(
    trx,
  )
  return rows[0]!.reports
}

// ── The post office's own look ──────────────────────────────────────────────────────────────────────────────

export type QueuedReport = StoredReport & { senderName: string; senderState: string; sameSender: number }

/** Open ones, the longest waiting first, with how many of the same sender are open; or one, whatever became of it. */
export async function readQueue(
  trx: Trx,
  asked: { limit: number } | { reportId: string },
): Promise<QueuedReport[]> {
  const which = 'reportId' in asked ? sql`r.report_id = ${asked.reportId}` : sql`r.decided_at is null`
  const { rows } = await sql<Omit<QueuedReport, 'sameSender'>>`
    select ${COLUMNS}, s.name || coalesce(' (' || s.writer_name || ')', '') as "senderName", s.state as "senderState"
    from letter_report r join sender s on s.sender_id = r.sender_id
    where ${which} order by r.reported_at, r.report_id limit ${'limit' in asked ? asked.limit : 1}`.execute(
    trx,
  )
  const senders = rows.map(({ senderId }) => senderId)
  const { rows: open } = await sql<{ senderId: string; reports: number }>`
    select sender_id as "senderId", count(*)::int as reports from letter_report
    where decided_at is null and sender_id = any(${senders}::uuid[]) group by sender_id`.execute(trx)
  const counted = new Map(open.map(({ senderId, reports }) => [senderId, reports]))
  return rows.map((row) => ({ ...row, sameSender: counted.get(row.senderId) ?? 0 }))
}

export async function readReportDocuments(
  trx: Trx,
  { mailboxId, reportId }: { mailboxId: string; reportId: string },
): Promise<ReportDocument[]> {
  const { rows } = await sql<ReportDocument>`
    select document_no as "documentNo", document_id as "documentId", media_type as "mediaType", file_name_sealed as "fileNameSealed",
      wrapped_key as "wrappedKey", pack_id as "packId", pack_offset::float8 as "packOffset", sealed_bytes::float8 as "sealedBytes"
    from report_document where mailbox_id = ${mailboxId} and report_id = ${reportId} order by document_no`.execute(
    trx,
  )
  return rows
}

/** False: somebody has decided it. The content shown to staff goes with the decision. */
export async function writeDecision(
  trx: Trx,
  { mailboxId, reportId }: { mailboxId: string; reportId: string },
  decided: { outcome: ReportOutcome; by: string; why: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update letter_report set outcome = ${decided.outcome}, decided_by = ${decided.by}, decided_why = ${decided.why},
      decided_at = ${decided.at}
    where mailbox_id = ${mailboxId} and report_id = ${reportId} and decided_at is null`.execute(trx)
  await sql`delete from report_document where mailbox_id = ${mailboxId} and report_id = ${reportId}`.execute(
    trx,
  )
  return numAffectedRows === 1n
}

/** R3 */
export async function dropReports(trx: Trx, before: Date): Promise<void> {
  await sql`delete from letter_report where decided_at <= ${before}`.execute(trx)
}

/** What has had its time goes (R29): request keys after a day, used assertions when they are worth nothing, uploads that
 * nobody handed in, and dispatch data some time after the batch has closed. In small bites, so that nobody waits. */
import { sql } from 'kysely'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

export const CLEAR_AFTER = {
  /** S-05. */
  requestKeyHours: 24,
  /** An upload nobody went on with or handed in. */
  uploadDays: 7,
  /** Rows of a closed file are in nobody's way to an error list any more. */
  chunkDays: 1,
  /** R29: at most 90 days after the batch closed. */
  dispatchDays: 90,
} as const

const BITE = 5_000

type Bite = (trx: Trx) => Promise<number>

/** How many rows went, by table. */
export async function clearExpired(house: House): Promise<Record<string, number>> {
  const now = house.clock()
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const closed = before(CLEAR_AFTER.dispatchDays * 24)
  const cleared: Record<string, number> = {}
  for (const [table, bite] of bites({
    now,
    keys: before(CLEAR_AFTER.requestKeyHours),
    uploads: before(CLEAR_AFTER.uploadDays * 24),
    chunks: before(CLEAR_AFTER.chunkDays * 24),
    closed,
  })) {
    cleared[table] = 0
    for (;;) {
      const gone = await asPostOffice(house.db, bite)
      cleared[table] += gone
      if (gone < BITE) break
    }
  }
  house.log.info({ event: 'dispatch-cleared', ...cleared })
  return cleared
}

type Moments = { now: Date; keys: Date; uploads: Date; chunks: Date; closed: Date }

/** Of what belongs to a file, and of letters handed in one by one, which close when they are accepted. */
function bites({ now, keys, uploads, chunks, closed }: Moments): [string, Bite][] {
  const oldBatch = sql`select b.sender_id, b.batch_id from batch b where b.closed_at < ${closed}`
  const gone =
    (table: string, condition: ReturnType<typeof sql>): Bite =>
    async (trx) => {
      const result = await sql`delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${condition} limit ${BITE}))`.execute(trx)
      return Number(result.numAffectedRows ?? 0n)
    }
  const ofOldBatch = sql`(sender_id, batch_id) in (${oldBatch})`
  // A correction of the file may still need its documents, the printer those of its letters.
  const unused = sql`not exists (select from batch c where c.sender_id = document.sender_id
      and c.documents_of = document.batch_id and (c.closed_at is null or c.closed_at >= ${closed}))
    and not exists (select from print_item p where p.sender_id = document.sender_id and p.state = 'waiting'
      and document.document_id = any(p.document_ids))`
  return [
    ['idempotency_key', gone('idempotency_key', sql`created_at < ${keys}`)],
    ['client_assertion', gone('client_assertion', sql`expires_at < ${now}`)],
    [
      'upload',
      gone(
        'upload',
        sql`created_at < ${uploads} and not exists (select from batch b where b.sender_id = upload.sender_id
          and b.upload_id = upload.upload_id and b.state = 'reading')`,
      ),
    ],
    [
      'batch_chunk',
      gone(
        'batch_chunk',
        sql`(sender_id, batch_id) in (select b.sender_id, b.batch_id from batch b where b.closed_at < ${chunks})`,
      ),
    ],
    ['refused_row', gone('refused_row', ofOldBatch)],
    [
      'document',
      gone(
        'document',
        sql`case when batch_id is null then created_at < ${closed} else ${ofOldBatch} end and ${unused}`,
      ),
    ],
    ['print_item', gone('print_item', sql`state <> 'waiting' and queued_at < ${closed}`)],
    [
      'dispatch_item',
      gone(
        'dispatch_item',
        sql`accepted_at < ${closed} and not exists (select from batch b where b.sender_id = dispatch_item.sender_id
          and b.batch_id = dispatch_item.batch_id and (b.closed_at is null or b.closed_at >= ${closed}))
          and not exists (select from print_item p where p.sender_id = dispatch_item.sender_id
          and p.letter_id = dispatch_item.letter_id)`,
      ),
    ],
    ['sender_event', gone('sender_event', sql`at < ${closed}`)],
    [
      'batch',
      gone(
        'batch',
        sql`closed_at < ${closed} and not exists (select from document d where d.sender_id = batch.sender_id and d.batch_id = batch.batch_id)
          and not exists (select from dispatch_item i where i.sender_id = batch.sender_id and i.batch_id = batch.batch_id)`,
      ),
    ],
  ]
}

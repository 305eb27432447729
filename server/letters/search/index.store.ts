/** The SQL of a mailbox's index. Whoever writes it holds its row, so that one writes after the other. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { arrayOf, insertRows } from '#ground/insert-rows.ts'
import type { Level } from '#rules/levels.ts'

/** A letter that is not in the index yet, as far as it is known without opening it. */
export type Unindexed = {
  letter_id: string
  sender_id: string
  sender_name: string
  title_sealed: Buffer
  sensitive: boolean
  public_sector: boolean
  minimum_level: Level
  document_count: number
  delivered_at: Date
}

export type IndexedDocument = {
  letter_id: string
  document_no: number
  document_id: string
  media_type: string
  size_bytes: number
  file_name_sealed: Buffer
  wrapped_key: Buffer
  pack_id: string
  pack_offset: number
  sealed_bytes: number
}

export async function beginIndex(trx: Trx, mailboxId: string, at: Date): Promise<void> {
  await sql`insert into search_index (mailbox_id, begun_at) values (${mailboxId}, ${at})
    on conflict (mailbox_id) do nothing`.execute(trx)
}

/** Held until the transaction ends; false: there is no index. */
export async function holdIndex(trx: Trx, mailboxId: string): Promise<boolean> {
  const { rows } = await sql`select from search_index where mailbox_id = ${mailboxId} for update`.execute(trx)
  return rows.length > 0
}

/** Above every uuid v7. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** One look-up by key for each letter, as far as is needed (`offset 0`): joined to all that is indexed it would be done for all of it. */
const waiting = (mailboxId: string) => sql`from letter l where l.mailbox_id = ${mailboxId}
  and l.letter_id > (select settled_to from search_index where mailbox_id = ${mailboxId})
  and l.delivered_at is not null and l.cancelled_at is null
  and not exists (select from search_letter s where s.mailbox_id = ${mailboxId} and s.letter_id = l.letter_id offset 0)`

/** Letters that are not in the index yet, newest first, older than `before`. None while there is no index. */
export async function readUnindexed(
  trx: Trx,
  mailboxId: string,
  { before, most }: { before?: string | undefined; most: number },
): Promise<Unindexed[]> {
  const { rows } = await sql<Unindexed>`
    select l.letter_id, l.sender_id, s.name as sender_name, l.title_sealed, l.sensitive, l.public_sector, l.minimum_level,
      l.document_count, l.delivered_at
    from (select l.* ${waiting(mailboxId)} and l.letter_id < ${before ?? NEWEST}::uuid order by l.letter_id desc limit ${most}) l
    join sender s on s.sender_id = l.sender_id order by l.letter_id desc`.execute(trx)
  return rows
}

/** How many there are, up to `most`. */
export async function countUnindexed(trx: Trx, mailboxId: string, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select ${waiting(mailboxId)} limit ${most}) w`.execute(trx)
  return rows[0]!.count
}

/** How many letters above the mark are old enough to lie below it, up to `most`. */
export async function countUnsettled(
  trx: Trx,
  mailboxId: string,
  horizon: string,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from letter where mailbox_id = ${mailboxId}
      and letter_id > (select settled_to from search_index where mailbox_id = ${mailboxId})
      and letter_id < ${horizon}::uuid limit ${most}) u`.execute(trx)
  return rows[0]!.count
}

export async function readDocumentsOf(
  trx: Trx,
  mailboxId: string,
  letterIds: readonly string[],
): Promise<IndexedDocument[]> {
  const { rows } = await sql<IndexedDocument>`
    select letter_id, document_no, document_id, media_type, size_bytes::float8 as size_bytes, file_name_sealed, wrapped_key,
      pack_id, pack_offset::float8 as pack_offset, sealed_bytes::float8 as sealed_bytes
    from letter_document where mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])
    order by letter_id, document_no`.execute(trx)
  return rows
}

/**
 * Those of these letters that are there and were not in the index; now they are. A letter being deleted at this moment is not. Letters are held before the
 * index, as whoever deletes letters does: the two never wait for each other in a circle. Undefined: there is no index.
 */
export async function putLetters(
  trx: Trx,
  mailboxId: string,
  letterIds: readonly string[],
  segmentId: string,
): Promise<Set<string> | undefined> {
  const { rows: there } = await sql<{ letter_id: string }>`
    select letter_id from letter where mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])
    order by letter_id for key share`.execute(trx)
  if (!(await holdIndex(trx, mailboxId))) return undefined
  const { rows } = await sql<{ letter_id: string }>`
    insert into search_letter (mailbox_id, letter_id, segment_id)
    select ${mailboxId}::uuid, letter_id, ${segmentId}::uuid
    from unnest(${there.map((row) => row.letter_id)}::uuid[]) as there (letter_id)
    on conflict (mailbox_id, letter_id) do nothing returning letter_id`.execute(trx)
  return new Set(rows.map((row) => row.letter_id))
}

export async function insertSegment(
  trx: Trx,
  mailboxId: string,
  segment: { segmentId: string; letters: number; head: Buffer; words: Buffer; blocks: readonly Buffer[] },
): Promise<void> {
  await sql`insert into search_segment (mailbox_id, segment_id, letters, head_sealed, words_sealed)
    values (${mailboxId}, ${segment.segmentId}, ${segment.letters}, ${segment.head}, ${segment.words})`.execute(
    trx,
  )
  await insertRows<readonly [number, Buffer]>(
    trx,
    'search_block',
    {
      mailbox_id: ['uuid', () => mailboxId],
      segment_id: ['uuid', () => segment.segmentId],
      block_no: ['integer', ([no]) => no],
      block_sealed: ['bytea', ([, sealed]) => sealed],
    },
    [...segment.blocks.entries()],
  )
}

/**
 * Moves the mark below which nothing is ever looked for again: up to `horizon`, but below every letter that waits, for the scanner say.
 */
export async function settle(trx: Trx, mailboxId: string, horizon: string): Promise<void> {
  await sql`
    update search_index i set settled_to = coalesce((
      select l.letter_id from letter l
      where l.mailbox_id = ${mailboxId} and l.letter_id > i.settled_to and l.letter_id < least(${horizon}::uuid, (
        select w.letter_id from letter w where w.mailbox_id = ${mailboxId} and w.letter_id > i.settled_to
          and w.cancelled_at is null and not exists (
            select from search_letter s where s.mailbox_id = ${mailboxId} and s.letter_id = w.letter_id offset 0)
        order by w.letter_id limit 1))
      order by l.letter_id desc limit 1), i.settled_to)
    where i.mailbox_id = ${mailboxId}`.execute(trx)
}

export type StoredHead = {
  segment_id: string
  letters: number
  gone: number
  head_sealed: Buffer
  words_sealed: Buffer
}

/** Newest segment first. */
export async function readHeads(
  trx: Trx,
  mailboxId: string,
  segmentIds?: readonly string[],
): Promise<StoredHead[]> {
  const these = segmentIds ? sql`and segment_id = any(${segmentIds}::uuid[])` : sql``
  const { rows } = await sql<StoredHead>`
    select segment_id, letters, gone, head_sealed, words_sealed from search_segment where mailbox_id = ${mailboxId} ${these}
    order by segment_id desc`.execute(trx)
  return rows
}

export async function readSizes(
  trx: Trx,
  mailboxId: string,
): Promise<Pick<StoredHead, 'segment_id' | 'letters' | 'gone'>[]> {
  return trx
    .selectFrom('search_segment')
    .select(['segment_id', 'letters', 'gone'])
    .where('mailbox_id', '=', mailboxId)
    .orderBy('letters')
    .execute()
}

export type StoredBlock = { segment_id: string; block_no: number; block_sealed: Buffer }

export async function readBlocks(
  trx: Trx,
  mailboxId: string,
  wanted: readonly (readonly [string, number])[],
): Promise<StoredBlock[]> {
  if (wanted.length === 0) return []
  const { rows } = await sql<StoredBlock>`
    select b.segment_id, b.block_no, b.block_sealed
    from unnest(${arrayOf(
      'uuid',
      wanted.map(([segmentId]) => segmentId),
    )}::uuid[], ${arrayOf(
      'integer',
      wanted.map(([, no]) => no),
    )}::int[]) as w (segment_id, block_no)
    join search_block b on b.mailbox_id = ${mailboxId} and b.segment_id = w.segment_id and b.block_no = w.block_no`.execute(
    trx,
  )
  return rows
}

export async function readAllBlocks(trx: Trx, mailboxId: string, segmentId: string): Promise<StoredBlock[]> {
  const { rows } = await sql<StoredBlock>`
    select segment_id, block_no, block_sealed from search_block
    where mailbox_id = ${mailboxId} and segment_id = ${segmentId} order by block_no`.execute(trx)
  return rows
}

export async function lettersOf(
  trx: Trx,
  mailboxId: string,
  segmentIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ letter_id: string }>`
    select letter_id from search_letter where mailbox_id = ${mailboxId} and segment_id = any(${segmentIds}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map((row) => row.letter_id))
}

export async function moveLetters(
  trx: Trx,
  mailboxId: string,
  segmentIds: readonly string[],
  to: string,
): Promise<void> {
  await sql`update search_letter set segment_id = ${to} where mailbox_id = ${mailboxId}
    and segment_id = any(${segmentIds}::uuid[])`.execute(trx)
}

export async function dropSegments(
  trx: Trx,
  mailboxId: string,
  segmentIds: readonly string[],
): Promise<void> {
  for (const table of ['search_block', 'search_segment'])
    await sql`delete from ${sql.table(table)} where mailbox_id = ${mailboxId}
      and segment_id = any(${segmentIds}::uuid[])`.execute(trx)
}

/**
 * Takes letters that are deleted out of the index, in the transaction that deletes them. A segment of which nothing is left goes at once; true: others
 * hold sealed words of theirs until they are written anew.
 */
export async function dropFromIndex(
  trx: Trx,
  mailboxId: string,
  letterIds: readonly string[],
): Promise<boolean> {
  await sql`delete from letter_note where mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])`.execute(
    trx,
  )
  // In this order everywhere: the index's row, then its parts.
  if (!(await holdIndex(trx, mailboxId))) return false
  const { rows } = await sql<{ segment_id: string; left: number }>`
    with dropped as (
      delete from search_letter where mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])
      returning segment_id)
    update search_segment s set gone = s.gone + d.count
    from (select segment_id, count(*)::int as count from dropped group by segment_id) d
    where s.mailbox_id = ${mailboxId} and s.segment_id = d.segment_id
    returning s.segment_id, s.letters - s.gone as left`.execute(trx)
  const empty = rows.filter((row) => row.left <= 0).map((row) => row.segment_id)
  if (empty.length > 0) await dropSegments(trx, mailboxId, empty)
  return rows.length > empty.length
}

/** The SQL of letters people write: the person as a sender, and the sender's own copy. */
import { sql } from 'kysely'
import type { Sender } from '#dispatch/submission.ts'
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'

/** A slip of the finger costs nothing; somebody who tries one digital address after the other does not get far. */
const LETTERS_PER_MINUTE = 5

/** The person as a sender, under the name the register has now; undefined for whoever has no open mailbox of their own. */
export async function personSender(
  trx: Trx,
  made: { senderId: string; personId: string; at: Date },
): Promise<(Sender & { personId: string }) | undefined> {
  const { rows } = await sql<{ senderId: string; name: string; country: 'dk' | 'no' }>`
    insert into sender as s (sender_id, person_id, name, country, public_sector, state, letters_per_minute,
      dry_run_rows_per_day, approved_at)
    select ${made.senderId}::uuid, person_id, given_names || ' ' || family_name, country, false, 'approved',
      ${LETTERS_PER_MINUTE}::int, 0, ${made.at}::timestamptz
    from person where person_id = ${made.personId}::uuid and mailbox_state = 'open' and status = 'active'
    on conflict (person_id) where person_id is not null do update set name = excluded.name
      -- B-21: staff have stopped whoever writes fraudulent letters.
      where s.state = 'approved'
    returning sender_id as "senderId", name, country`.execute(trx)
  const [row] = rows
  return (
    row && {
      ...row,
      personId: made.personId,
      publicSector: false,
      lettersPerMinute: LETTERS_PER_MINUTE,
      dryRunRowsPerDay: 0,
    }
  )
}

export async function countSentSince(trx: Trx, mailboxId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select count(*)::int as sent from sent_letter where mailbox_id = ${mailboxId}::uuid and sent_at > ${since}`.execute(
    trx,
  )
  return rows[0]!.sent
}

export type SentDocumentRow = {
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Uint8Array
  fileNameSealed: Uint8Array
  wrappedKey: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}

export async function insertSent(
  trx: Trx,
  letter: { mailboxId: string; letterId: string; to: string; titleSealed: Uint8Array; at: Date },
  documents: readonly SentDocumentRow[],
): Promise<void> {
  const { mailboxId, letterId } = letter
  await sql`
    insert into sent_letter (mailbox_id, letter_id, to_address, title_sealed, sent_at)
    values (${mailboxId}::uuid, ${letterId}::uuid, ${letter.to}, ${Buffer.from(letter.titleSealed)}, ${letter.at})`.execute(
    trx,
  )
  await insertRows<SentDocumentRow>(
    trx,
    'sent_document',
    {
      mailbox_id: ['uuid', () => mailboxId],
      letter_id: ['uuid', () => letterId],
      document_no: ['smallint', (d) => documents.indexOf(d) + 1],
      document_id: ['uuid', (d) => d.documentId],
      media_type: ['text', (d) => d.mediaType],
      size_bytes: ['bigint', (d) => d.sizeBytes],
      sha256: ['bytea', (d) => d.sha256],
      file_name_sealed: ['bytea', (d) => d.fileNameSealed],
      wrapped_key: ['bytea', (d) => d.wrappedKey],
      pack_id: ['text', (d) => d.packId],
      pack_offset: ['bigint', (d) => d.packOffset],
      sealed_bytes: ['bigint', (d) => d.sealedBytes],
    },
    documents,
  )
}

export type StoredSent = {
  letter_id: string
  to_address: string
  title_sealed: Buffer
  sent_at: Date
  organisation_id: string | null
  document_count: number
  document_id: string
  wrapped_key: Buffer
}

/** Newest first, those before `before`; or the one of this id. */
export async function readSent(
  trx: Trx,
  mailboxId: string,
  asked: { before: string | undefined; limit: number } | { letterId: string },
): Promise<StoredSent[]> {
  const which =
    'letterId' in asked
      ? sql`letter_id = ${asked.letterId}::uuid`
      : sql`(${asked.before ?? null}::uuid is null or letter_id < ${asked.before ?? null}::uuid)`
  const { rows } = await sql<StoredSent>`
    select l.letter_id, l.to_address, l.title_sealed, l.sent_at, l.organisation_id, d.document_id, d.wrapped_key,
      (select count(*)::int from sent_document c where c.mailbox_id = ${mailboxId}::uuid and c.letter_id = l.letter_id) as document_count
    from (select * from sent_letter where mailbox_id = ${mailboxId}::uuid and ${which}
      order by letter_id desc limit ${'limit' in asked ? asked.limit : 1}) l
    join sent_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id and d.document_no = 1
    order by l.letter_id desc`.execute(trx)
  return rows
}

export type StoredSentDocument = {
  document_no: number
  document_id: string
  media_type: string
  size_bytes: number
  sha256: Buffer
  file_name_sealed: Buffer
  wrapped_key: Buffer
  pack_id: string
  pack_offset: number
  sealed_bytes: number
}

export async function readSentDocuments(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<StoredSentDocument[]> {
  const { rows } = await sql<StoredSentDocument>`
    select document_no, document_id, media_type, size_bytes::float8 as size_bytes, sha256, file_name_sealed, wrapped_key,
      pack_id, pack_offset::float8 as pack_offset, sealed_bytes::float8 as sealed_bytes
    from sent_document where mailbox_id = ${mailboxId}::uuid and letter_id = ${letterId}::uuid order by document_no`.execute(
    trx,
  )
  return rows
}

export async function deleteSent(trx: Trx, mailboxId: string, letterId: string): Promise<boolean> {
  await sql`delete from sent_document where mailbox_id = ${mailboxId}::uuid and letter_id = ${letterId}::uuid`.execute(
    trx,
  )
  const gone =
    await sql`delete from sent_letter where mailbox_id = ${mailboxId}::uuid and letter_id = ${letterId}::uuid`.execute(
      trx,
    )
  return gone.numAffectedRows === 1n
}

/** Who wrote a letter in this mailbox, when a person did. */
export async function writerOf(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<{ personId: string; name: string } | undefined> {
  const { rows } = await sql<{ personId: string; name: string }>`
    select s.person_id as "personId", s.name from letter l join sender s on s.sender_id = l.sender_id
    where l.mailbox_id = ${mailboxId}::uuid and l.letter_id = ${letterId}::uuid and l.delivered_at is not null
      and s.person_id is not null`.execute(trx)
  return rows[0]
}

/** The SQL of letters people write: the person as a sender, and the sender's own copy. */
import { sql } from 'kysely'
import type { Sender } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'

/** A slip of the finger costs nothing; somebody who tries one digital address after the other does not get far. */
const LETTERS_PER_MINUTE = 5

/**
 * The owner of a mailbox as a sender, under the name the register has now; with a writer, who writes in their name, a sender apart.
 * Undefined for a mailbox that is not open, and for whom staff have stopped: whoever wrote fraudulent letters (B-21) writes none in
 * anybody's name, and nobody writes in the name of who did.
 */
export async function personSender(
  trx: Trx,
  made: { senderId: string; mailboxId: string; writerId: string | null; at: Date },
): Promise<(Sender & { personId: string }) | undefined> {
  const again = made.writerId
    ? sql`(writer_id, person_id) where writer_id is not null`
    : sql`(person_id) where person_id is not null and writer_id is null`
  const { rows } = await sql<{ senderId: string; personId: string; name: string; country: 'dk' | 'no' }>`
    insert into sender as s (sender_id, person_id, name, country, public_sector, state, letters_per_minute,
      dry_run_rows_per_day, approved_at, writer_id, writer_name)
    select ${made.senderId}::uuid, p.person_id, p.given_names || ' ' || p.family_name, p.country, false, 'approved',
      ${LETTERS_PER_MINUTE}::int, 0, ${made.at}::timestamptz, w.person_id, w.given_names || ' ' || w.family_name
    from person p left join person w on w.person_id = ${made.writerId}::uuid and w.status = 'active'
    where p.mailbox_id = ${made.mailboxId}::uuid and p.mailbox_state = 'open' and p.status = 'active'
      and w.person_id is not distinct from ${made.writerId}::uuid
      and not exists (select from sender t where t.state <> 'approved'
        and (t.writer_id in (p.person_id, w.person_id) or (t.writer_id is null and t.person_id in (p.person_id, w.person_id))))
    on conflict ${again} do update set name = excluded.name, writer_name = excluded.writer_name
      where s.state = 'approved'
    returning sender_id as "senderId", person_id as "personId", name, country`.execute(trx)
  const [row] = rows
  return (
    row && {
      ...row,
      ...(made.writerId ? { writerId: made.writerId } : {}),
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

export type StoredSent = {
  letter_id: string
  to_address: string
  title_sealed: Buffer
  sent_at: Date
  organisation_id: string | null
  written_by: string | null
  /** Their name in the register. */
  writer_name: string | null
  document_count: number
  document_id: string
  wrapped_key: Buffer
}

/** Newest first, those before `before`; or the one of this id. `writtenBy`: only what this person wrote in the owner's name. */
export async function readSent(
  trx: Trx,
  mailboxId: string,
  asked: { writtenBy?: string } & ({ before: string | undefined; limit: number } | { letterId: string }),
): Promise<StoredSent[]> {
  const whose = asked.writtenBy ? sql`written_by = ${asked.writtenBy}::uuid` : sql`true`
  const which =
    'letterId' in asked
      ? sql`letter_id = ${asked.letterId}::uuid`
      : sql`(${asked.before ?? null}::uuid is null or letter_id < ${asked.before ?? null}::uuid)`
  const { rows } = await sql<StoredSent>`
    select l.letter_id, l.to_address, l.title_sealed, l.sent_at, l.organisation_id, l.written_by,
      (select w.given_names || ' ' || w.family_name from person w where w.person_id = l.written_by) as writer_name, d.document_id, d.wrapped_key,
      (select count(*)::int from sent_document c where c.mailbox_id = ${mailboxId}::uuid and c.letter_id = l.letter_id) as document_count
    from (select * from sent_letter where mailbox_id = ${mailboxId}::uuid and ${whose} and ${which}
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

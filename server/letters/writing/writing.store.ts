/** The SQL of what is written to organisations: who takes mail, the organisation's side of it, and the writer's own copy. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { insertRows } from '#ground/insert-rows.ts'
import type { Receiver } from '#rules/replies.ts'

export type OrganisationRow = {
  organisationId: string
  name: string
  publicSector: boolean
  customerService: boolean
}

/** Those that take mail, by a part of their name as people type it; customer service first. */
export async function findOrganisations(trx: Trx, name: string, limit: number): Promise<OrganisationRow[]> {
  const { rows } = await sql<OrganisationRow>`
    select sender_id as "organisationId", name, public_sector as "publicSector", customer_service as "customerService"
    from sender where accepts_mail and state = 'approved' and person_id is null
      and position(search_fold(${name}) in search_fold(name)) > 0
    order by customer_service desc, search_fold(name), sender_id limit ${limit}`.execute(trx)
  return rows
}

export type ReceiverRow = Receiver & { organisationId: string; name: string }

export async function findReceiver(trx: Trx, organisationId: string): Promise<ReceiverRow | undefined> {
  const { rows } = await sql<ReceiverRow>`
    select sender_id as "organisationId", name, accepts_mail as "acceptsMail", state, person_id is not null as "isPerson"
    from sender where sender_id = ${organisationId}`.execute(trx)
  return rows[0]
}

export async function readReplyAllowed(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<boolean | null> {
  const { rows } = await sql<{ reply_allowed: boolean | null }>`
    select reply_allowed from letter where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(trx)
  return rows[0]?.reply_allowed ?? null
}

/** How a mailbox's owner is named to whom they write. */
export async function readWriter(
  trx: Trx,
  mailboxId: string,
  actorId: string,
): Promise<{ name: string; digitalAddress: string | null; actorName: string | null }> {
  const { rows } = await sql<{ name: string; digitalAddress: string | null; actorName: string | null }>`
    select coalesce(e.name, p.given_names || ' ' || p.family_name) as name,
      (select a.given_names || ' ' || a.family_name from person a where a.person_id = ${actorId}) as "actorName",
      (select d.handle || '#' || d.address_number || d.suffix from digital_address d
        where d.mailbox_id = m.mailbox_id and d.retired_at is null order by d.issued_at desc limit 1) as "digitalAddress"
    from mailbox m left join person p on p.person_id = m.person_id left join enterprise e on e.enterprise_id = m.enterprise_id
    where m.mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!
}

export type MailDocument = {
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Uint8Array
  fileNameSealed: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}
export type Keyed<T> = T & { wrappedKey: Uint8Array }

/** What mail to an organisation says of itself, at the organisation and on the writer's own copy alike. */
export type ToOrganisation = {
  organisationId: string
  evidenceSalt: Uint8Array
  leafChunkId: string
  /** The letter that is answered, if the organisation knows it: of one to all residents of an address it has none. */
  replyTo: string | null
}

export type NewMail = ToOrganisation & {
  mailId: string
  fromSealed: Uint8Array
  titleSealed: Uint8Array
  at: Date
}

/** With it, the word in the organisation's feed. */
export async function insertMail(
  trx: Trx,
  mail: NewMail,
  documents: readonly Keyed<MailDocument>[],
): Promise<void> {
  const { organisationId, mailId, at } = mail
  await sql`
    insert into organisation_mail (sender_id, mail_id, in_reply_to, from_sealed, title_sealed, document_count, evidence_salt,
      leaf_chunk_id, received_at)
    values (${organisationId}, ${mailId},
      (select letter_id from dispatch_item where sender_id = ${organisationId} and letter_id = ${mail.replyTo}::uuid),
      ${Buffer.from(mail.fromSealed)}, ${Buffer.from(mail.titleSealed)}, ${documents.length}, ${Buffer.from(mail.evidenceSalt)},
      ${mail.leafChunkId}, ${at})`.execute(trx)
  await insertRows<Keyed<MailDocument>>(
    trx,
    'organisation_mail_document',
    {
      sender_id: ['uuid', () => organisationId],
      mail_id: ['uuid', () => mailId],
      ...columnsOf(documents),
    },
    documents,
  )
  await sql`insert into sender_event (sender_id, event_id, event, letter_ids, at)
    values (${organisationId}, ${newId(at.getTime())}, 'mail', array[${mailId}]::uuid[], ${at})`.execute(trx)
}

const columnsOf = (documents: readonly Keyed<MailDocument>[]) =>
  ({
    document_no: ['smallint', (d: Keyed<MailDocument>) => documents.indexOf(d) + 1],
    document_id: ['uuid', (d: Keyed<MailDocument>) => d.documentId],
    media_type: ['text', (d: Keyed<MailDocument>) => d.mediaType],
    size_bytes: ['bigint', (d: Keyed<MailDocument>) => d.sizeBytes],
    sha256: ['bytea', (d: Keyed<MailDocument>) => d.sha256],
    file_name_sealed: ['bytea', (d: Keyed<MailDocument>) => d.fileNameSealed],
    wrapped_key: ['bytea', (d: Keyed<MailDocument>) => d.wrappedKey],
    pack_id: ['text', (d: Keyed<MailDocument>) => d.packId],
    pack_offset: ['bigint', (d: Keyed<MailDocument>) => d.packOffset],
    sealed_bytes: ['bigint', (d: Keyed<MailDocument>) => d.sealedBytes],
  }) as const

export type SentCopy = {
  mailboxId: string
  letterId: string
  to: string
  titleSealed: Uint8Array
  writtenBy: string | null
  at: Date
}
/** The writer's own copy; `mail` of what went to an organisation, null between people. False: this request was sent before. */
export async function insertSent(
  trx: Trx,
  copy: SentCopy,
  documents: readonly Keyed<MailDocument>[],
  mail: (ToOrganisation & { requestId: string }) | null,
): Promise<boolean> {
  const { mailboxId, letterId } = copy
  const salt = mail && Buffer.from(mail.evidenceSalt)
  const { numAffectedRows } = await sql`
    insert into sent_letter (mailbox_id, letter_id, to_address, title_sealed, written_by, sent_at, organisation_id, in_reply_to,
      request_id, evidence_salt, leaf_chunk_id)
    values (${mailboxId}, ${letterId}, ${copy.to}, ${Buffer.from(copy.titleSealed)}, ${copy.writtenBy}::uuid, ${copy.at},
      ${mail?.organisationId ?? null}::uuid, ${mail?.replyTo ?? null}::uuid, ${mail?.requestId ?? null}::uuid, ${salt}::bytea,
      ${mail?.leafChunkId ?? null}::uuid)
    on conflict (mailbox_id, request_id) where request_id is not null do nothing`.execute(trx)
  if (numAffectedRows !== 1n) return false
  await insertRows<Keyed<MailDocument>>(
    trx,
    'sent_document',
    { mailbox_id: ['uuid', () => mailboxId], letter_id: ['uuid', () => letterId], ...columnsOf(documents) },
    documents,
  )
  return true
}

export type StoredCopy = {
  letterId: string
  to: string
  sentAt: Date
  organisationId: string | null
  evidenceSalt: Buffer | null
  leafChunkId: string | null
}

export async function readCopy(
  trx: Trx,
  mailboxId: string,
  by: { requestId: string } | { letterId: string },
): Promise<StoredCopy | undefined> {
  const which = 'requestId' in by ? sql`request_id = ${by.requestId}` : sql`letter_id = ${by.letterId}`
  const { rows } = await sql<StoredCopy>`
    select letter_id as "letterId", to_address as "to", sent_at as "sentAt", organisation_id as "organisationId",
      evidence_salt as "evidenceSalt", leaf_chunk_id as "leafChunkId"
    from sent_letter where mailbox_id = ${mailboxId} and ${which}`.execute(trx)
  return rows[0]
}

export async function countSentSince(trx: Trx, mailboxId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select count(*)::int as sent from sent_letter where mailbox_id = ${mailboxId} and sent_at > ${since}`.execute(
    trx,
  )
  return rows[0]!.sent
}

export async function readSentHashes(trx: Trx, mailboxId: string, letterId: string): Promise<Buffer[]> {
  const { rows } = await sql<{ sha256: Buffer }>`
    select sha256 from sent_document where mailbox_id = ${mailboxId} and letter_id = ${letterId} order by document_no`.execute(
    trx,
  )
  return rows.map((row) => row.sha256)
}

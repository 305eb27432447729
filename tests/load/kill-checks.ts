/** What must hold after every kill, looked at from the database, the packs and the evidence log themselves. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import type { LetterAnswer, PostLettersAnswer } from '#api/dispatch.ts'
import { asPostOffice } from '#ground/db.ts'
import { openDocument } from '#ground/envelope.ts'
import { auditLog } from '#ground/evidence/audit.ts'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { readPublicKey } from '../../verifier/key.ts'
import { verifyReceipt } from '../../verifier/receipt.ts'
import { withClient } from './cluster.ts'
import type { Archive } from './file-client.ts'
import { documentFor } from './letter-client.ts'
import { mustBe } from './measure.ts'
import type { Addressee } from './town.ts'

export type Sent = { key: string; to: Addressee; by: 'number' | 'name-address'; answer: string | undefined }
export type ProvenReceipt = { letterId: string; file: string }
export type SentFile = { name: string; archive: Archive; batchId: string | undefined }
export type HandedIn = { readonly letters: readonly Sent[]; readonly files: readonly SentFile[] }

export async function check(
  house: House,
  adminUrl: string,
  sender: HandedIn,
  receipts: readonly ProvenReceipt[],
): Promise<{ leaves: number; receipts: number }> {
  await seal(house.db, logOf(house))
  await withClient(adminUrl, (client) => checkRows(client, sender))
  await checkDocuments(house, sender)
  const audit = await auditLog(house.db, logOf(house))
  if (audit.faults.length > 0) throw new Error(`the evidence log does not verify: ${audit.faults.join(' ')}`)
  mustBe('kill: leaves not sealed', audit.unsealedLeafCount, 0)
  const rows = sender.letters.length + sender.files.reduce((sum, { archive }) => sum + archive.rows, 0)
  // Accepted and delivered: two leaves a letter.
  mustBe('kill: leaves', audit.leafCount, rows * 2)
  return { leaves: audit.leafCount, receipts: checkReceipts(house, receipts) }
}

/** A check that cannot fail proves nothing: each must notice one planted fault. */
export async function seesFaults(house: House, adminUrl: string, sender: HandedIn): Promise<void> {
  const { letters, files } = sender
  const mustFail = async (what: string, attempt: () => Promise<void>) => {
    const noticed = await attempt().then(
      () => false,
      () => true,
    )
    if (!noticed) throw new Error(`kill: the check is blind to ${what}`)
  }
  const lost = { ...letters[0]!, key: randomUUID() }
  await mustFail('a lost letter', () =>
    withClient(adminUrl, (client) => checkRows(client, { letters: [...letters, lost], files })),
  )
  const [file, ...others] = files
  const short = { ...file!, archive: { ...file!.archive, rows: file!.archive.rows + 1 } }
  await mustFail('a lost row of a file', () =>
    withClient(adminUrl, (client) => checkRows(client, { letters, files: [short, ...others] })),
  )
  await mustFail('a row delivered twice', () =>
    withClient(adminUrl, async (client) => {
      await client.query('begin')
      await client.query(`insert into dispatch_item select (i).* from (select
        jsonb_populate_record(i, jsonb_build_object('letter_id', gen_random_uuid())) as i from dispatch_item i limit 1) as twice`)
      await checkRows(client, sender)
    }),
  )
  const other = { ...file!, archive: { ...file!.archive, document: documentFor('another') } }
  await mustFail('a document that is another', () => checkDocuments(house, { files: [other, ...others] }))
}

async function checkRows(client: pg.Client, sender: HandedIn): Promise<void> {
  const { rows } = await client.query<{
    reference: string
    letter_id: string
    batch_id: string
    there: string
  }>(
    `select i.reference, i.letter_id, i.batch_id,
       (select count(*) from letter l where l.letter_id = i.letter_id and l.mailbox_id = i.mailbox_id and l.delivered_at is not null) as there
     from dispatch_item i`,
  )
  const items = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    if (items.has(row.reference)) throw new Error(`kill: ${row.reference} was delivered twice`)
    mustBe(`kill: letters of ${row.reference}`, Number(row.there), 1)
    items.set(row.reference, row)
  }
  for (const { key, answer } of sender.letters) {
    const letter = letterOf(answer!)
    if (items.get(key)?.letter_id !== letter.letterId)
      throw new Error(`kill: acknowledged letter ${key} is not there`)
  }
  for (const { name, archive, batchId } of sender.files)
    for (let row = 1; row <= archive.rows; row++)
      if (items.get(`${name}-${row}`)?.batch_id !== batchId)
        throw new Error(`kill: row ${row} of ${name} is not there`)
  if (sender.letters.length === 0 || sender.files.length === 0)
    throw new Error('kill: not one letter, or not one file, was acknowledged')
  const wanted = sender.letters.length + sender.files.reduce((sum, { archive }) => sum + archive.rows, 0)
  mustBe('kill: items', items.size, wanted)
  const counts = await client.query<Record<string, string>>(`select (select count(*) from letter) as letters,
    (select count(*) from letter_document) as documents, (select count(distinct letter_id) from letter_event) as with_events`)
  for (const [what, count] of Object.entries(counts.rows[0]!)) mustBe(`kill: ${what}`, Number(count), wanted)
}

/** Every document is read from its pack, its key unwrapped for its mailbox, and compared with what was sent. */
async function checkDocuments(house: House, sender: Pick<HandedIn, 'files'>): Promise<void> {
  type Stored = {
    reference: string
    mailbox_id: string
    document_id: string
    wrapped_key: Buffer
    pack_id: string
    pack_offset: string
    sealed_bytes: string
  }
  const files = new Map(sender.files.map(({ name, archive }) => [name, archive.document]))
  let opened = 0
  const keep = await asPostOffice(house.db, (trx) =>
    sql<Stored>`select i.reference, d.mailbox_id, d.document_id, d.wrapped_key, d.pack_id, d.pack_offset, d.sealed_bytes
      from dispatch_item i join letter_document d on d.mailbox_id = i.mailbox_id and d.letter_id = i.letter_id`.execute(
      trx,
    ),
  )
  const keys = await house.vault.unwrap(
    keep.rows.map((row) => ({
      mailboxId: row.mailbox_id,
      documentId: row.document_id,
      wrapped: row.wrapped_key,
    })),
  )
  for (const [i, row] of keep.rows.entries()) {
    const sealed = await house.blobs.read(row.pack_id, Number(row.pack_offset), Number(row.sealed_bytes))
    const plain = openDocument(sealed, { key: keys[i]!, documentId: row.document_id })
    const shared = /^(file-\d+)-\d+$/.exec(row.reference)?.[1]
    const wanted = shared ? files.get(shared)! : documentFor(row.reference)
    if (!wanted.equals(plain)) throw new Error(`kill: the document of ${row.reference} is not what was sent`)
    opened++
  }
  mustBe('kill: documents opened', opened, keep.rows.length)
}

export const letterOf = (answer: string): LetterAnswer =>
  (JSON.parse(answer) as PostLettersAnswer).letters[0]!

/** As the verifier sees them: with nothing but the public key. */
function checkReceipts(house: House, receipts: readonly ProvenReceipt[]): number {
  const key = readPublicKey(house.signer.publicKeyPem)
  for (const { letterId, file } of receipts) {
    const verified = verifyReceipt(file, key)
    if (verified.event.letterId !== letterId)
      throw new Error(`kill: the receipt of ${letterId} is of another letter`)
    if (!verified.seal) throw new Error(`kill: the receipt of ${letterId} has no proof`)
  }
  return receipts.length
}

/** B-01, B-18: an organisation fetches what people wrote to it: who, what about, the content, and our signed word that it was handed over. */
import type { Mail, MailPage } from '#api/writing.ts'
import { asPostOffice } from '#ground/db.ts'
import { openDocument, openTitle } from '#ground/envelope.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { signReceipt } from '#ground/receipt.ts'
import { refuse } from '#ground/refuse.ts'
import { CONSIGNED, mailEvents } from '#letters/writing/mail-evidence.ts'
import {
  deleteMail,
  readMail,
  readMailDocuments,
  type StoredMail,
  type StoredMailDocument,
} from './mail.store.ts'

type Organisation = { senderId: string }

export async function listMail(
  house: House,
  { senderId }: Organisation,
  ask: { after: string | undefined; limit: number },
): Promise<MailPage> {
  const { rows, documents } = await asPostOffice(house.db, async (trx) => {
    const rows = await readMail(trx, senderId, { after: ask.after, limit: ask.limit + 1 })
    const ids = rows.slice(0, ask.limit).map(({ mailId }) => mailId)
    return { rows, documents: await readMailDocuments(trx, senderId, ids) }
  })
  const page = rows.slice(0, ask.limit)
  return {
    mail: await shown(house, senderId, page, documents),
    next: rows.length > ask.limit ? page.at(-1)!.mailId : null,
  }
}

/** @throws Refusal `not-found` */
export async function showMail(house: House, { senderId }: Organisation, mailId: string): Promise<Mail> {
  const { rows, documents } = await asPostOffice(house.db, async (trx) => ({
    rows: await readMail(trx, senderId, { mailId }),
    documents: await readMailDocuments(trx, senderId, [mailId]),
  }))
  const [mail] = await shown(house, senderId, rows, documents)
  if (!mail) throw refuse('not-found')
  return mail
}

export type MailContent = { mediaType: string; fileName: string; sha256: Buffer; bytes: Uint8Array }

/** Whole: at most 20 MiB. @throws Refusal `not-found` */
export async function readMailDocument(
  house: House,
  { senderId }: Organisation,
  asked: { mailId: string; documentNo: number },
): Promise<MailContent> {
  const documents = await asPostOffice(house.db, (trx) => readMailDocuments(trx, senderId, [asked.mailId]))
  const stored = documents.find(({ documentNo }) => documentNo === asked.documentNo)
  if (!stored) throw refuse('not-found')
  const { documentId, mediaType, sha256, wrappedKey: wrapped } = stored
  const [key] = await house.vault.unwrap([{ mailboxId: senderId, documentId, wrapped }])
  const sealed = await house.blobs.read(stored.packId, stored.packOffset, stored.sealedBytes)
  return {
    mediaType,
    sha256,
    fileName: openTitle(key!, documentId, stored.fileNameSealed),
    bytes: openDocument(sealed, { key: key!, documentId }),
  }
}

/** The organisation has it: it is gone here, and the writer keeps their own copy. @throws Refusal `not-found` */
export async function takeMailOver(house: House, { senderId }: Organisation, mailId: string): Promise<void> {
  if (!(await asPostOffice(house.db, (trx) => deleteMail(trx, senderId, mailId)))) throw refuse('not-found')
}

async function shown(
  house: House,
  senderId: string,
  rows: readonly StoredMail[],
  documents: readonly StoredMailDocument[],
): Promise<Mail[]> {
  const keys = await house.vault.unwrap(
    documents.map(({ documentId, wrappedKey: wrapped }) => ({ mailboxId: senderId, documentId, wrapped })),
  )
  const opened = documents.map((document, i) => ({
    document,
    key: keys[i]!,
    fileName: openTitle(keys[i]!, document.documentId, document.fileNameSealed),
  }))
  return rows.map((row) => {
    const own = opened.filter(({ document }) => document.mailId === row.mailId)
    const { document: first, key } = own[0]!
    const { name, digitalAddress, writtenBy } = JSON.parse(
      openTitle(key, first.documentId, row.fromSealed),
    ) as {
      name: string
      digitalAddress: string | null
      writtenBy: string | null
    }
    const event = mailEvents({
      mailId: row.mailId,
      organisationId: senderId,
      at: row.receivedAt,
      documentSha256: own.map(({ document }) => document.sha256),
    })[CONSIGNED]!
    const leaf = { chunkId: row.leafChunkId, leafNo: CONSIGNED }
    return {
      mailId: row.mailId,
      receivedAt: row.receivedAt.toISOString(),
      from: { name, ...(digitalAddress ? { digitalAddress } : {}), ...(writtenBy ? { writtenBy } : {}) },
      title: openTitle(key, first.documentId, row.titleSealed),
      ...(row.replyTo ? { inReplyTo: row.replyTo } : {}),
      documents: own.map(({ document, fileName }) => ({
        documentNo: document.documentNo,
        mediaType: document.mediaType,
        sizeBytes: document.sizeBytes,
        fileName,
        sha256: document.sha256.toString('hex'),
      })),
      receipt: signReceipt(logOf(house), { event, evidenceSalt: row.evidenceSalt, leaf }),
    }
  })
}

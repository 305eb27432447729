/** POST /v1/letters: one letter or up to a thousand, with their documents. Answers when everything is durable. */

import { hash } from 'node:crypto'
import type { LetterAnswer, LetterOrder, PostLetters, PostLettersAnswer } from '#api/dispatch.ts'
import type { Desk } from '#dispatch/counter/desk.ts'
import { dryRunRows } from '#dispatch/counter/dry-run.ts'
import { type OnceRequest, once } from '#dispatch/counter/once.ts'
import { loadDocuments } from '#dispatch/documents/load-documents.ts'
import { takeDocument } from '#dispatch/documents/seal-documents.ts'
import { findKeptAnswer } from '#dispatch/sorting/claims.store.ts'
import { readRow } from '#dispatch/sorting/read-row.ts'
import type { Row, SealedDocument, Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { asMatcher } from '#people/matching-barrier.ts'
import { readTitle } from '#rules/letter-title.ts'
import { wantsFault } from '#rules/wants.ts'

export type Part = { name: string; mediaType: string; fileName: string | undefined; bytes: Uint8Array }

export type AcceptLetters = {
  sender: Sender
  idempotencyKey: string
  order: PostLetters
  parts: readonly Part[]
}

/** The body of the answer, as it is kept with the key: a repeated request gets the same bytes. */
export async function acceptLetters(
  desk: Desk,
  { sender, idempotencyKey, order, parts }: AcceptLetters,
): Promise<Uint8Array> {
  const { house } = desk
  requireSound(order)
  if (!order.dryRun) desk.quotas.take(sender, order.letters.length)
  const documents = await documentsOf(house, sender, order, parts)
  const requestId = requestHash(order, parts, documents)
  const rows = order.letters.map((letter, i) => rowOf(house, sender, letter, i + 1, documents))
  if (order.dryRun)
    return encode(await dryRun(house, sender, rows, { key: idempotencyKey, content: [requestId] }))
  const batchId = newId(house.clock().getTime())
  const waiting = desk.lanes.submit({
    sender,
    batchId,
    rows,
    request: {
      key: idempotencyKey,
      hash: requestId,
      answer: (letters: readonly LetterAnswer[]) =>
        encode({ submissionId: batchId, dryRun: false, letters: [...letters] }),
    },
  })
  if (!waiting) throw refuse('busy', { retryAfterSeconds: 1 })
  const committed = await waiting
  if (committed.kind === 'committed') return committed.body!
  return keptAnswer(house, sender, idempotencyKey, requestId)
}

/** @throws Refusal `request-invalid` for what a schema cannot say */
function requireSound({ letters }: PostLetters): void {
  const faults = letters.flatMap(({ title, wants }, i) => {
    const read = readTitle(title)
    const wrong = [read.kind === 'fault' ? read.fault : undefined, wants && wantsFault(wants)]
    return wrong.flatMap((fault) => (fault ? [{ ...fault, field: `letters.${i}.${fault.field}` }] : []))
  })
  if (faults.length > 0) throw refuse('request-invalid', { faults })
}

const titleOf = ({ title }: LetterOrder): string => {
  const read = readTitle(title)
  return read.kind === 'ok' ? read.title : title
}

const encode = (answer: PostLettersAnswer): Uint8Array => Buffer.from(JSON.stringify(answer))

/** S-05: the same key and the same request get the same answer; another request under that key is refused. */
export async function keptAnswer(
  house: House,
  sender: Sender,
  key: string,
  hash: Uint8Array,
): Promise<Uint8Array> {
  const kept = await asPostOffice(house.db, (trx) => findKeptAnswer(trx, sender.senderId, key, house.clock()))
  // It was there a moment ago; its 24 hours have just ended.
  if (!kept) throw refuse('busy', { retryAfterSeconds: 1 })
  if (!kept.hash.equals(hash)) throw refuse('idempotency-key-reused')
  return kept.body
}

/** Over what the request means, part by part, so that another multipart boundary is still the same request. */
function requestHash(order: PostLetters, parts: readonly Part[], documents: Documents): Uint8Array {
  let said = JSON.stringify(order)
  for (const { name, mediaType } of parts)
    said += `\n${JSON.stringify([name, mediaType])}\n${documents.part(name)!.sha256.toString('hex')}`
  return Buffer.from(hash('sha256', said, 'binary'), 'latin1')
}

type Documents = {
  part: (name: string) => SealedDocument | undefined
  stored: (id: string) => SealedDocument | undefined
  fileNames: ReadonlyMap<string, string>
}

async function documentsOf(
  house: House,
  sender: Sender,
  order: PostLetters,
  parts: readonly Part[],
): Promise<Documents> {
  const named = new Set<string>()
  const ids = new Set<string>()
  for (const { documents } of order.letters)
    for (const document of documents) {
      if ('part' in document) named.add(document.part)
      else ids.add(document.documentId)
    }
  const unused = parts.find((part) => !named.has(part.name))
  if (unused)
    throw refuse('request-invalid', {
      faults: [
        {
          field: unused.name.slice(0, 100),
          reason: 'unused-part',
          message: 'No letter names this part. Name it in documents, or leave it out.',
        },
      ],
    })
  const sealed = new Map<string, SealedDocument>()
  for (const part of parts)
    sealed.set(
      part.name,
      await takeDocument(house, { bytes: part.bytes, mediaType: part.mediaType, place: part.name }),
    )
  const stored =
    ids.size > 0
      ? await loadDocuments(house, sender.senderId, { ids: [...ids] })
      : new Map<string, SealedDocument>()
  order.letters.forEach((letter, i) => {
    letter.documents.forEach((document, j) => {
      const there = 'part' in document ? sealed.has(document.part) : stored.has(document.documentId)
      if (!there)
        throw refuse('document-missing', {
          faults: [
            {
              field: `letters.${i}.documents.${j}`,
              reason: 'missing',
              message:
                'part' in document
                  ? `There is no part named "${document.part}" in this request.`
                  : 'There is no such uploaded document of yours.',
            },
          ],
        })
    })
  })
  return {
    part: (name) => sealed.get(name),
    stored: (id) => stored.get(id),
    fileNames: new Map(parts.flatMap((part) => (part.fileName ? [[part.name, part.fileName]] : []))),
  }
}

function rowOf(house: House, sender: Sender, letter: LetterOrder, row: number, documents: Documents): Row {
  return readRow(sender, {
    row,
    letterId: newId(house.clock().getTime()),
    reference: letter.reference,
    given: letter.recipient,
    title: titleOf(letter),
    sensitive: letter.sensitive,
    minimumLevel: letter.minimumLevel,
    replyAllowed: letter.replyAllowed,
    printAllowed: letter.printAllowed,
    notice: letter.notice,
    wants: letter.wants,
    documents: letter.documents.map((named, i) => {
      const document = 'part' in named ? documents.part(named.part)! : documents.stored(named.documentId)!
      const given = named.fileName ?? ('part' in named ? documents.fileNames.get(named.part) : undefined)
      return { document, fileName: given ?? defaultName(i, document.mediaType) }
    }),
  })
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/uri-list': 'uri',
}

const defaultName = (index: number, mediaType: string): string =>
  `${index === 0 ? 'letter' : `attachment-${index}`}.${EXTENSIONS[mediaType] ?? 'bin'}`

/** The documents were read like those of letters; nothing of them is kept. Repeated under its key it is counted once. */
function dryRun(
  house: House,
  sender: Sender,
  rows: readonly Row[],
  request: OnceRequest,
): Promise<PostLettersAnswer> {
  return once(
    house,
    sender,
    request,
    async (trx): Promise<PostLettersAnswer> => ({
      dryRun: true,
      letters: await dryRunRows(trx, sender, rows, house.clock()),
    }),
    asMatcher,
  )
}

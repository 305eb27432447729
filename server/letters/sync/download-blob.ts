/** Blobs (RFC 8620 §6.2): a letter's document, its text, or all of it as one message. Whoever fetches content has opened the letter, and
 * it is written down before the first byte leaves; that a program has it does not make the letter read. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import { openRange, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { refuse } from '#ground/refuse.ts'
import { doorOf } from '../letter-outside.ts'
import { type StoredDocument, viewedSince } from '../letters.store.ts'
import { recordOpening } from '../open-letter.ts'
import type { TokenActor } from '../tokens/token-actor.ts'
import { whileMay } from '../while-may.ts'
import { loadLetters, messagesOf, readerOf } from './load-messages.ts'
import { base64Lines, endOf, headOf, type Message, partHead } from './message.ts'

const BLOB = /^L([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(0|[1-9]\d{0,3}))?$/
/** Fetched again so soon, it is one fetching. */
const ONE_FETCHING_MINUTES = 10

export type Blob = {
  readonly sizeBytes: number
  readonly mediaType: string
  readonly body: AsyncIterable<Uint8Array>
}

/** @throws Refusal `not-found`, `letter-locked`, `content-erased` */
export async function downloadBlob(house: House, actor: TokenActor, blobId: string): Promise<Blob> {
  const [, letterId, part] = BLOB.exec(blobId) ?? []
  if (letterId === undefined) throw refuse('not-found')
  const reader = await readerOf(house, actor)
  const loaded = await enterMailbox(house, actor, 'read-letters', (trx) =>
    loadLetters(trx, actor, [letterId]),
  )
  const [message] = await messagesOf(house, actor, reader, loaded)
  const [found] = loaded
  if (!message || !found) throw refuse('not-found')
  const no = part === undefined ? undefined : Number(part)
  if (no === 0) {
    const bytes = Buffer.from(message.text)
    return { sizeBytes: bytes.length, mediaType: 'text/plain; charset=utf-8', body: given([bytes]) }
  }
  if (no !== undefined && doorOf(found.letter, actor.level).kind === 'locked') throw refuse('letter-locked')
  const documents =
    no === undefined ? found.documents : found.documents.filter((one) => one.document_no === no)
  if (no !== undefined && documents.length === 0) throw refuse('not-found')
  const read = await readers(house, actor, documents)
  await recordFetching(house, actor, letterId, documents)
  const ask = () =>
    enterMailbox(house, actor, 'read-letters', async (trx) => {
      if ((await loadLetters(trx, actor, [letterId])).length === 0) throw refuse('not-found')
    })
  if (no === undefined)
    return {
      sizeBytes: message.sizeBytes,
      mediaType: 'message/rfc822',
      body: whileMay(actor, ask, messageBytes(message, read)),
    }
  const [document] = documents
  return {
    sizeBytes: document!.size_bytes,
    mediaType: document!.media_type,
    body: whileMay(actor, ask, read.get(document!.document_no)!()),
  }
}

async function* messageBytes(message: Message, read: Readers): AsyncGenerator<Uint8Array> {
  yield Buffer.from(headOf(message))
  for (const part of message.parts) {
    yield Buffer.from(partHead(message.letterId, part))
    yield* base64Lines(part.no === 0 ? given([Buffer.from(message.text)]) : read.get(part.no)!())
  }
  yield Buffer.from(endOf(message.letterId))
}

type Readers = ReadonlyMap<number, () => AsyncIterable<Uint8Array>>

async function readers(
  house: House,
  { mailboxId }: TokenActor,
  documents: readonly StoredDocument[],
): Promise<Readers> {
  const items = documents.map(({ document_id: documentId, wrapped_key: wrapped }) => ({
    mailboxId,
    documentId,
    wrapped,
  }))
  const keys = await unwrapped(house, items)
  return new Map(
    documents.map((stored, i) => [
      stored.document_no,
      () =>
        openRange(
          (offset, length) => {
            if (offset + length > stored.sealed_bytes)
              throw new TamperedError('it is longer than what was sealed')
            return house.blobs.read(stored.pack_id, stored.pack_offset + offset, length)
          },
          { key: keys[i]!, documentId: stored.document_id, sizeBytes: stored.size_bytes },
        ),
    ]),
  )
}

async function unwrapped(house: House, items: Parameters<House['vault']['unwrap']>[0]) {
  try {
    return await house.vault.unwrap(items)
  } catch (error) {
    if (error instanceof KeyVaultError)
      throw refuse(error.kind === 'erased' ? 'content-erased' : 'content-damaged')
    throw error
  }
}

function recordFetching(
  house: House,
  actor: TokenActor,
  letterId: string,
  documents: readonly StoredDocument[],
): Promise<void> {
  return enterMailbox(house, actor, 'read-letters', async (trx, { as }) => {
    const [found] = await loadLetters(trx, actor, [letterId])
    if (!found) throw refuse('not-found')
    if (documents.length === 0) return
    const at = house.clock()
    const seen = { mailboxId: actor.mailboxId, letterId, actorId: actor.personId }
    const log = { ...seen, at, actorKind: as, level: actor.level }
    if (!found.letter.opened_at) {
      await recordOpening(trx, actor, found.letter, at, { read: false })
      await logAccess(trx, { ...log, action: 'opened' })
    }
    const since = new Date(at.getTime() - ONE_FETCHING_MINUTES * 60_000)
    for (const { document_no: documentNo } of documents) {
      const fetched = { ...seen, documentNo, action: 'document-fetched' as const }
      if (!(await viewedSince(trx, fetched, since)))
        await logAccess(trx, { ...log, action: 'document-fetched', documentNo })
    }
  })
}

async function* given(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

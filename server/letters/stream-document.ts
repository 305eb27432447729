/** B-01: the content of a document, decrypted as it goes out. Nothing leaves before its own tag was checked, and nothing
 * leaves before it is written down who got it. A long one ends when whoever gets it may no longer (B-10). */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { BlobError } from '#ground/blobs.ts'
import { openRange, openTitle, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { refuse } from '#ground/refuse.ts'
import { type ByteRange, readRange } from './byte-range.ts'
import { type DocumentOutside, etagOf, isHtml } from './document-headers.ts'
import { findOpenLetter } from './find-letter.ts'
import { readDocuments, type StoredDocument, type StoredLetter, viewedSince } from './letters.store.ts'
import { recordOpening } from './open-letter.ts'
import { requireIdShown } from './require-id-shown.ts'
import { tellDamage } from './sealed-titles.ts'
import { whileMay } from './while-may.ts'
import { withoutConnections } from './without-connections.ts'

export type DocumentAsked = {
  readonly letterId: string
  readonly documentNo: number
  readonly download: boolean
  readonly range: string | undefined
  /** A range counts only for the version the client holds (RFC 9110 §13.1.5). */
  readonly ifRange: string | undefined
}

export type Viewed = Pick<DocumentAsked, 'letterId' | 'documentNo' | 'download'>

export type DocumentAnswer = {
  readonly document: DocumentOutside
  readonly sizeBytes: number
  readonly range: ByteRange
  /** Verified bytes. It ends with an error, never with unverified bytes, when a later part is damaged. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Up to here an answer is decrypted whole before it begins, so that damage anywhere in it is a clean refusal. */
const WHOLE_BYTES_MAX = 1024 * 1024
/** A viewer that fetches a document in ranges is one viewing, not hundreds. */
const ONE_VIEWING_MINUTES = 10

/** @throws Refusal `not-found`, `letter-locked`, `id-not-shown-lately`, `content-damaged`, `content-erased` */
export async function streamDocument(
  house: House,
  actor: Actor,
  asked: DocumentAsked,
): Promise<DocumentAnswer> {
  const { letter, stored } = await enterMailbox(house, actor, powerOf(asked), async (trx) => {
    const letter = await findOpenLetter(trx, actor, asked.letterId)
    const [stored] = await readDocuments(trx, actor.mailboxId, asked.letterId, asked.documentNo)
    if (!stored) throw refuse('not-found')
    requireIdShown(house, actor, [stored])
    return { letter, stored }
  })
  try {
    const answer = await beginAnswer(house, actor, asked, stored)
    // Only what can be read is handed over; and it is written down before the first byte leaves.
    if (answer.range.kind !== 'unsatisfiable') await recordViewing(house, actor, asked, letter)
    return answer
  } catch (error) {
    throw readable(house, stored, error)
  }
}

async function beginAnswer(
  house: House,
  actor: Actor,
  asked: DocumentAsked,
  stored: StoredDocument,
): Promise<DocumentAnswer> {
  const { document_id: documentId, size_bytes: sizeBytes } = stored
  const [key] = await house.vault.unwrap([
    { mailboxId: actor.mailboxId, documentId, wrapped: stored.wrapped_key },
  ])
  const document = {
    mediaType: stored.media_type,
    fileName: openTitle(key!, documentId, stored.file_name_sealed),
    sha256: stored.sha256,
  }
  const outdated = asked.ifRange !== undefined && asked.ifRange !== etagOf(document)
  const range = readRange(outdated ? undefined : asked.range, sizeBytes)
  if (range.kind === 'unsatisfiable') return { document, sizeBytes, range, body: nothing() }
  const [from, to] = range.kind === 'part' ? [range.from, range.to] : [0, sizeBytes]
  const sealed = plainOf(house, stored, key!, { from, to })
  const plain = !asked.download && isHtml(document) ? withoutConnections(sealed) : sealed
  const body = await (to - from <= WHOLE_BYTES_MAX
    ? whole(plain)
    : begun(whileMay(actor, stillMay(house, actor, asked), plain), house, stored))
  return { document, sizeBytes, range, body }
}

/** The bytes of a document, each piece verified before it is given. */
export function plainOf(
  house: House,
  stored: StoredDocument,
  key: Uint8Array,
  { from, to } = { from: 0, to: stored.size_bytes },
): AsyncGenerator<Uint8Array> {
  const read = (offset: number, length: number) => {
    if (offset + length > stored.sealed_bytes) throw new TamperedError('it is longer than what was sealed')
    return house.blobs.read(stored.pack_id, stored.pack_offset + offset, length)
  }
  const { document_id: documentId, size_bytes: sizeBytes } = stored
  return openRange(read, { key, documentId, sizeBytes }, from, to)
}

/** What may be looked at may not always be carried away (B-24). */
const powerOf = ({ download }: Viewed) => (download ? 'download' : 'open-letters')

export async function recordViewing(
  house: House,
  actor: Actor,
  asked: Viewed,
  letter: StoredLetter,
): Promise<void> {
  await enterMailbox(house, actor, powerOf(asked), async (trx, entered) => {
    const at = house.clock()
    const seen = {
      mailboxId: actor.mailboxId,
      letterId: asked.letterId,
      actorId: actor.personId,
    }
    const log = { ...seen, at, actorKind: entered.as, level: actor.level }
    // Whoever fetches the content without opening the letter first has opened it.
    if (!letter.opened_at && hasAlso(entered, 'receive-letters')) {
      await recordOpening(trx, actor, letter, at)
      await logAccess(trx, { ...log, action: 'opened' })
    }
    const action = asked.download ? 'document-downloaded' : 'document-shown'
    const since = new Date(at.getTime() - ONE_VIEWING_MINUTES * 60_000)
    if (await viewedSince(trx, { ...seen, documentNo: asked.documentNo, action }, since)) return
    await logAccess(trx, { ...log, action, documentNo: asked.documentNo })
  })
}

/** Errors of content as the reader may be told them; damage is also the operator's business. */
export function readable(house: House, stored: StoredDocument, error: unknown): unknown {
  if (error instanceof KeyVaultError && error.kind === 'erased') return refuse('content-erased')
  const damaged =
    error instanceof TamperedError ||
    error instanceof KeyVaultError ||
    (error instanceof BlobError && (error.problem === 'no-such-pack' || error.problem === 'beyond-end'))
  if (!damaged) return error
  tellDamage(house, stored.document_id)
  return refuse('content-damaged')
}

async function whole(plain: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const parts: Uint8Array[] = []
  for await (const part of plain) parts.push(part)
  return given(parts)
}

/** To be asked again and again: may they still have this? */
export const stillMay = (house: House, actor: Actor, asked: Viewed) => () =>
  enterMailbox(house, actor, powerOf(asked), (trx) => findOpenLetter(trx, actor, asked.letterId))

/** Holds back the answer until its first part is verified; later damage ends the stream in the middle. */
async function begun(
  plain: AsyncGenerator<Uint8Array>,
  house: House,
  stored: StoredDocument,
): Promise<AsyncIterable<Uint8Array>> {
  const first = await plain.next()
  return (async function* () {
    try {
      if (!first.done) yield first.value
      yield* plain
    } catch (error) {
      throw readable(house, stored, error)
    }
  })()
}

async function* given(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

const nothing = () => given([])

/** A file handed in, read at any place without ever being whole in memory: parts are opened one by one as they are needed,
 * and the last few are kept, because the directory of an archive is read in very small pieces. */
import { findUpload, type PartRow, selectParts, type UploadKey } from '#dispatch/files/uploads.store.ts'
import { asPostOffice } from '#ground/db.ts'
import { openDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'

const PARTS_KEPT = 4

export type OpenUpload = {
  sizeBytes: number
  /** The bytes `from` (included) to `to` (excluded). */
  read(from: number, to: number): AsyncGenerator<Uint8Array, void, undefined>
}

/** undefined: there is no such upload of this sender, or it is not complete. */
export async function openUpload(house: House, upload: UploadKey): Promise<OpenUpload | undefined> {
  const [found, parts] = await asPostOffice(house.db, async (trx) => [
    await findUpload(trx, upload),
    await selectParts(trx, upload),
  ])
  if (!found || found.receivedBytes !== found.sizeBytes) return undefined
  const keys =
    parts.length > 0
      ? await house.vault.unwrap(
          parts.map(({ documentId, wrappedKey }) => ({
            mailboxId: upload.senderId,
            documentId,
            wrapped: wrappedKey,
          })),
        )
      : []
  const kept = new Map<number, Promise<Uint8Array>>()
  const openPart = (i: number): Promise<Uint8Array> => {
    const known = kept.get(i)
    if (known) {
      kept.delete(i)
      kept.set(i, known)
      return known
    }
    const opening = open(house, parts[i]!, keys[i]!)
    // A failure is the reader's who asked; the next one tries again.
    opening.catch(() => kept.delete(i))
    kept.set(i, opening)
    if (kept.size > PARTS_KEPT) kept.delete(kept.keys().next().value!)
    return opening
  }
  return {
    sizeBytes: found.sizeBytes,
    async *read(from, to) {
      for (let i = placeOf(parts, from); i < parts.length && parts[i]!.plainOffset < to; i++) {
        const { plainOffset } = parts[i]!
        const plain = await openPart(i)
        yield plain.subarray(Math.max(0, from - plainOffset), to - plainOffset)
      }
    },
  }
}

async function open(house: House, { place, documentId }: PartRow, key: Uint8Array): Promise<Uint8Array> {
  const sealed = await house.blobs.read(place.packId, place.packOffset, place.sealedBytes)
  return openDocument(sealed, { key, documentId })
}

/** The part that holds the byte at `offset`; parts lie one after the other. */
function placeOf(parts: readonly PartRow[], offset: number): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const { plainOffset, sizeBytes } = parts[middle]!
    if (plainOffset + sizeBytes <= offset) low = middle + 1
    else high = middle
  }
  return low
}

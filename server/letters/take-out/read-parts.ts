/** Sealed stretches back into bytes, verified piece by piece, one stretch at a time. */
import { openRange, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import type { StoredPart } from './take-out.store.ts'

/** The bytes `from` (included) to `to` (excluded) of the archive, of the parts that hold them in order. */
export async function* readBytes(
  house: Pick<House, 'blobs' | 'vault'>,
  mailboxId: string,
  parts: readonly StoredPart[],
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = from
  for (const part of parts) {
    if (part.startsAt > at) throw new TamperedError(`archive: nothing at ${at}`)
    const end = Math.min(to, part.startsAt + part.sizeBytes)
    yield* readPart(house, mailboxId, part, at - part.startsAt, end - part.startsAt)
    at = end
  }
  if (at !== to) throw new TamperedError(`archive: it ends at ${at}, not at ${to}`)
}

async function* readPart(
  { blobs, vault }: Pick<House, 'blobs' | 'vault'>,
  mailboxId: string,
  part: StoredPart,
  from = 0,
  to = part.sizeBytes,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { documentId, sizeBytes } = part
  const [key] = await vault.unwrap([{ mailboxId, documentId, wrapped: part.wrappedKey }])
  const read = (offset: number, length: number) => {
    if (offset + length > part.sealedBytes) throw new TamperedError('it is longer than what was sealed')
    return blobs.read(part.packId, part.packOffset + offset, length)
  }
  yield* openRange(read, { key: key!, documentId, sizeBytes }, from, to)
}

/** The lines of JSON of these parts, one part in memory at a time. */
export async function* readLines(
  house: Pick<House, 'blobs' | 'vault'>,
  mailboxId: string,
  parts: readonly StoredPart[],
): AsyncGenerator<unknown, void, undefined> {
  for (const part of parts) {
    const chunks: Uint8Array[] = []
    for await (const chunk of readPart(house, mailboxId, part)) chunks.push(Uint8Array.from(chunk))
    for (const line of Buffer.concat(chunks).toString('utf8').split('\n')) if (line) yield JSON.parse(line)
  }
}

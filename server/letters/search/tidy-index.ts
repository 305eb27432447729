/**
 * Keeps the index small and true: many small segments become one, and segments with words of deleted letters are written anew without
 * them. Each step is one transaction, and a search that is under way sees the index before or after it.
 */
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { namesOf } from '../keeping/naming-key.ts'
import {
  dropSegments,
  holdIndex,
  lettersOf,
  moveLetters,
  readAllBlocks,
  readHeads,
  readSizes,
} from './index.store.ts'
import { blockOf, headOf, openPiece, wordsOf } from './sealed-blocks.ts'
import { type Head, type IndexedLetter, type Postings, readBlock, readHead } from './segment.ts'
import { type Spellings, spellingsOf } from './word-list.ts'
import { writeSealed } from './write-sealed.ts'

/** A search reads the head of every segment; and a deletion writes a whole one anew. */
export const SEGMENTS = { lettersMax: 8192, small: 4096, smallMax: 8 } as const

type Size = { segment_id: string; letters: number; gone: number }

export async function tidyIndex(house: House, mailboxId: string): Promise<void> {
  const names = await namesOf(house, mailboxId)
  const key = names.keyFor('search-index')
  for (;;) {
    const together = chosen(await inMailbox(house.db, mailboxId, (trx) => readSizes(trx, mailboxId)))
    if (together.length === 0) return
    const written = await inMailbox(house.db, mailboxId, async (trx) => {
      if (!(await holdIndex(trx, mailboxId))) return false
      return rewrite(trx, { mailboxId, key, segmentId: newId(house.clock().getTime()) }, together)
    })
    if (!written) return
  }
}

/** What to write anew as one, of segments with the smallest first: one with deleted letters, or the small ones when they are too many. */
function chosen(sizes: readonly Size[]): string[] {
  const dirty = sizes.find((size) => size.gone > 0)
  if (dirty) return [dirty.segment_id]
  const small = sizes.filter((size) => size.letters < SEGMENTS.small)
  if (small.length <= SEGMENTS.smallMax) return []
  const together: string[] = []
  let letters = 0
  for (const size of small) {
    if (letters + size.letters > SEGMENTS.lettersMax) break
    letters += size.letters
    together.push(size.segment_id)
  }
  return together.length > 1 ? together : []
}

/** False: another was here first, nothing was done. */
async function rewrite(
  trx: Trx,
  to: { mailboxId: string; key: Uint8Array; segmentId: string },
  segmentIds: readonly string[],
): Promise<boolean> {
  const { mailboxId, key } = to
  const stored = await readHeads(trx, mailboxId, segmentIds)
  if (stored.length !== segmentIds.length) return false
  const alive = await lettersOf(trx, mailboxId, segmentIds)
  const parts: { segmentId: string; head: Head }[] = stored.map((part) => ({
    segmentId: part.segment_id,
    head: readHead(openPiece(key, headOf(mailboxId, part.segment_id), part.head_sealed)),
  }))
  const spellings: Spellings = new Map()
  for (const { segment_id: segmentId, words_sealed: sealed } of stored)
    spellingsOf(openPiece(key, wordsOf(mailboxId, segmentId), sealed), spellings)
  const letters: IndexedLetter[] = []
  for (const { head } of parts)
    for (let no = 0; no < head.letters.count; no++)
      if (alive.has(head.letters.id(no))) letters.push(head.letters.letter(no))
  letters.sort((a, b) => (a.letterId < b.letterId ? -1 : 1))
  const placeOf = new Map(letters.map((letter, no) => [letter.letterId, no]))
  const found = new Map<string, [number, number][]>()
  for (const { segmentId, head } of parts) {
    const places = Array.from(
      { length: head.letters.count },
      (_, no) => placeOf.get(head.letters.id(no)) ?? -1,
    )
    for (const block of await readAllBlocks(trx, mailboxId, segmentId))
      readBlock(
        openPiece(key, blockOf(mailboxId, segmentId, block.block_no), block.block_sealed),
        (term, no, at) => {
          const place = places[no]!
          if (place < 0) return
          const known = found.get(term)
          if (known) known.push([place, at])
          else found.set(term, [[place, at]])
        },
      )
  }
  const postings: Postings = new Map()
  for (const [term, list] of found) postings.set(term, list.sort((a, b) => a[0] - b[0]).flat())
  if (letters.length > 0) {
    await writeSealed(trx, to, { letters, postings, spellings })
    await moveLetters(trx, mailboxId, segmentIds, to.segmentId)
  }
  await dropSegments(trx, mailboxId, segmentIds)
  return true
}

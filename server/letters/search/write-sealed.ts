import type { Trx } from '#ground/db.ts'
import { insertSegment } from './index.store.ts'
import { blockOf, headOf, sealPiece, wordsOf } from './sealed-blocks.ts'
import { type IndexedLetter, type Postings, writeSegment } from './segment.ts'
import { type Spellings, writeWordList } from './word-list.ts'

/** A part of the index, and the list of its words with how each is written out. `letters` in order of their ids. */
export async function writeSealed(
  trx: Trx,
  { mailboxId, key, segmentId }: { mailboxId: string; key: Uint8Array; segmentId: string },
  {
    letters,
    postings,
    spellings,
  }: { letters: readonly IndexedLetter[]; postings: Postings; spellings: Spellings },
): Promise<void> {
  const { head, blocks } = writeSegment(letters, postings)
  await insertSegment(trx, mailboxId, {
    segmentId,
    letters: letters.length,
    head: sealPiece(key, headOf(mailboxId, segmentId), head),
    words: sealPiece(key, wordsOf(mailboxId, segmentId), writeWordList(postings.keys(), spellings)),
    blocks: blocks.map((block, no) => sealPiece(key, blockOf(mailboxId, segmentId, no), block)),
  })
}

/** A mailbox's index of one moment, decrypted as far as it is looked at. */
import { sql } from 'kysely'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { readBlocks, readHeads } from './index.store.ts'
import { blockOf, headOf, openPiece, wordsOf } from './sealed-blocks.ts'
import { blocksFor, type Head, readHead } from './segment.ts'
import { readWordList } from './word-list.ts'

export type Whose = { readonly mailboxId: string; readonly key: Uint8Array }

export type Segment = {
  readonly segmentId: string
  readonly head: Head
  /** word-list.ts */
  readonly words: string
  readonly blocks: Map<number, Buffer>
}

/** A word as it is kept, or the beginning of one. */
type LookUp = readonly [term: string, unfinished: boolean]

export type OpenIndex = {
  readonly segments: readonly Segment[]
  /** Reads the blocks in which these may stand. */
  need(lookUps: Iterable<readonly [Segment, LookUp]>): Promise<void>
}

/** Heads, words and blocks of one moment: meanwhile the index may be written anew. Newest segment first. */
export function withIndex<T>(
  house: Pick<House, 'db'>,
  whose: Whose,
  look: (index: OpenIndex) => Promise<T>,
): Promise<T> {
  return inMailbox(house.db, whose.mailboxId, async (trx) => {
    await sql`set transaction isolation level repeatable read`.execute(trx)
    const segments = (await readHeads(trx, whose.mailboxId)).map((stored): Segment => {
      const { segment_id: segmentId, head_sealed: head, words_sealed: words } = stored
      return {
        segmentId,
        head: readHead(openPiece(whose.key, headOf(whose.mailboxId, segmentId), head)),
        words: readWordList(openPiece(whose.key, wordsOf(whose.mailboxId, segmentId), words)),
        blocks: new Map(),
      }
    })
    return look({ segments, need: (lookUps) => read(trx, whose, lookUps) })
  })
}

async function read(
  trx: Trx,
  { mailboxId, key }: Whose,
  lookUps: Iterable<readonly [Segment, LookUp]>,
): Promise<void> {
  const places = new Map<string, readonly [Segment, number]>()
  for (const [segment, [term, unfinished]] of lookUps) {
    const [from, to] = blocksFor(segment.head, term, unfinished)
    for (let no = from; no < to; no++)
      if (!segment.blocks.has(no)) places.set(`${segment.segmentId} ${no}`, [segment, no])
  }
  const wanted = [...places.values()].map(([segment, no]) => [segment.segmentId, no] as const)
  for (const block of await readBlocks(trx, mailboxId, wanted)) {
    const { segment_id: segmentId, block_no: no, block_sealed: sealed } = block
    const [segment] = places.get(`${segmentId} ${no}`)!
    segment.blocks.set(no, openPiece(key, blockOf(mailboxId, segmentId, no), sealed))
  }
}

/** What is looked up for words: what each may be kept under, and everything that begins like it. */
export const lookUpsFor = (word: {
  terms: readonly string[]
  text: string
  unfinished: boolean
}): LookUp[] => [
  ...word.terms
    .filter((term) => !word.unfinished || !term.startsWith(word.text))
    .map((term) => [term, false] as const),
  ...(word.unfinished ? [[word.text, true] as const] : []),
]

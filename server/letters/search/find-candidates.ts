/**
 * Which letters hold what is looked for, as far as the index tells: read in one snapshot, decrypted here, combined here. The database
 * sees that blocks were read, not which words were asked for.
 */
import { sql } from 'kysely'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { LEVELS, type Level, letterDoor } from '#rules/levels.ts'
import type { Wanted, WantedWord } from '#rules/search/query.ts'
import { readBlocks, readHeads } from './index.store.ts'
import { blockOf, headOf, openPiece } from './sealed-blocks.ts'
import {
  AT,
  blocksFor,
  HAS_ATTACHMENTS,
  type Head,
  type LetterTable,
  OUTSIDE,
  protectionOf,
  readHead,
  searchBlock,
} from './segment.ts'

export type Asked = {
  readonly wanted: readonly Wanted[]
  /** Words of the sender's name. */
  readonly senders: readonly WantedWord[]
  /** Seconds since 1970; from is included, to is not. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly attachments?: boolean | undefined
  readonly level: Level
  /** The first and the last second (excluded) of the days that are named in the search. */
  readonly secondsOf: (days: { from: string; to: string }) => { from: number; to: number }
}

/** Where a list of candidates was left: `outside` and the id of the last one. */
export type Mark = { readonly outside: boolean; readonly letterId: string }

/**
 * What a segment has, newest first. First of all come letters of which all that is looked for stands outside: in subject, sender or note.
 */
type Found = {
  readonly letters: LetterTable
  readonly outside: readonly number[]
  readonly inside: readonly number[]
}

export type Candidates = {
  readonly count: number
  /** In the order they are shown, from behind `after` on. */
  from(after: Mark | undefined): Generator<Mark>
}

/** A word of the search, and what letters it is noted in. */
export type NoteHits = ReadonlyMap<WantedWord, ReadonlySet<string>>

type Segment = { segmentId: string; head: Head; blocks: Map<number, Buffer> }

export async function findCandidates(
  house: House,
  { mailboxId, key }: { mailboxId: string; key: Uint8Array },
  asked: Asked,
  notes: NoteHits,
): Promise<Candidates> {
  const words = [
    ...asked.wanted.flatMap((one) => (one.kind === 'word' ? [one.word] : one.words)),
    ...asked.senders,
  ]
  const segments = await inMailbox(house.db, mailboxId, async (trx) => {
    // Heads and blocks of one moment: meanwhile the index may be written anew.
    await sql`set transaction isolation level repeatable read`.execute(trx)
    return readSegments(trx, { mailboxId, key }, words)
  })
  return inOrder(segments.map((segment) => search(segment, asked, notes)))
}

/** First those whose outside says it all, then the others; the newest first in each. */
function inOrder(parts: readonly Found[]): Candidates {
  return {
    count: parts.reduce((sum, part) => sum + part.outside.length + part.inside.length, 0),
    *from(after) {
      for (const outside of [true, false]) {
        if (after && outside && !after.outside) continue
        const below = after?.outside === outside ? after.letterId : undefined
        for (const letterId of merged(parts, outside ? 'outside' : 'inside', below))
          yield { letterId, outside }
      }
    },
  }
}

/** The ids of all parts, newest first; segments may lie within each other in time. */
function* merged(
  parts: readonly Found[],
  which: 'outside' | 'inside',
  below: string | undefined,
): Generator<string> {
  const lists = parts.map(({ letters, [which]: nos }) => {
    let at = 0
    if (below !== undefined) {
      let end = nos.length
      while (at < end) {
        const middle = (at + end) >> 1
        if (letters.id(nos[middle]!) >= below) at = middle + 1
        else end = middle
      }
    }
    return { letters, nos, at, id: at < nos.length ? letters.id(nos[at]!) : '' }
  })
  for (;;) {
    let newest = lists[0]
    for (const list of lists) if (list.id > newest!.id) newest = list
    if (!newest || newest.id === '') return
    yield newest.id
    newest.at++
    newest.id = newest.at < newest.nos.length ? newest.letters.id(newest.nos[newest.at]!) : ''
  }
}

async function readSegments(
  trx: Trx,
  { mailboxId, key }: { mailboxId: string; key: Uint8Array },
  words: readonly WantedWord[],
): Promise<Segment[]> {
  const segments = new Map<string, Segment>()
  for (const { segment_id: segmentId, head_sealed: sealed } of await readHeads(trx, mailboxId)) {
    const head = readHead(openPiece(key, headOf(mailboxId, segmentId), sealed))
    segments.set(segmentId, { segmentId, head, blocks: new Map() })
  }
  const places = new Map<string, readonly [string, number]>()
  for (const { segmentId, head } of segments.values())
    for (const word of words)
      for (const [term, unfinished] of lookUps(word)) {
        const [from, to] = blocksFor(head, term, unfinished)
        for (let no = from; no < to; no++) places.set(`${segmentId} ${no}`, [segmentId, no])
      }
  for (const block of await readBlocks(trx, mailboxId, [...places.values()])) {
    const { segment_id: segmentId, block_no: no, block_sealed: sealed } = block
    segments.get(segmentId)!.blocks.set(no, openPiece(key, blockOf(mailboxId, segmentId, no), sealed))
  }
  return [...segments.values()]
}

/** What is looked up for a word: what it may be kept under, and everything that begins like it. */
const lookUps = (word: WantedWord): (readonly [string, boolean])[] => [
  ...word.terms
    .filter((term) => !word.unfinished || !term.startsWith(word.text))
    .map((term) => [term, false] as const),
  ...(word.unfinished ? [[word.text, true] as const] : []),
]

function search(segment: Segment, asked: Asked, notes: NoteHits): Found {
  const { letters } = segment.head
  const doors = doorsAt(asked.level)
  /** For each letter where this word stands; −1 stands for the note. */
  const hits = (word: WantedWord, allowed: number): Uint8Array => {
    const found = new Uint8Array(letters.count)
    for (const [term, unfinished] of lookUps(word)) {
      const [from, to] = blocksFor(segment.head, term, unfinished)
      for (let no = from; no < to; no++)
        searchBlock(segment.blocks.get(no)!, term, unfinished, (letterNo, at) => {
          found[letterNo]! |= at & allowed & doors[letters.flags(letterNo)]!
        })
    }
    if (allowed & NOTE)
      for (const letterId of notes.get(word) ?? []) {
        const no = letters.find(letterId)
        // A note is its owner's own word: it counts only where the letter may be opened.
        if (no >= 0 && doors[letters.flags(no)]! & AT.inside) found[no]! |= NOTE
      }
    return found
  }
  const EVERYWHERE = AT.title | AT.sender | AT.inside | NOTE
  const conditions = asked.wanted.map((one) => {
    const parts = (one.kind === 'word' ? [one.word] : one.words).map((word) => hits(word, EVERYWHERE))
    const span = one.kind === 'time' ? asked.secondsOf(one.days) : undefined
    return { parts, span }
  })
  const fromSenders = asked.senders.map((word) => hits(word, AT.sender))
  const found = { letters, outside: [] as number[], inside: [] as number[] }
  for (let no = letters.count - 1; no >= 0; no--) {
    const flags = letters.flags(no)
    if (asked.attachments && !(flags & HAS_ATTACHMENTS && doors[flags]! & AT.inside)) continue
    const at = letters.receivedAt(no)
    if (asked.from !== undefined && at < asked.from) continue
    if (asked.to !== undefined && at >= asked.to) continue
    if (fromSenders.some((places) => !places[no])) continue
    let outside = true
    const holds = conditions.every(({ parts, span }) => {
      const inWords = parts.every((places) => places[no])
      if (!inWords && !(span && at >= span.from && at < span.to)) return false
      if (!inWords || parts.some((places) => !(places[no]! & (OUTSIDE | NOTE)))) outside = false
      return true
    })
    if (holds) found[outside ? 'outside' : 'inside'].push(no)
  }
  return found
}

/** Beside the places of segment.ts. */
const NOTE = 8

/**
 * B-06, I-13: what of a letter a session at this level may find it by, for each combination of a letter's properties. A locked letter is
 * found by its outside alone; one whose outside is hidden by nothing.
 */
function doorsAt(level: Level): Uint8Array {
  const doors = new Uint8Array(32)
  for (let flags = 0; flags < doors.length; flags++) {
    const { minimumLevel, ...protection } = protectionOf(flags)
    const door = letterDoor(level, { ...protection, minimumLevel: LEVELS[minimumLevel] ?? 'high' })
    if (door.kind === 'open') doors[flags] = OUTSIDE | AT.inside
    else doors[flags] = (door.titleHidden ? 0 : AT.title) | (door.senderHidden ? 0 : AT.sender)
  }
  return doors
}

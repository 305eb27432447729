/**
 * Which letters hold what is looked for, as far as the index tells: read in one snapshot, decrypted here, combined here. The database
 * sees that blocks were read, not which words were asked for.
 */
import type { House } from '#ground/house.ts'
import type { Level } from '#rules/levels.ts'
import type { Wanted, WantedWord } from '#rules/search/query.ts'
import { type Compounds, doorsAt, EVERYWHERE, NOTE, type Places, placesOf, prepare } from './find-places.ts'
import { type Segment, type Whose, withIndex } from './open-index.ts'
import { AT, HAS_ATTACHMENTS, type LetterTable, OUTSIDE } from './segment.ts'

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

/**
 * What is shown first. Letters of which all that is looked for stands outside, in subject, sender or note; among them those with the very
 * words before those with longer ones made of them.
 */
export const RANKS = ['outside', 'outside-longer', 'inside', 'inside-longer'] as const
type Rank = (typeof RANKS)[number]

/** Where a list of candidates was left: its rank and the id of the last one. */
export type Mark = { readonly rank: Rank; readonly letterId: string }

/** What a segment has of each rank, newest first. */
type Found = { readonly letters: LetterTable } & Readonly<Record<Rank, number[]>>

export type Candidates = {
  readonly count: number
  /** In the order they are shown, from behind `after` on. */
  from(after: Mark | undefined): Generator<Mark>
}

/** A word of the search, and what letters it is noted in. */
export type NoteHits = ReadonlyMap<WantedWord, ReadonlySet<string>>

export async function findCandidates(
  house: House,
  whose: Whose,
  asked: Asked,
  notes: NoteHits,
): Promise<Candidates> {
  const words = [
    ...asked.wanted.flatMap((one) => (one.kind === 'word' ? [one.word] : one.words)),
    ...asked.senders,
  ]
  const { segments, compounds } = await withIndex(house, whose, async (index) => ({
    segments: index.segments,
    compounds: await prepare(index, words),
  }))
  return inOrder(segments.map((segment) => search(segment, compounds, asked, notes)))
}

function inOrder(parts: readonly Found[]): Candidates {
  return {
    count: parts.reduce((sum, part) => sum + RANKS.reduce((all, rank) => all + part[rank].length, 0), 0),
    *from(after) {
      for (const rank of after ? RANKS.slice(RANKS.indexOf(after.rank)) : RANKS)
        for (const letterId of merged(parts, rank, after?.rank === rank ? after.letterId : undefined))
          yield { letterId, rank }
    },
  }
}

/** The ids of all parts, newest first; segments may lie within each other in time. */
function* merged(parts: readonly Found[], which: Rank, below: string | undefined): Generator<string> {
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

function search(segment: Segment, compounds: Compounds, asked: Asked, notes: NoteHits): Found {
  const { letters } = segment.head
  const doors = doorsAt(asked.level)
  const hits = (word: WantedWord, allowed: number): Places => {
    const places = placesOf(segment, word, compounds.get(word)!, { doors, allowed })
    if (allowed & NOTE)
      for (const letterId of notes.get(word) ?? []) {
        const no = letters.find(letterId)
        // A note is its owner's own word: it counts only where the letter may be opened.
        if (no < 0 || !(doors[letters.flags(no)]! & AT.inside)) continue
        places.itself[no]! |= NOTE
        places.any[no]! |= NOTE
      }
    return places
  }
  const conditions = asked.wanted.map((one) => {
    const parts = (one.kind === 'word' ? [one.word] : one.words).map((word) => hits(word, EVERYWHERE))
    const span = one.kind === 'time' ? asked.secondsOf(one.days) : undefined
    return { parts, span }
  })
  const fromSenders = asked.senders.map((word) => hits(word, AT.sender))
  const found: Found = { letters, outside: [], 'outside-longer': [], inside: [], 'inside-longer': [] }
  for (let no = letters.count - 1; no >= 0; no--) {
    const flags = letters.flags(no)
    if (asked.attachments && !(flags & HAS_ATTACHMENTS && doors[flags]! & AT.inside)) continue
    const at = letters.receivedAt(no)
    if (asked.from !== undefined && at < asked.from) continue
    if (asked.to !== undefined && at >= asked.to) continue
    if (fromSenders.some(({ any }) => !any[no])) continue
    const rank = rankOf(no, at, conditions)
    if (rank) found[rank].push(no)
  }
  return found
}

type Condition = {
  readonly parts: readonly Places[]
  readonly span: { from: number; to: number } | undefined
}

/** Undefined: something is missing. */
function rankOf(no: number, at: number, conditions: readonly Condition[]): Rank | undefined {
  let [outside, veryOutside, very] = [true, true, true]
  for (const { parts, span } of conditions) {
    if (!parts.every(({ any }) => any[no])) {
      if (!span || at < span.from || at >= span.to) return undefined
      outside = veryOutside = false
      continue
    }
    outside &&= parts.every(({ any }) => any[no]! & (OUTSIDE | NOTE))
    veryOutside &&= parts.every(({ itself }) => itself[no]! & (OUTSIDE | NOTE))
    very &&= parts.every(({ itself }) => itself[no])
  }
  if (outside) return veryOutside ? 'outside' : 'outside-longer'
  return very ? 'inside' : 'inside-longer'
}

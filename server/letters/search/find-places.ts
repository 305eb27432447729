/** Where words stand in the letters of a segment, as far as a session may find letters by them. */
import { LEVELS, type Level, letterDoor } from '#rules/levels.ts'
import type { WantedWord } from '#rules/search/query.ts'
import { lookUpsFor, type OpenIndex, type Segment } from './open-index.ts'
import { AS, AT, blocksFor, OUTSIDE, protectionOf, searchBlock, soughtOf } from './segment.ts'
import { compoundsIn } from './word-list.ts'

/** Blocks that are read for the longer words of one word: some milliseconds for twenty. The shortest words are the nearest to it. */
const COMPOUND_BLOCKS_MAX = 256
/** Beside the places of segment.ts. */
export const NOTE = 8
export const EVERYWHERE = AT.title | AT.sender | AT.inside | NOTE

/** For each letter of a segment: where the word itself stands, and where it or a longer one made of it does. */
export type Places = { readonly itself: Uint8Array; readonly any: Uint8Array }

/** For each word the longer ones made of it. */
export type Compounds = ReadonlyMap<WantedWord, readonly string[]>

/** Finds the longer words, and reads all blocks that are needed for these words and those. */
export async function prepare(index: OpenIndex, words: readonly WantedWord[]): Promise<Compounds> {
  const compounds = new Map(words.map((word) => [word, compoundsOf(index, word)]))
  const lookUps = words.flatMap((word) => [
    ...lookUpsFor(word),
    ...compounds.get(word)!.map((term) => [term, false] as const),
  ])
  await index.need(index.segments.flatMap((segment) => lookUps.map((lookUp) => [segment, lookUp] as const)))
  return compounds
}

function compoundsOf(index: OpenIndex, { parts, terms }: WantedWord): string[] {
  if (parts.length === 0) return []
  const judged = new Map<string, boolean>(terms.map((term) => [term, false]))
  const holders = new Map<string, Segment[]>()
  for (const segment of index.segments)
    for (const term of compoundsIn(segment.words, parts, judged)) {
      const known = holders.get(term)
      if (known) known.push(segment)
      else holders.set(term, [segment])
    }
  const nearest = [...holders].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
  const blocks = new Set<string>()
  const found: string[] = []
  for (const [term, segments] of nearest) {
    for (const { segmentId, head } of segments) blocks.add(`${segmentId} ${blocksFor(head, term, false)[0]}`)
    if (blocks.size > COMPOUND_BLOCKS_MAX) break
    found.push(term)
  }
  return found
}

/** @param longer from `prepare`. `allowed`: of `AT` and `NOTE` those that count. */
export function placesOf(
  { head, blocks }: Segment,
  word: WantedWord,
  longer: readonly string[],
  asked: { readonly doors: Uint8Array; readonly allowed: number },
): Places {
  const { letters } = head
  const [itself, any] = [new Uint8Array(letters.count), new Uint8Array(letters.count)]
  const lookUps = lookUpsFor(word)
  const terms = new Map<string, number>(longer.map((term) => [term, AS.within]))
  for (const [term, unfinished] of lookUps) if (!unfinished) terms.set(term, AS.itself)
  const sought = soughtOf(terms, word.unfinished ? word.text : undefined)
  const nos = new Set<number>()
  for (const [term, unfinished] of [...lookUps, ...longer.map((term) => [term, false] as const)]) {
    const [from, to] = blocksFor(head, term, unfinished)
    for (let no = from; no < to; no++) nos.add(no)
  }
  for (const no of nos)
    searchBlock(blocks.get(no)!, sought, (letterNo, at, as) => {
      const places = at & asked.allowed & asked.doors[letters.flags(letterNo)]!
      any[letterNo]! |= places
      if (as === AS.itself) itself[letterNo]! |= places
    })
  return { itself, any }
}

/**
 * B-06, I-13: what of a letter a session at this level may find it by, for each combination of a letter's properties. A locked letter is
 * found by its outside alone; one whose outside is hidden by nothing.
 */
export function doorsAt(level: Level): Uint8Array {
  const doors = new Uint8Array(32)
  for (let flags = 0; flags < doors.length; flags++) {
    const { minimumLevel, ...protection } = protectionOf(flags)
    const door = letterDoor(level, { ...protection, minimumLevel: LEVELS[minimumLevel] ?? 'high' })
    if (door.kind === 'open') doors[flags] = OUTSIDE | AT.inside
    else doors[flags] = (door.titleHidden ? 0 : AT.title) | (door.senderHidden ? 0 : AT.sender)
  }
  return doors
}

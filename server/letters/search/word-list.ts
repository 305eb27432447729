/**
 * The words of a segment alone, without where they stand: what a search reads whole to see which longer words hold the one that is looked for,
 * and which are nearly it. A line for each: the word as it is kept, and how it is written out where that is another. Numbers are left
 * out, and what is longer or shorter than words are. Nothing here is sealed; sealed-blocks.ts does that.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isCompoundOf } from '#rules/search/compounds.ts'
import type { Nearness } from '#rules/search/near-words.ts'
import { folded, lowered } from '#rules/search/words.ts'

/** Words as they are kept, and how each is written out: the shortest of those that were read. */
export type Spellings = Map<string, string>

const LISTED = /^\p{L}{3,40}$/u

export function spell(spellings: Spellings, term: string, word: string): void {
  const known = spellings.get(term)
  if (known !== undefined && known.length <= term.length) return
  const low = lowered(word)
  if (known === undefined || low.length < known.length || (low.length === known.length && low < known))
    spellings.set(term, low)
}

export function writeWordList(terms: Iterable<string>, spellings: Spellings): Buffer {
  let text = '\n'
  for (const term of [...terms].sort()) {
    if (!LISTED.test(term)) continue
    const spelled = spellings.get(term)
    text += spelled === undefined || spelled === term ? `${term}\n` : `${term} ${spelled}\n`
  }
  return deflateRawSync(Buffer.from(text, 'utf8'), { level: 3 })
}

/** Lines between line feeds, one at either end. */
export const readWordList = (bytes: Buffer): string => inflateRawSync(bytes).toString('utf8')

export function spellingsOf(bytes: Buffer, into: Spellings): void {
  for (const line of readWordList(bytes).split('\n')) {
    const space = line.indexOf(' ')
    if (space > 0) spell(into, line.slice(0, space), line.slice(space + 1))
    else if (line !== '') spell(into, line, line)
  }
}

/** Kept words with one of these parts inside, each once. @param known words that were judged before, and how */
export function compoundsIn(list: string, parts: readonly string[], known: Map<string, boolean>): string[] {
  const found: string[] = []
  for (const part of parts)
    for (let at = list.indexOf(part); at >= 0; at = list.indexOf(part, at)) {
      const from = list.lastIndexOf('\n', at) + 1
      const end = list.indexOf('\n', at)
      at = end
      const line = list.slice(from, end)
      const space = line.indexOf(' ')
      const term = space > 0 ? line.slice(0, space) : line
      const before = known.get(term)
      const is = before ?? parts.some((one) => isCompoundOf(term, one))
      if (before === undefined) known.set(term, is)
      if (is) found.push(term)
    }
  return [...new Set(found)]
}

export type NearWord = { readonly term: string; readonly spelled: string; readonly nearness: Nearness }

/** Kept words that are near. */
export function nearWordsIn(
  list: string,
  near: (term: string) => Nearness | undefined,
  into: Map<string, NearWord>,
): void {
  for (let from = 1; from < list.length; ) {
    const end = list.indexOf('\n', from)
    const line = list.slice(from, end)
    from = end + 1
    const space = line.indexOf(' ')
    const term = space > 0 ? line.slice(0, space) : line
    const spelled = space > 0 ? line.slice(space + 1) : line
    // A slip in an ending is one of the word as it is written out.
    const nearness = near(term) ?? (space > 0 ? near(folded(spelled)) : undefined)
    if (nearness === undefined) continue
    const before = into.get(term)
    if (!before || spelled.length < before.spelled.length) into.set(term, { term, spelled, nearness })
  }
}

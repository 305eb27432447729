/**
 * B-01: what somebody may have meant who typed a word that stands nowhere, or hardly anywhere: words of their own letters that are nearly it. Only
 * words of letters that the session may find by them are ever named.
 */
import type { House } from '#ground/house.ts'
import type { Level } from '#rules/levels.ts'
import { nearTo } from '#rules/search/near-words.ts'
import type { Wanted, WantedWord } from '#rules/search/query.ts'
import { folded, wordsOf } from '#rules/search/words.ts'
import { doorsAt, EVERYWHERE, placesOf, prepare } from './find-places.ts'
import { type OpenIndex, type Whose, withIndex } from './open-index.ts'
import { type NearWord, nearWordsIn } from './word-list.ts'

/** Near words whose letters are counted, and those of them that are worth a try. */
const COUNTED_MAX = 12
const TRIED_MAX = 2
/** A word in more letters than this was meant as it was typed. */
const FEW = 2
/** One that stands in a few letters was a slip of the sender's or one's own where the near one is so many times as frequent. */
const TIMES = 10

/** @returns what was typed with other words in place of those that were not found, the likeliest first; none for words that are all known */
export function findNearWords(
  house: House,
  whose: Whose,
  asked: { typed: string; wanted: readonly Wanted[]; level: Level; noted: (word: WantedWord) => number },
): Promise<string[]> {
  const words = asked.wanted.flatMap((one) =>
    one.kind === 'word' && one.word.parts.length > 0 ? [one.word] : [],
  )
  if (words.length === 0) return Promise.resolve([])
  return withIndex(house, whose, async (index) => {
    const doors = doorsAt(asked.level)
    const counts = await count(index, words, doors)
    const instead = new Map<string, readonly string[]>()
    for (const word of words) {
      const letters = counts.get(word)! + asked.noted(word)
      if (letters > FEW) continue
      const near = new Map<string, NearWord>()
      const judge = nearTo(word.text)
      const far = new Set<string>()
      for (const segment of index.segments) nearWordsIn(segment.words, judge, near, far)
      const first = [...near.values()].sort((a, b) => a.nearness - b.nearness).slice(0, COUNTED_MAX)
      const asWords = first.map((one) => asWord(one.term))
      const found = await count(index, asWords, doors)
      const likely = first
        .map((one, i) => ({ ...one, letters: found.get(asWords[i]!)! }))
        .filter((one) => one.letters > 0 && one.letters >= letters * TIMES)
        .sort((a, b) => a.nearness - b.nearness || b.letters - a.letters || (a.term < b.term ? -1 : 1))
      if (likely.length > 0)
        instead.set(
          word.text,
          likely.slice(0, TRIED_MAX).map((one) => one.spelled),
        )
    }
    const tries = Math.max(0, ...[...instead.values()].map((likely) => likely.length))
    return Array.from({ length: tries }, (_, n) => replaced(asked.typed, instead, n))
  })
}

/** A word just as it is kept. */
const asWord = (term: string): WantedWord => ({ text: term, terms: [term], unfinished: false, parts: [] })

async function count(
  index: OpenIndex,
  words: readonly WantedWord[],
  doors: Uint8Array,
): Promise<Map<WantedWord, number>> {
  const compounds = await prepare(index, words)
  const sum = (word: WantedWord): number =>
    index.segments.reduce((letters, segment) => {
      const { any } = placesOf(segment, word, compounds.get(word)!, { doors, allowed: EVERYWHERE })
      return letters + any.reduce((all, places) => all + (places ? 1 : 0), 0)
    }, 0)
  return new Map(words.map((word) => [word, sum(word)]))
}

/** Everything else stays as it was typed. */
function replaced(typed: string, instead: ReadonlyMap<string, readonly string[]>, nth: number): string {
  let text = ''
  let at = 0
  for (const word of wordsOf(typed)) {
    const likely = instead.get(folded(word.text))
    if (!likely) continue
    text += typed.slice(at, word.from) + (likely[nth] ?? likely[0]!)
    at = word.to
  }
  return text + typed.slice(at)
}

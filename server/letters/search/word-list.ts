/**
 * The words of a segment alone, without where they stand: what a search reads whole to see which longer words hold the one that is looked for,
 * and which are nearly it. A line for each: the word as it is kept, and how it is written out where that is another (behind `+` what comes behind it, behind a space
 * the whole). Numbers are left
 * out, and what is longer or shorter than words are. Nothing here is sealed; sealed-blocks.ts does that.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isCompoundOf } from '#rules/search/compounds.ts'
import { letterBit, type Nearness, type NearTo } from '#rules/search/near-words.ts'
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
    if (spelled === undefined || spelled === term) text += `${term}\n`
    else text += spelled.startsWith(term) ? `${term}+${spelled.slice(term.length)}\n` : `${term} ${spelled}\n`
  }
  return deflateRawSync(Buffer.from(text, 'utf8'), { level: 3 })
}

/** Lines between line feeds, one at either end. */
export const readWordList = (bytes: Buffer): string => inflateRawSync(bytes).toString('utf8')

export function spellingsOf(bytes: Buffer, into: Spellings): void {
  for (const line of readWordList(bytes).split('\n'))
    if (line !== '') {
      const { term, spelled } = readLine(line)
      spell(into, term, spelled)
    }
}

function readLine(line: string): { term: string; spelled: string } {
  const end = line.search(/[+ ]/)
  if (end < 0) return { term: line, spelled: line }
  const [term, rest] = [line.slice(0, end), line.slice(end + 1)]
  return { term, spelled: line[end] === '+' ? term + rest : rest }
}

/** Kept words with one of these parts inside, each once. @param known words that were judged before, and how */
export function compoundsIn(list: string, parts: readonly string[], known: Map<string, boolean>): string[] {
  const found: string[] = []
  for (const part of parts)
    for (let at = list.indexOf(part); at >= 0; at = list.indexOf(part, at)) {
      const from = list.lastIndexOf('\n', at) + 1
      const end = list.indexOf('\n', at)
      at = end
      const { term } = readLine(list.slice(from, end))
      const before = known.get(term)
      const is = before ?? parts.some((one) => isCompoundOf(term, one))
      if (before === undefined) known.set(term, is)
      if (is) found.push(term)
    }
  return [...new Set(found)]
}

export type NearWord = { readonly term: string; readonly spelled: string; readonly nearness: Nearness }

const [LINE, PLUS, SPACE] = [10, 43, 32]

/** Kept words that are near, into `into`; lines that are not, into `far`, for the lists of a mailbox have much in common. Nearly all are told from how long they are and of which letters, while the list is gone through once. */
export function nearWordsIn(list: string, near: NearTo, into: Map<string, NearWord>, far: Set<string>): void {
  for (let from = 1; from < list.length; ) {
    let at = from
    // Of the word as it is kept, and as it is written out.
    let [letters, length] = [0, 0]
    let code = list.charCodeAt(at)
    for (; code !== LINE && code !== PLUS && code !== SPACE; code = list.charCodeAt(++at)) {
      letters |= letterBit(code)
      length++
    }
    let may = near.may(length, letters)
    if (code !== LINE) {
      if (code === SPACE) [letters, length] = [0, 0]
      let longest = length
      for (code = list.charCodeAt(++at); code !== LINE; code = list.charCodeAt(++at)) {
        if (code < 128) letters |= letterBit(code)
        length++
        longest += code < 128 ? 1 : 2
      }
      for (let one = length; !may && one <= longest; one++) may = near.may(one, letters)
    }
    if (may) put(list.slice(from, at), near, into, far)
    from = at + 1
  }
}

function put(line: string, near: NearTo, into: Map<string, NearWord>, far: Set<string>): void {
  if (far.has(line)) return
  const { term, spelled } = readLine(line)
  // A slip in an ending is one of the word as it is written out.
  const nearness = near.nearness(term) ?? near.nearness(folded(spelled))
  if (nearness === undefined) {
    far.add(line)
    return
  }
  const before = into.get(term)
  if (!before || spelled.length < before.spelled.length) into.set(term, { term, spelled, nearness })
}

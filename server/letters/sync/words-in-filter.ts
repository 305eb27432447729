/**
 * The conditions of a filter that are about words (RFC 8621 §4.4.1): asked of the sealed index as the search of the app is, with its law of
 * what a locked letter is found by. `text` finds sender, subject, notes and what stands inside; `from` the sender's name; `subject` the subject.
 */
import type { SearchAsked } from '#api/search.ts'
import { isWanted, readSearch, SEARCH, wordsWanted } from '#rules/search/query.ts'
import { termsOf, wordsOf } from '#rules/search/words.ts'
import { searchLetters } from '../search/search-letters.ts'
import { type Args, invalid } from './arguments.ts'
import { MethodError } from './jmap-errors.ts'
import type { Asking } from './method.ts'

const WORD_CONDITIONS: readonly string[] = ['text', 'from', 'subject']

/** Ids of the letters each condition finds, by `keyOf`. */
export type Found = ReadonlyMap<string, readonly string[]>
export const keyOf = (name: string, words: string): string => `${name} ${words}`

const CONDITIONS_MAX = 4
const HITS_A_LOOK = 50
/** A mail program narrows down; whoever gets thousands by one word is told to name more. */
const LOOKS_MAX = 40
/** Until the newest letters are in the index; a mailbox never searched before takes longer, in the background. */
const INDEX_LOOKS_MAX = 20

/** Every one in the filter, found. @throws MethodError `unsupportedFilter` for too many conditions or hits, `invalidArguments` */
export async function findWords(asking: Asking, filter: unknown): Promise<Found> {
  const asked = new Map<string, { name: string; words: string }>()
  collect(filter, (name, words) => asked.set(keyOf(name, words), { name, words }))
  if (asked.size > CONDITIONS_MAX)
    throw new MethodError('unsupportedFilter', `At most ${CONDITIONS_MAX} conditions about words.`)
  const found = new Map<string, readonly string[]>()
  for (const [key, { name, words }] of asked) found.set(key, await idsFor(asking, name, words))
  return found
}

function collect(filter: unknown, into: (name: string, words: string) => void): void {
  if (filter === null || typeof filter !== 'object') return
  if (Array.isArray(filter)) {
    for (const part of filter) collect(part, into)
    return
  }
  const one = filter as Args
  if ('operator' in one) {
    collect(one.conditions, into)
    return
  }
  for (const name of WORD_CONDITIONS) {
    const words = one[name]
    if (words === undefined) continue
    if (typeof words !== 'string') throw invalid(name, 'must be text.')
    if (words.length > SEARCH.textMax) throw invalid(name, `must be at most ${SEARCH.textMax} characters.`)
    into(name, words)
  }
}

async function idsFor({ house, actor }: Asking, name: string, words: string): Promise<string[]> {
  const wanted = wordsWanted(readSearch(words, '0000-00-00'))
  if (wanted.length === 0) return []
  const query: SearchAsked =
    name === 'from' ? { sender: words } : { words: name === 'subject' ? plain(words) : words }
  const ids: string[] = []
  // What is in the trash is found there only.
  for (const place of [{}, { in: 'trash' }]) {
    let after: string | null = null
    let patience = INDEX_LOOKS_MAX
    for (let looks = 0; ; looks++) {
      if (looks === LOOKS_MAX)
        throw new MethodError('unsupportedFilter', 'That finds too much: name more words.')
      const answer = await searchLetters(
        house,
        actor,
        { ...query, ...place, limit: HITS_A_LOOK, ...(after ? { after } : {}) },
        // A program asked for these words, and once.
        { literal: true, counted: looks === 0 && !('in' in place) },
      )
      // Each look indexes some more; what is not in the index yet is never passed over in silence.
      if (answer.waiting > 0) {
        if (patience-- === 0)
          throw new MethodError(
            'serverUnavailable',
            'Letters are still being read for the search: ask again.',
          )
        if (!after) continue
      }
      for (const { letter, title } of answer.hits) {
        const said = title?.map(({ text }) => text).join('') ?? ''
        if (name !== 'subject' || holds(said, wanted)) ids.push(letter.letterId)
      }
      after = answer.next
      if (!after) break
    }
  }
  return ids
}

/** Quotation marks ask for a phrase anywhere; in the subject each word is asked for. */
const plain = (words: string): string => words.replace(/["“”„«»]/g, ' ')

function holds(text: string, wanted: ReturnType<typeof wordsWanted>): boolean {
  const words = [...wordsOf(text)].map((word) => ({ text: word.text, terms: termsOf(word.text) }))
  return wanted.every((one) => words.some((word) => isWanted(one, word.text, word.terms)))
}

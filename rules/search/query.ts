/** What somebody typed into the search field, as what a letter must hold (B-01): every word, the last one perhaps unfinished; what
 * stands in quotation marks, word for word; and words that name a time, which letters of that time answer as well. Pure. */

import { isCompoundOf, partsFor } from './compounds.ts'
import { type Days, daysNamed } from './date-words.ts'
import { folded, termsOf, wordsOf } from './words.ts'

export const SEARCH = {
  /** Ours: UTF-16 units of a search. */
  textMax: 200,
  /** Ours: searches of one person in one mailbox, and in how many minutes. Whoever types slowly searches with every letter. */
  perWindow: 400,
  windowMinutes: 10,
  /** Ours: words beyond are not looked at. */
  wordsMax: 16,
  /** Ours: an unfinished word of one letter would be everything. */
  prefixMin: 2,
} as const

export type WantedWord = {
  /** Folded, as it was typed. */
  readonly text: string
  /** What it may be kept under. */
  readonly terms: readonly string[]
  /** It may only be the beginning of a word. */
  readonly unfinished: boolean
  /** What it may look like within a longer word; none where it is asked for word for word. */
  readonly parts: readonly string[]
}

export type Wanted =
  | { readonly kind: 'word'; readonly word: WantedWord }
  /** These words, one right after the other. */
  | { readonly kind: 'phrase'; readonly words: readonly WantedWord[] }
  /** Letters of these days, or with these words. */
  | { readonly kind: 'time'; readonly days: Days; readonly words: readonly WantedWord[] }

const QUOTED = /["“”„«»]/

/** @param today the calendar day in the account's country, `2026-11-23` */
export function readSearch(text: string, today: string): Wanted[] {
  const wanted: Wanted[] = []
  let count = 0
  // Every second part stands in quotation marks; one that is not closed goes to the end.
  const parts = text.slice(0, SEARCH.textMax).split(QUOTED)
  parts.forEach((part, i) => {
    const words = [...wordsOf(part)].map((word) => word.text).slice(0, SEARCH.wordsMax - count)
    count += words.length
    if (words.length === 0) return
    if (i % 2 === 1) {
      wanted.push({ kind: 'phrase', words: words.map((word) => wantedWord(word, { unfinished: false })) })
      return
    }
    const ends = i === parts.length - 1 && /[\p{L}\p{M}\p{N}]$/u.test(part)
    wanted.push(...plainWords(words, today, ends))
  })
  return wanted
}

function plainWords(words: readonly string[], today: string, ends: boolean): Wanted[] {
  const wanted: Wanted[] = []
  for (let at = 0; at < words.length; ) {
    const rest = words.slice(at)
    const time = daysNamed(
      rest.map((word) => word.toLowerCase()),
      today,
    )
    const taken = time?.words ?? 1
    const last = (n: number) => ends && at + n === words.length - 1
    const these = rest
      .slice(0, taken)
      .map((word, n) => wantedWord(word, { unfinished: last(n), parts: !time }))
    wanted.push(time ? { kind: 'time', days: time.days, words: these } : { kind: 'word', word: these[0]! })
    at += taken
  }
  return wanted
}

/** The words of a sender's name that is looked for. */
export const readNames = (text: string): WantedWord[] =>
  [...wordsOf(text.slice(0, SEARCH.textMax))]
    .slice(0, SEARCH.wordsMax)
    .map((word) => wantedWord(word.text, { unfinished: true }))

function wantedWord(
  word: string,
  { unfinished, parts = false }: { unfinished: boolean; parts?: boolean },
): WantedWord {
  const text = folded(word)
  return {
    text,
    terms: termsOf(word),
    unfinished: unfinished && text.length >= SEARCH.prefixMin,
    parts: parts ? partsFor(word) : [],
  }
}

/** Whether a word of a letter is this one, or one made of it and others; `terms` are those it may be kept under. */
export function isWanted(wanted: WantedWord, word: string, terms: readonly string[]): boolean {
  if (terms.some((term) => wanted.terms.includes(term))) return true
  if (
    wanted.unfinished &&
    (folded(word).startsWith(wanted.text) || terms.some((term) => term.startsWith(wanted.text)))
  )
    return true
  return wanted.parts.some((part) => terms.some((term) => isCompoundOf(term, part)))
}

/** All words, of phrases and times too. */
export const wordsWanted = (wanted: readonly Wanted[]): WantedWord[] =>
  wanted.flatMap((one) => (one.kind === 'word' ? [one.word] : one.words))

/** Words of a text as search compares them (B-01): in lower case, without accents, cut to their stem. Pure. */
import { stemEnglish } from './stem-english.ts'
import { stemDanish, stemNorwegian, stemSwedish } from './stem-scandinavian.ts'

export type TextLanguage = 'da' | 'nb' | 'sv' | 'en'

/** A word and where it stands in its text, in UTF-16 units. */
export type Word = { readonly text: string; readonly from: number; readonly to: number }

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
/** Ours: what is longer is no word anybody types; it is cut, so that it is found all the same. */
const WORD_LENGTH_MAX = 40

/** In order. */
export function* wordsOf(text: string): Generator<Word> {
  for (const found of text.matchAll(WORD))
    yield { text: found[0], from: found.index, to: found.index + found[0].length }
}

const STEMMERS = {
  da: stemDanish,
  nb: stemNorwegian,
  sv: stemSwedish,
  en: stemEnglish,
} as const satisfies Record<TextLanguage, (word: string) => string>
const LANGUAGES = Object.keys(STEMMERS) as TextLanguage[]

const lowered = (word: string): string => word.normalize('NFKC').toLowerCase().slice(0, WORD_LENGTH_MAX)

/** Without accents, and with one letter for what Danes and Swedes write differently: `Göteborg` is found as `gøteborg`. */
export function folded(word: string): string {
  const low = lowered(word)
  if (/^[a-zæøå0-9]*$/.test(low)) return low
  return low
    .replaceAll('ä', 'æ')
    .replaceAll('ö', 'ø')
    .replaceAll('å', '\u0001')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('\u0001', 'å')
}

const HAS_DIGIT = /\p{N}/u

/** The one term a word of a letter in this language is kept under. Numbers are kept as they are. */
export function termOf(word: string, language: TextLanguage): string {
  const low = lowered(word)
  return folded(HAS_DIGIT.test(low) ? low : STEMMERS[language](low))
}

/** The terms a word that is looked for may be kept under, whichever language the letter is in. */
export function termsOf(word: string): readonly string[] {
  return [...new Set(LANGUAGES.map((language) => termOf(word, language)))]
}

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

/** As it is shown again: in lower case, cut. */
export const lowered = (word: string): string =>
  word.normalize('NFKC').toLowerCase().slice(0, WORD_LENGTH_MAX)

const PLAIN = /^[a-z0-9]*$/

/**
 * Without accents, and with æ, ø and å as those write them who have no such keys: `Göteborg`, `gøteborg` and `goeteborg` are one word, and so are
 * `aarsopgoerelse` and `årsopgørelse`.
 */
export function folded(word: string): string {
  const low = lowered(word)
  if (PLAIN.test(low)) return low
  return low
    .replace(/[æä]/g, 'ae')
    .replace(/[øö]/g, 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
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

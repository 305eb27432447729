/** Which of our languages a text is in, by its smallest words. A guess: what it decides is only how endings are cut. */
import type { TextLanguage } from './words.ts'

const SMALL_WORDS: Readonly<Record<TextLanguage, readonly string[]>> = {
  da: 'af efter hvis blevet hvad nogle jer jeres dig mig skal kan bliver ikke og er eller også'.split(' '),
  nb: 'av etter hvis blitt hva noen dere deres deg meg skal kan blir ikke og er eller også fra'.split(' '),
  sv: 'av efter om blivit vad någon er ert dig mig ska kan blir inte och är eller också från att för'.split(
    ' ',
  ),
  en: 'the and of to is are your you for with that this not have will from be by on'.split(' '),
}
const LANGUAGES = Object.keys(SMALL_WORDS) as TextLanguage[]
const LANGUAGES_OF = new Map<string, TextLanguage[]>()
for (const language of LANGUAGES)
  for (const word of SMALL_WORDS[language])
    LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), language])

/** Whether it is one of the words that hold sentences together. */
export const isSmallWord = (word: string): boolean => LANGUAGES_OF.has(word.toLowerCase())

/** Words looked at: the beginning tells. */
const LOOKED_AT = 400
/** Small words there must be before the guess counts for more than what the recipient reads. */
const ENOUGH = 3

/** `otherwise`: the recipient's own language, when the text does not tell. */
export function guessLanguage(words: Iterable<string>, otherwise: TextLanguage): TextLanguage {
  const score: Record<TextLanguage, number> = { da: 0, nb: 0, sv: 0, en: 0 }
  let looked = 0
  for (const word of words) {
    if (looked++ >= LOOKED_AT) break
    for (const language of LANGUAGES_OF.get(word.toLowerCase()) ?? []) score[language]++
  }
  const best = LANGUAGES.reduce((a, b) => (score[b] > score[a] ? b : a), otherwise)
  return score[best] >= ENOUGH && score[best] > score[otherwise] ? best : otherwise
}

/** What a search for people may ask (S-13, D-18). Whole words only, and never a single name in a whole country: who writes to
 * somebody knows what they are called, who harvests does not. */
import { cleanText } from './clean-text.ts'
import { foldName } from './names.ts'

export const PERSON_SEARCH = {
  /** D-18: the first so many, and nothing about how many more there are. */
  hitsMax: 30,
  perHour: 20,
  perDay: 60,
  nameCharactersMax: 100,
  cityCharactersMax: 60,
  wordsMax: 10,
  /** Answers are given on the next full step after the question, so that how long the look took is not told. */
  answerStepMs: 250,
} as const

export type PersonSearch = { name: string; postcode: string; city: string }
export type PersonSearchResult =
  | ({ kind: 'search' } & PersonSearch)
  | { kind: 'invalid'; field: keyof PersonSearch; reason: 'form' | 'too-wide' }

/** Empty postcode and city ask nothing. A single name needs one of them. */
export function readPersonSearch(asked: Readonly<Partial<PersonSearch>>): PersonSearchResult {
  const invalid = (field: keyof PersonSearch, reason: 'form' | 'too-wide') =>
    ({ kind: 'invalid', field, reason }) as const
  const name = cleaned(asked.name, PERSON_SEARCH.nameCharactersMax)
  const city = cleaned(asked.city, PERSON_SEARCH.cityCharactersMax)
  const postcode = (asked.postcode ?? '').replace(/\s/g, '')
  if (name === undefined) return invalid('name', 'form')
  if (city === undefined) return invalid('city', 'form')
  if (postcode !== '' && !/^\d{4}$/.test(postcode)) return invalid('postcode', 'form')
  const words = wordsOf(name)
  if (words.length === 0 || words.length > PERSON_SEARCH.wordsMax || !words.some((word) => word.length >= 2))
    return invalid('name', 'form')
  if (city !== '' && wordsOf(city).length === 0) return invalid('city', 'form')
  if (words.length === 1 && postcode === '' && city === '') return invalid('name', 'too-wide')
  return { kind: 'search', name, postcode, city }
}

const wordsOf = (text: string): string[] =>
  foldName(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

function cleaned(text: string | undefined, charactersMax: number): string | undefined {
  if (text === undefined || text.trim() === '') return ''
  const read = cleanText(text, charactersMax)
  return read.kind === 'clean' ? read.text : undefined
}

/** Milliseconds to wait until the answer's step, given how many have passed since the question. */
export function holdFor(passedMs: number): number {
  const step = PERSON_SEARCH.answerStepMs
  return Math.max(1, Math.ceil(passedMs / step)) * step - passedMs
}

/** The Snowball stemmer of English ("Porter 2", M. F. Porter, snowballstem.org), as PostgreSQL has it too: a test compares the two. */

const VOWEL = /[aeiouy]/
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/

const WHOLE: Readonly<Record<string, string>> = {
  skis: 'ski',
  skies: 'sky',
  dying: 'die',
  lying: 'lie',
  tying: 'tie',
  idly: 'idl',
  gently: 'gentl',
  ugly: 'ugli',
  early: 'earli',
  only: 'onli',
  singly: 'singl',
}
const KEPT = new Set(['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'])
const KEPT_AFTER_S = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
])

const STEP_2: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
  ['ogi', 'og'],
  ['li', ''],
]
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
]
const STEP_4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic'.split(' ')

/** `word` in lower case; letters of other alphabets pass through. */
export function stemEnglish(given: string): string {
  if (given.length <= 2) return given
  const whole = WHOLE[given]
  if (whole) return whole
  if (KEPT.has(given)) return given
  let word = given.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y')
  const r1 = firstRegion(word)
  const r2 = regionAfter(word, r1)
  word = step1a(word)
  if (KEPT_AFTER_S.has(word)) return word
  word = step1b(word, r1)
  if (/[^aeiouy][yY]$/.test(word) && word.length > 2) word = `${word.slice(0, -1)}i`
  word = step2(word, r1)
  word = step3(word, r1, r2)
  word = step4(word, r2)
  word = step5(word, r1, r2)
  return word.replaceAll('Y', 'y')
}

function firstRegion(word: string): number {
  const special = /^(gener|commun|arsen)/.exec(word)?.[0]
  return special ? special.length : regionAfter(word, 0)
}

function regionAfter(word: string, from: number): number {
  for (let i = from + 1; i < word.length; i++)
    if (VOWEL.test(word[i - 1]!) && !VOWEL.test(word[i]!)) return i + 1
  return word.length
}

function step1a(word: string): string {
  const bare = word.replace(/('s'|'s|')$/, '')
  if (bare.endsWith('sses')) return bare.slice(0, -2)
  if (/(ied|ies)$/.test(bare)) return bare.slice(0, bare.length > 4 ? -2 : -1)
  if (/(us|ss)$/.test(bare) || !bare.endsWith('s')) return bare
  // The vowel may not be the letter right before the s.
  return VOWEL.test(bare.slice(0, -2)) ? bare.slice(0, -1) : bare
}

function step1b(word: string, r1: number): string {
  const ending = /(eedly|eed|ingly|edly|ing|ed)$/.exec(word)?.[0]
  if (!ending) return word
  const rest = word.slice(0, -ending.length)
  if (ending.startsWith('ee')) return rest.length >= r1 ? `${rest}ee` : word
  if (!VOWEL.test(rest)) return word
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`
  if (DOUBLE.test(rest)) return rest.slice(0, -1)
  return isShort(rest, r1) ? `${rest}e` : rest
}

const endsShort = (word: string) =>
  /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word)
const isShort = (word: string, r1: number) => r1 >= word.length && endsShort(word)

function step2(word: string, r1: number): string {
  const found = STEP_2.find(([ending]) => word.endsWith(ending))
  if (!found) return word
  const [ending, by] = found
  const rest = word.slice(0, -ending.length)
  if (rest.length < r1) return word
  if (ending === 'ogi' && !rest.endsWith('l')) return word
  if (ending === 'li' && !/[cdeghkmnrt]$/.test(rest)) return word
  return rest + by
}

function step3(word: string, r1: number, r2: number): string {
  const found = STEP_3.find(([ending]) => word.endsWith(ending))
  if (!found) return word
  const [ending, by] = found
  const rest = word.slice(0, -ending.length)
  if (rest.length < r1 || (ending === 'ative' && rest.length < r2)) return word
  return rest + by
}

function step4(word: string, r2: number): string {
  const ending = STEP_4.find((one) => word.endsWith(one))
  if (!ending) return word
  const rest = word.slice(0, -ending.length)
  if (rest.length < r2 || (ending === 'ion' && !/[st]$/.test(rest))) return word
  return rest
}

function step5(word: string, r1: number, r2: number): string {
  const rest = word.slice(0, -1)
  if (word.endsWith('e')) return rest.length >= r2 || (rest.length >= r1 && !endsShort(rest)) ? rest : word
  if (word.endsWith('ll') && rest.length >= r2) return rest
  return word
}

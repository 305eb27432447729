/**
 * The Snowball stemmers of Danish, Bokmål and Swedish (M. F. Porter, snowballstem.org; the algorithms are under the BSD licence), as
 * PostgreSQL has them too: a test compares the two over many words. They cut endings off, so that `regninger` finds `regningen`.
 */
type Language = {
  readonly vowels: string
  /** Letters after which a final s is an ending. */
  readonly beforeS: RegExp
  readonly endings: readonly string[]
  /** Pairs of which the last letter goes. */
  readonly pairs: readonly string[]
  readonly derived: readonly string[]
}

const longestFirst = (words: string): string[] => words.split(' ').sort((a, b) => b.length - a.length)

const DANISH: Language = {
  vowels: 'aeiouyæåø',
  beforeS: /[abcdfghjklmnoprtvyzå]$/,
  endings: longestFirst(
    'hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes eres ens hedens erens ers ets erets et eret s',
  ),
  pairs: ['gd', 'dt', 'gt', 'kt'],
  derived: longestFirst('ig lig elig els løst'),
}

const NORWEGIAN: Language = {
  vowels: 'aeiouyæåø',
  beforeS: /[bcdfghjlmnoprtvyz]$|[^aeiouyæåø]k$/,
  endings: longestFirst(
    'a e ede ande ende ane ene hetene en heten ar er heter as es edes endes enes hetenes ens hetens ers ets et het ast s erte ert',
  ),
  pairs: ['dt', 'vt'],
  derived: longestFirst('leg eleg ig eig lig elig els lov elov slov hetslov'),
}

const SWEDISH: Language = {
  vowels: 'aeiouyäåö',
  beforeS: /[bcdfghjklmnoprtvy]$/,
  endings: longestFirst(
    'a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas es ades andes ens arens hetens erns at andet het ast s',
  ),
  pairs: ['dd', 'gd', 'nn', 'dt', 'gt', 'kt', 'tt'],
  derived: longestFirst('lig ig els löst fullt'),
}

/** `word` in lower case. */
export function stemDanish(word: string): string {
  const from = regionOf(word, DANISH)
  let stem = dropPair(dropEnding(word, from, DANISH), from, DANISH)
  if (stem.endsWith('igst')) stem = stem.slice(0, -2)
  const derived = endingIn(stem, from, DANISH.derived)
  if (derived === 'løst') stem = stem.slice(0, -1)
  else if (derived) stem = dropPair(stem.slice(0, -derived.length), from, DANISH)
  const last = stem.at(-1) ?? ''
  const doubled = stem.length > from && stem.at(-2) === last && !DANISH.vowels.includes(last)
  return doubled ? stem.slice(0, -1) : stem
}

/** `word` in lower case. */
export function stemNorwegian(word: string): string {
  const from = regionOf(word, NORWEGIAN)
  const ending = endingIn(word, from, NORWEGIAN.endings)
  const cut =
    ending === 'erte' || ending === 'ert'
      ? word.slice(0, -ending.length + 2)
      : dropEnding(word, from, NORWEGIAN)
  const stem = dropPair(cut, from, NORWEGIAN)
  return stem.slice(0, stem.length - (endingIn(stem, from, NORWEGIAN.derived)?.length ?? 0))
}

/** `word` in lower case. */
export function stemSwedish(word: string): string {
  const from = regionOf(word, SWEDISH)
  const stem = dropPair(dropEnding(word, from, SWEDISH), from, SWEDISH)
  const derived = endingIn(stem, from, SWEDISH.derived)
  if (!derived) return stem
  return stem.slice(0, derived === 'löst' || derived === 'fullt' ? -1 : -derived.length)
}

/** Where endings may begin: behind the first consonant that follows a vowel, and behind the third letter. */
function regionOf(word: string, { vowels }: Language): number {
  for (let i = 1; i < word.length; i++)
    if (vowels.includes(word[i - 1]!) && !vowels.includes(word[i]!)) return Math.max(i + 1, 3)
  return word.length
}

const endingIn = (word: string, from: number, endings: readonly string[]): string | undefined =>
  endings.find((ending) => word.endsWith(ending) && word.length - ending.length >= from)

function dropEnding(word: string, from: number, language: Language): string {
  const ending = endingIn(word, from, language.endings)
  if (!ending) return word
  const rest = word.slice(0, -ending.length)
  return ending !== 's' || language.beforeS.test(rest) ? rest : word
}

const dropPair = (word: string, from: number, { pairs }: Language): string =>
  endingIn(word, from, pairs) ? word.slice(0, -1) : word

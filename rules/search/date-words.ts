/** Words that name a time: `2025`, `marts 2025`, `last month`, `i går`. Days are calendar days of the account's country. Pure. */

/** Both days included, `2025-03-01`. */
export type Days = { readonly from: string; readonly to: string }

const MONTHS: readonly (readonly string[])[] = [
  ['januar', 'januari', 'january', 'jan'],
  ['februar', 'februari', 'february', 'feb'],
  ['marts', 'mars', 'march', 'mar'],
  ['april', 'apr'],
  ['maj', 'mai', 'may'],
  ['juni', 'june', 'jun'],
  ['juli', 'july', 'jul'],
  ['august', 'augusti', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nov'],
  ['december', 'desember', 'dec', 'des'],
]
const monthOf = (word: string): number => MONTHS.findIndex((names) => names.includes(word))

const PHRASES: Readonly<
  Record<string, 'today' | 'yesterday' | 'this-month' | 'last-month' | 'this-year' | 'last-year'>
> = {
  'i dag': 'today',
  idag: 'today',
  today: 'today',
  'i går': 'yesterday',
  igår: 'yesterday',
  yesterday: 'yesterday',
  'denne måned': 'this-month',
  'denne måneden': 'this-month',
  'den här månaden': 'this-month',
  'this month': 'this-month',
  'sidste måned': 'last-month',
  'forrige måned': 'last-month',
  'siste måned': 'last-month',
  'förra månaden': 'last-month',
  'last month': 'last-month',
  'i år': 'this-year',
  'this year': 'this-year',
  'sidste år': 'last-year',
  'i fjor': 'last-year',
  'förra året': 'last-year',
  'last year': 'last-year',
}
const PHRASE_WORDS_MAX = 3
const YEARS = { first: 2000, last: 2099 }

/**
 * The time that the first of these words (in lower case) name, and how many of them do.
 * @param today the day it is, `2026-11-23`
 */
export function daysNamed(
  words: readonly string[],
  today: string,
): { days: Days; words: number } | undefined {
  for (let count = Math.min(PHRASE_WORDS_MAX, words.length); count > 0; count--) {
    const named = PHRASES[words.slice(0, count).join(' ')]
    if (named) return { days: daysOf(named, today), words: count }
  }
  const month = monthOf(words[0] ?? '')
  const year = yearOf(words[month < 0 ? 0 : 1])
  if (month < 0) return year ? { days: wholeYear(year), words: 1 } : undefined
  if (year) return { days: wholeMonth(year, month), words: 2 }
  // Without a year the last one that has begun; the short names alone are too often something else.
  if (words[0]!.length < 4 && !['maj', 'mai', 'may'].includes(words[0]!)) return undefined
  const [thisYear, thisMonth] = today.split('-').map(Number) as [number, number, number]
  return { days: wholeMonth(month < thisMonth ? thisYear : thisYear - 1, month), words: 1 }
}

function yearOf(word: string | undefined): number | undefined {
  if (!word || !/^\d{4}$/.test(word)) return undefined
  const year = Number(word)
  return year >= YEARS.first && year <= YEARS.last ? year : undefined
}

function daysOf(named: (typeof PHRASES)[string], today: string): Days {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  switch (named) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday': {
      const before = dayOf(year, month - 1, day - 1)
      return { from: before, to: before }
    }
    case 'this-month':
      return wholeMonth(year, month - 1)
    case 'last-month':
      return wholeMonth(year, month - 2)
    case 'this-year':
      return wholeYear(year)
    case 'last-year':
      return wholeYear(year - 1)
  }
}

const wholeYear = (year: number): Days => ({ from: `${year}-01-01`, to: `${year}-12-31` })
/** `month` from 0; −1 is December of the year before. */
const wholeMonth = (year: number, month: number): Days => ({
  from: dayOf(year, month, 1),
  to: dayOf(year, month + 1, 0),
})
const dayOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

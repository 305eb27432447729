/**
 * S-18: what a reader takes for the same name at a glance. Two names of one shape look alike: letters of other alphabets that are drawn as
 * Latin ones (after Unicode UTS #39, confusables), digits for letters, joined letters, accents, spaces, marks and the form of the company.
 * A name that merely is a letter off is not one: there are municipalities called Hol and Hole.
 */
import { foldName } from './names.ts'

/** How companies and their like are called in the countries that the profiles know. */
const FORMS = new Set(
  'a/s as aps asa ab ans da ba i/s is k/s ks p/s ivs smba amba a.m.b.a enk nuf sa stiftelsen fonden inc ltd plc gmbh'.split(
    ' ',
  ),
)

/** What is drawn like it; lower case, after folding. */
const DRAWN_LIKE: Readonly<Record<string, string>> = {
  // Cyrillic
  ...{ а: 'a', в: 'b', е: 'e', ѕ: 's', і: 'l', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c' },
  ...{ т: 't', у: 'y', х: 'x', ԁ: 'd', ӏ: 'l', г: 'r', п: 'n', ԛ: 'q', ԝ: 'w' },
  // Greek
  ...{
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'l',
    κ: 'k',
    μ: 'u',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ω: 'w',
  },
  ...{ '0': 'o', '1': 'l', '3': 'e', '5': 's', i: 'l' },
}

export function shapeOfName(name: string): string {
  const words = foldName(name.normalize('NFKC')).split(' ')
  const without = words.filter((word) => !FORMS.has(word))
  return (without.length > 0 ? without : words)
    .join('')
    .replace(/./gu, (letter) => DRAWN_LIKE[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
}

export const looksAlike = (one: string, other: string): boolean => shapeOfName(one) === shapeOfName(other)

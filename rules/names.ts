import { scrubText } from './clean-text.ts'

/** Longest name taken, in characters: the CPR register's own limit for a whole name is 34, Folkeregisteret's is 200. */
export const NAME_CHARACTERS_MAX = 200

const APOSTROPHES = /[\u2018\u2019\u02bc\u02b9\u00b4\u0060\u2032\uff07]/gu
const HYPHENS = /[\u2010\u2011\u2212\ufe63\uff0d]/gu
/** Words of ASCII and Latin-1 letters and digits, with single spaces between them: only their case is left to level. */
const PLAIN_NAME =
  /^[A-Za-zÀ-ÖØ-öø-ÿ0-9][A-Za-zÀ-ÖØ-öø-ÿ0-9'.-]*(?: [A-Za-zÀ-ÖØ-öø-ÿ0-9][A-Za-zÀ-ÖØ-öø-ÿ0-9'.-]*)*$/

/**
 * The form in which names are compared: class A of S-04. NFC, lower case by Unicode's language-neutral rules (right for Danish,
 * Norwegian and Swedish; a Turkish dotted İ keeps its dot), one kind of apostrophe and of hyphen, white space collapsed.
 * Total: invisible characters go and control characters become spaces; refusing them is the sender edge's work (`recipient.ts`).
 */
export function normaliseName(text: string): string {
  if (PLAIN_NAME.test(text)) return text.toLowerCase()
  const plain = scrubText(text).replace(APOSTROPHES, "'").replace(HYPHENS, '-').toLowerCase().normalize('NFC')
  // A token without any letter or digit is no word of a name (a lone hyphen where a field was empty, a comma).
  return plain
    .replace(/[,;|]/g, ' ')
    .split(' ')
    .filter((token) => /[\p{L}\p{N}]/u.test(token))
    .join(' ')
}

/** the first given name, normalised; empty when there is none. A hyphenated name is one name. */
export function firstNameOf(given: string): string {
  const name = normaliseName(given)
  const space = name.indexOf(' ')
  return space < 0 ? name : name.slice(0, space)
}

/** the last word of the name, normalised ("von der Leyen" gives "leyen"); empty when there is none. */
export function lastNameOf(full: string): string {
  const name = normaliseName(full)
  return name.slice(name.lastIndexOf(' ') + 1)
}

const FOLDED: Readonly<Record<string, string>> = {
  æ: 'ae',
  ä: 'ae',
  ø: 'oe',
  ö: 'oe',
  å: 'aa',
  ß: 'ss',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  œ: 'oe',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
}

/**
 * Class B only: a weaker form in which æ is ae, ø is oe, å is aa and accents are gone. Two texts that are equal only here are never
 * treated as the same person or the same address; at most it finds a suggestion in the public address register, or a similar name
 * that must be refused.
 */
export function foldName(text: string): string {
  return normaliseName(text)
    .replace(/\p{L}/gu, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

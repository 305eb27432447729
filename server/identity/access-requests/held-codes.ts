/**
 * From a stored code to its words. A house test holds them against the checks of the database: a code that may be stored has words
 * here, in every language.
 */
import { ACCESS_WORDS } from '#api/access-words.ts'
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import { isSecurityNotice } from '#rules/security-notices.ts'
import { EMPLOYEE_TEXTS } from '../employees/texts.ts'
import { SELF_SERVICE_TEXTS } from '../self-service/self-service-texts.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { Codes } from './held-value-parts.ts'
import { VALUES } from './held-values.ts'
import { COLUMNS, PLACE } from './held-words.ts'

type Say = (code: string, language: SessionLanguage) => string | undefined

const ownWord = (words: object, name: string): string | undefined =>
  Object.hasOwn(words, name) ? (words as Record<string, string>)[name] : undefined

/** Codes that have their words where they are shown from day to day. */
const SPOKEN: Readonly<Record<string, Say>> = {
  'access_log.action': (code, language) => ownWord(ACCESS_WORDS[language], code),
  'employee_event.event': (code, language) => ownWord(EMPLOYEE_TEXTS[language].event, code),
  role: (code, language) => ownWord(EMPLOYEE_TEXTS[language].role, code),
  method: (code, language) => ownWord(SELF_SERVICE_TEXTS[language].method, code),
  about: (code, language) =>
    isSecurityNotice(code) ? SECURITY_TEXTS[language].kinds[code].title : undefined,
  changed: (code, language) => COLUMNS[code]?.[PLACE[language]],
}

const codesOf = (name: string): Codes | undefined =>
  Object.hasOwn(VALUES, name) ? VALUES[name as keyof typeof VALUES] : undefined

/**
 * Whether a column holds codes, and not words of somebody's own.
 * @internal The house test goes through the checks of the database with it; who answers asks for the word itself.
 */
export const holdsCodes = (table: string, column: string): boolean =>
  [`${table}.${column}`, column].some((name) => name in SPOKEN || codesOf(name) !== undefined)

/** Undefined for what is no code of this column: a name, or a word that somebody wrote. */
export function wordOfCode(
  table: string,
  column: string,
  code: string,
  language: SessionLanguage,
): string | undefined {
  const own = `${table}.${column}`
  const name = own in SPOKEN || codesOf(own) ? own : column
  const codes = codesOf(name)
  if (codes && Object.hasOwn(codes, code)) return codes[code]!.split('|')[PLACE[language]]
  return SPOKEN[name]?.(code, language)
}

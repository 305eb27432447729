/**
 * Every text a person agrees to, in every version that was ever shown, newest first (N-30, G10). Pages take their words from here, and each
 * acceptance keeps the version, so that what somebody agreed to can be read for as long as they are with us. A published version is never
 * changed: whoever changes what a text says puts a new version above it (a test holds their fingerprints).
 */
import type { SessionLanguage } from '../session.store.ts'
import type { AgreedText, AgreedWords, Versions } from './agreed-text.ts'
import { ID_TEXTS } from './id-texts.ts'
import { MAILBOX_TEXTS } from './mailbox-texts.ts'

const { disclosure, ...ofTheId } = ID_TEXTS

/** In the order in which they are listed. */
export const AGREED_TEXTS = { ...ofTheId, ...MAILBOX_TEXTS, disclosure } as const satisfies Record<
  string,
  Versions
>

export type AgreedName = keyof typeof AGREED_TEXTS

export const AGREED_NAMES = Object.keys(AGREED_TEXTS) as AgreedName[]

export const currentText = (name: AgreedName): AgreedText => AGREED_TEXTS[name][0]

/** The words shown now. */
export const agreedWords = (name: AgreedName, language: SessionLanguage): AgreedWords =>
  currentText(name).words[language]

/** null for a name or version that was never published here. */
export function findText(name: string, version: string): AgreedText | null {
  if (!Object.hasOwn(AGREED_TEXTS, name)) return null
  const versions: readonly AgreedText[] = AGREED_TEXTS[name as AgreedName]
  return versions.find((text) => text.version === version) ?? null
}

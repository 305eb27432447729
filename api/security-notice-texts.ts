/** I-07, I-11: the words of security notices: fixed subjects, plain text, nothing of a letter, nobody's name. */

import type { Language } from './problems.ts'
import { DANISH } from './security-notice-texts-da.ts'
import { ENGLISH } from './security-notice-texts-en.ts'
import { BOKMAAL } from './security-notice-texts-nb.ts'
import { SWEDISH } from './security-notice-texts-sv.ts'
import type { SecurityTexts } from './security-notice-words.ts'

export const SECURITY_TEXTS = {
  da: DANISH,
  nb: BOKMAAL,
  sv: SWEDISH,
  en: ENGLISH,
} as const satisfies Record<Language, SecurityTexts>

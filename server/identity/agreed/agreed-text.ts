/** What a text that people agree to is made of. */
import type { SessionLanguage } from '../session.store.ts'

export type AgreedWords = {
  readonly title: string
  readonly points: readonly string[]
  /** The sentence at the tick or on the button; null for what is told, not agreed to. */
  readonly agree: string | null
}
export type AgreedText = {
  readonly version: string
  /** First day it was shown, as YYYY-MM-DD. */
  readonly since: string
  readonly words: Record<SessionLanguage, AgreedWords>
}

/** Newest first. */
export type Versions = readonly [AgreedText, ...AgreedText[]]

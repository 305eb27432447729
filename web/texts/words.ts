import type { Language } from '#api/mailbox.ts'

/** A table of texts: every language has every text, or it does not compile. */
export type Texts<T> = Record<Language, T>

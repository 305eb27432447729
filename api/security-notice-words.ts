/** The form of the words of security notices, the same in every language. */
import type { Fact, SecurityNoticeKind } from '#rules/security-notices.ts'

export type SecurityTexts = {
  readonly kinds: Record<SecurityNoticeKind, { readonly title: string; readonly what: string }>
  readonly facts: Record<Fact, string>
  readonly notYou: string
  readonly notYouBlock: string
  readonly afterBlock: string
  readonly wherefrom: string
  readonly signed: string
}

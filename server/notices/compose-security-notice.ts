import type { Language } from '#api/problems.ts'
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { type Fact, type Facts, MAIL_FACTS, type SecurityNoticeKind } from '#rules/security-notices.ts'
import { nameInMail, type Words } from './compose-notice.ts'

export type SecurityMail = {
  readonly language: Language
  readonly about: SecurityNoticeKind
  readonly facts: Facts
  /** Whose clock moments are told by. */
  readonly country: ProfileId
  /** The one link a security notice may hold; null where there is nothing to block. */
  readonly blockLink: string | null
}

/**
 * Plain text. What somebody else chose (a device's name, a browser's line) comes in only when no mail program could make a link of
 * it (D-15): the block link is then the only one in the mail.
 */
export function composeSecurityNotice({ language, about, facts, country, blockLink }: SecurityMail): Words {
  const texts = SECURITY_TEXTS[language]
  const { title, what } = texts.kinds[about]
  const told = MAIL_FACTS.flatMap((fact) => {
    const value = inWords(fact, facts[fact], language, country)
    return value === undefined ? [] : [`${texts.facts[fact]}: ${value}`]
  })
  const paragraphs = [
    what,
    ...(told.length === 0 ? [] : [told.join('\n')]),
    ...(blockLink === null ? [texts.notYou] : [`${texts.notYouBlock}\n${blockLink}`, texts.afterBlock]),
    texts.wherefrom,
    texts.signed,
  ]
  return { subject: title, text: `${paragraphs.join('\n\n')}\n` }
}

function inWords(
  fact: Fact,
  value: string | undefined,
  language: Language,
  country: ProfileId,
): string | undefined {
  if (value === undefined) return undefined
  if (fact !== 'at' && fact !== 'until') return nameInMail(value)
  const moment = new Date(value)
  if (Number.isNaN(moment.getTime())) return undefined
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(moment)
}

import type { Language } from '#api/problems.ts'
import { ELSEWHERE_TEXTS } from './elsewhere-texts.ts'
import type { Hearing } from './hearing.store.ts'
import { INVITATION_TEXTS, NOTICE_TEXTS, OTHER_TEXTS, VERIFICATION_TEXTS } from './notice-texts.ts'

export type NoticeOf = {
  readonly language: Language
  readonly sensitive: boolean
  /** The sender's verified name; used only when the letter is not sensitive (B-06). */
  readonly senderName: string
  /** That it is still unread. */
  readonly reminder?: boolean
  /** Who hears of it; left out: the owner. */
  readonly as?: Hearing['as']
}

export type Words = { readonly subject: string; readonly text: string }

/**
 * The notice of a new letter. The subject line is fixed, so that nothing of anybody's gets into a header; the letter's own
 * subject is never named, mail travels and rests unprotected.
 */
export function composeNotice(notice: NoticeOf): Words {
  const { language, sensitive, senderName, reminder = false, as = 'owner' } = notice
  if (as !== 'owner') return composeElsewhere(language, as, reminder)
  const text = NOTICE_TEXTS[language]
  const other = OTHER_TEXTS[language]
  const name = sensitive ? undefined : nameInMail(senderName)
  const paragraphs = [
    reminder ? other.unread : text.youHaveALetter,
    ...(name === undefined ? [] : [`${text.sender}: ${name}`]),
    `${text.howToRead} ${text.weSendNoLinks}`,
    text.howToStop,
    text.signed,
  ]
  return { subject: reminder ? other.subject : text.subject, text: `${paragraphs.join('\n\n')}\n` }
}

/** One for several letters: how many, and nothing of any of them. */
export function composeDigest(
  language: Language,
  { letters, elsewhere }: { letters: number; elsewhere: number },
): Words {
  const text = NOTICE_TEXTS[language]
  const other = OTHER_TEXTS[language]
  const paragraphs = [
    ...(letters > 0 ? [other.digest(letters)] : []),
    ...(elsewhere > 0 ? [ELSEWHERE_TEXTS.digest[language](elsewhere)] : []),
    `${text.howToRead} ${text.weSendNoLinks}`,
    text.howToStop,
    text.signed,
  ]
  return { subject: other.digestSubject, text: `${paragraphs.join('\n\n')}\n` }
}

/** D-13, D-15: without a link, as every other. */
export function composeContactReminder(language: Language): Words {
  const text = NOTICE_TEXTS[language]
  const other = OTHER_TEXTS[language]
  const paragraphs = [other.contact, `${other.contactHow} ${text.weSendNoLinks}`, text.signed]
  return { subject: other.contactSubject, text: `${paragraphs.join('\n\n')}\n` }
}

/** What a service worker shows. Nothing of the letter but its id, which only the owner's own session opens (T-01, B-19). */
export function composePush(
  language: Language,
  { letterId, reminder, as = 'owner' }: { letterId: string; reminder: boolean; as?: Hearing['as'] },
): string {
  const { push, pushReminder } = OTHER_TEXTS[language]
  const own = as === 'owner'
  const body = own ? (reminder ? pushReminder : push) : ELSEWHERE_TEXTS[as][language].push
  return JSON.stringify({
    title: 'Brevhus',
    body,
    // Another's mailbox is entered before a letter in it can be shown.
    path: own ? `/letters/${letterId}` : as === 'holder' ? '/shared' : '/',
    lang: language,
  })
}

export const composeSms = (language: Language, reminder: boolean): string =>
  reminder ? OTHER_TEXTS[language].smsReminder : OTHER_TEXTS[language].sms

/** D-08, B-15: not whose mailbox it is: that somebody may see it is nobody else's business. */
function composeElsewhere(language: Language, as: 'holder' | 'colleague', reminder: boolean): Words {
  const { weSendNoLinks, signed } = NOTICE_TEXTS[language]
  const text = ELSEWHERE_TEXTS[as][language]
  const what = reminder ? text.unread : text.what
  const paragraphs = [what, `${text.howToRead} ${weSendNoLinks}`, text.howToStop, signed]
  return { subject: text.subject, text: `${paragraphs.join('\n\n')}\n` }
}

/** One of the two e-mails with a link (D-15); the other is the invitation below. Neither tells of a letter. */
export function composeVerification(language: Language, link: string): Words {
  const text = VERIFICATION_TEXTS[language]
  return {
    subject: text.subject,
    text: `${[text.why, `${text.how}\n${link}`, text.notYou, text.signed].join('\n\n')}\n`,
  }
}

/** I-03: says for which enterprise, by name and number, so that it can be looked up before anything is followed. */
export function composeInvitation(
  language: Language,
  enterprise: { name: string; number: string },
  link: string,
): Words {
  const text = INVITATION_TEXTS[language]
  const name = nameInMail(enterprise.name)
  const who = name === undefined ? enterprise.number : `${name} (${enterprise.number})`
  return {
    subject: text.subject,
    text: `${[text.why, `${text.enterprise}: ${who}`, `${text.how}\n${link}`, text.needs, text.notYou, text.signed].join('\n\n')}\n`,
  }
}

const NAME_CHARACTERS_MAX = 80
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]+/gu
/** What a mail program might make a link of: a scheme, an address, or a dot between letters ("bank.dk", "bank .dk"), also one
 * of the dots that only look like it. Initials ("C. F. Møller") are none. */
const LINK_LIKE =
  /:\s*\/|\/\/|www|http|@|[\p{L}\p{N}]\s?[.\u3002\uff0e\uff61\u2024]\p{L}{2}|\.[\p{L}\p{N}-]+\//iu

/** A name as it may stand in a notice; undefined for one that could turn into a link: then no sender is named (D-15). */
export function nameInMail(name: string): string | undefined {
  const shown = name.normalize('NFKC').replace(UNSHOWN, ' ').replace(/\s+/g, ' ').trim()
  if (shown === '' || LINK_LIKE.test(shown)) return undefined
  return [...shown].slice(0, NAME_CHARACTERS_MAX).join('')
}

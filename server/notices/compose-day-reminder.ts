import type { Language } from '#api/problems.ts'
import { nameInMail, type Words } from './compose-notice.ts'
import { DAY_REMINDER_TEXTS } from './day-reminder-texts.ts'
import { NOTICE_TEXTS } from './notice-texts.ts'

/** How many, and of one that is not sensitive its sender, as in a notice of a new letter (B-06). */
export function composeDayReminder(
  language: Language,
  told: readonly { sensitive: boolean; senderName: string }[],
): Words {
  const { sender, weSendNoLinks, signed } = NOTICE_TEXTS[language]
  const text = DAY_REMINDER_TEXTS[language]
  const [only] = told.length === 1 ? told : []
  const name = only && !only.sensitive ? nameInMail(only.senderName) : undefined
  const paragraphs = [
    text.what(told.length),
    ...(name === undefined ? [] : [`${sender}: ${name}`]),
    `${text.howToRead} ${weSendNoLinks}`,
    text.howToStop,
    signed,
  ]
  return { subject: text.subject, text: `${paragraphs.join('\n\n')}\n` }
}

export const composeDaySms = (language: Language): string => DAY_REMINDER_TEXTS[language].sms

/** What a service worker shows. It leads to the calendar, which asks who one is. */
export const composeDayPush = (language: Language): string =>
  JSON.stringify({
    title: 'Brevhus',
    body: DAY_REMINDER_TEXTS[language].push,
    path: '/calendar',
    lang: language,
  })

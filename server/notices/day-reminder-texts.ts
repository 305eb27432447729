/** B-17, T-01: the words of a reminder somebody set for themselves in the calendar. Neither the day nor what it is: mail rests unprotected. */
import type { Language } from '#api/problems.ts'

type DayReminderText = {
  readonly subject: string
  readonly what: (count: number) => string
  readonly howToRead: string
  readonly howToStop: string
  /** One part of 160 characters. */
  readonly sms: string
  /** Shown on a locked screen. */
  readonly push: string
}

export const DAY_REMINDER_TEXTS = {
  da: {
    subject: 'Påmindelse fra din kalender i Brevhus',
    what: (count) =>
      count === 1
        ? 'Du har bedt os minde dig om en frist eller en aftale i et brev.'
        : `Du har bedt os minde dig om ${count} frister eller aftaler i dine breve.`,
    howToRead: 'Log ind i Brevhus, som du plejer, og se i Kalender.',
    howToStop: 'Du kan vælge, hvor påmindelser kommer, under Beskeder om breve i Brevhus.',
    sms: 'Du har bedt os minde dig om noget i din kalender i Brevhus. Log ind, som du plejer. Vi sender aldrig links.',
    push: 'Du har bedt om en påmindelse fra din kalender.',
  },
  nb: {
    subject: 'Påminnelse fra kalenderen din i Brevhus',
    what: (count) =>
      count === 1
        ? 'Du har bedt oss minne deg om en frist eller en avtale i et brev.'
        : `Du har bedt oss minne deg om ${count} frister eller avtaler i brevene dine.`,
    howToRead: 'Logg inn i Brevhus slik du pleier, og se i Kalender.',
    howToStop: 'Du kan velge hvor påminnelser kommer, under Varsler om brev i Brevhus.',
    sms: 'Du har bedt oss minne deg om noe i kalenderen din i Brevhus. Logg inn slik du pleier. Vi sender aldri lenker.',
    push: 'Du har bedt om en påminnelse fra kalenderen din.',
  },
  sv: {
    subject: 'Påminnelse från din kalender i Brevhus',
    what: (count) =>
      count === 1
        ? 'Du har bett oss påminna dig om en frist eller en tid i ett brev.'
        : `Du har bett oss påminna dig om ${count} frister eller tider i dina brev.`,
    howToRead: 'Logga in i Brevhus som du brukar och titta i Kalender.',
    howToStop: 'Du kan välja var påminnelser kommer under Aviseringar om brev i Brevhus.',
    sms: 'Du har bett oss påminna dig om något i din kalender i Brevhus. Logga in som du brukar. Vi skickar aldrig länkar.',
    push: 'Du har bett om en påminnelse från din kalender.',
  },
  en: {
    subject: 'A reminder from your calendar in Brevhus',
    what: (count) =>
      count === 1
        ? 'You asked us to remind you of a deadline or an appointment in a letter.'
        : `You asked us to remind you of ${count} deadlines or appointments in your letters.`,
    howToRead: 'Sign in to Brevhus the way you usually do, and look in Calendar.',
    howToStop: 'You can choose where reminders come under Notices about letters in Brevhus.',
    sms: 'You asked us to remind you of something in your calendar in Brevhus. Sign in the way you usually do. We never send links.',
    push: 'You asked for a reminder from your calendar.',
  },
} as const satisfies Record<Language, DayReminderText>

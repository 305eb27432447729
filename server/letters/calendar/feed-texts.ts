/** Words of the calendar feed: the same for every letter that is not for everybody's eyes. */
import type { Language } from '#api/problems.ts'

const da = {
  name: 'Brevhus',
  appointment: 'Aftale',
  deadline: 'Frist',
  pay: (amount: string) => `Betal ${amount}`,
  answer: 'Svar',
  inside: 'Se brevet i din postkasse',
}
const nb: typeof da = {
  name: 'Brevhus',
  appointment: 'Avtale',
  deadline: 'Frist',
  pay: (amount) => `Betal ${amount}`,
  answer: 'Svar',
  inside: 'Se brevet i postkassen din',
}
const sv: typeof da = {
  name: 'Brevhus',
  appointment: 'Tid',
  deadline: 'Frist',
  pay: (amount) => `Betala ${amount}`,
  answer: 'Svara',
  inside: 'Se brevet i din brevlåda',
}
const en: typeof da = {
  name: 'Brevhus',
  appointment: 'Appointment',
  deadline: 'Deadline',
  pay: (amount) => `Pay ${amount}`,
  answer: 'Answer',
  inside: 'See the letter in your mailbox',
}

export type FeedTexts = typeof da
export const feedTexts = { da, nb, sv, en } as const satisfies Record<Language, FeedTexts>

import type { SessionLanguage } from '../../session.store.ts'

type Words = {
  /** Read by everybody on the way: it says nothing. */
  readonly subject: string
  readonly attached: string
}

export const ANSWER_MAIL_TEXTS = {
  da: {
    subject: 'Krypteret svar fra Brevhus',
    attached: 'Det samme er vedhæftet som brevhus-id.json, så et program kan læse det.',
  },
  nb: {
    subject: 'Kryptert svar fra Brevhus',
    attached: 'Det samme er vedlagt som brevhus-id.json, slik at et program kan lese det.',
  },
  sv: {
    subject: 'Krypterat svar från Brevhus',
    attached: 'Detsamma är bifogat som brevhus-id.json, så att ett program kan läsa det.',
  },
  en: {
    subject: 'Encrypted answer from Brevhus',
    attached: 'The same is attached as brevhus-id.json for a program to read.',
  },
} as const satisfies Record<SessionLanguage, Words>

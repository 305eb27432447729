/** P-09, D-13: the SMS with the code that verifies a phone number. It is waited for, so it goes at any hour. */
import { createHash } from 'node:crypto'
import type { Language } from '#api/problems.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { phoneWaiting } from './phone-code.store.ts'

const WORDS = {
  da: (code: string) =>
    `${code} er din kode til at bekræfte telefonnummeret i Brevhus. Den gælder i 10 minutter. Giv den ikke til nogen.`,
  nb: (code: string) =>
    `${code} er koden din for å bekrefte telefonnummeret i Brevhus. Den gjelder i 10 minutter. Ikke gi den til noen.`,
  sv: (code: string) =>
    `${code} är din kod för att bekräfta telefonnumret i Brevhus. Den gäller i 10 minuter. Ge den inte till någon.`,
  en: (code: string) =>
    `${code} is your code to confirm the phone number in Brevhus. It is good for 10 minutes. Give it to nobody.`,
} as const satisfies Record<Language, (code: string) => string>

/** Nothing is sent once the code has run out or the number has changed. */
export async function sendPhoneCode(
  house: Pick<House, 'db' | 'clock' | 'sms'>,
  { mailboxId, code }: Jobs['send-phone-code'],
): Promise<void> {
  const waiting = await inMailbox(house.db, mailboxId, (trx) => phoneWaiting(trx, mailboxId, house.clock()))
  if (!waiting) return
  const key = createHash('sha256').update(`phone-code ${mailboxId} ${code}`).digest('base64url').slice(0, 32)
  try {
    await house.sms.send({ to: waiting.phone, text: WORDS[waiting.language](code), key })
  } catch (error) {
    // No such number: the person sees it waiting and corrects it.
    if (!(error instanceof SmsRefused)) throw error
  }
}

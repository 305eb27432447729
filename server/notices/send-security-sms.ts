/**
 * A security notice by SMS (I-07, I-11), for what gives access or takes it away: somebody who reads their mail with a stolen ID can delete
 * an e-mail, not a text on its owner's phone. No link in it, and nothing but what happened: a link in an SMS is what swindlers send.
 */

import type { Language } from '#api/problems.ts'
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { phoneFails } from '#people/contact/confirm-contact.ts'
import { isSecurityNotice } from '#rules/security-notices.ts'
import type { NoticeOutcome } from './notices.store.ts'
import { insertMessage, isSent, readPhone, readSecurityNotice } from './security-notices.store.ts'

const WHAT_TO_DO = {
  da: 'Var det ikke dig, så spær dit ID på posthusets side eller med linket i din e-mail.',
  nb: 'Var det ikke deg, så sperr ID-en din på posthusets side eller med lenken i e-posten din.',
  sv: 'Var det inte du, spärra ditt ID på postkontorets sida eller med länken i din e-post.',
  en: 'If this was not you, block your ID on the post office’s page or by the link in your e-mail.',
} as const satisfies Record<Language, string>

/**
 * Sends, then records, as by e-mail (E-26). May run twice: the gateway sends one for each key. The number is looked at again: gone in
 * between, nothing goes out.
 */
export async function sendSecuritySms(
  house: Pick<House, 'db' | 'clock' | 'sms' | 'metrics'>,
  { noticeId, phone: until }: Jobs['send-security-sms'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const key = `security-${noticeId}${until ? '-before' : ''}`
  const found = await asPostOffice(house.db, async (trx) => {
    const notice = (await isSent(trx, noticeId, key)) ? undefined : await readSecurityNotice(trx, noticeId)
    // The number that was theirs until now hears of what took it away.
    return notice && { notice, theirs: until ? null : await readPhone(trx, notice.personId) }
  })
  const to = until ?? found?.theirs?.phone
  if (!found || !to || !isSecurityNotice(found.notice.about)) return
  const { theirs } = found
  const { language, about } = found.notice
  const text = `${SECURITY_TEXTS[language].kinds[about].title}. ${WHAT_TO_DO[language]}`
  let outcome: NoticeOutcome = 'sent'
  try {
    await house.sms.send({ to, text, key })
  } catch (error) {
    if (error instanceof SmsRefused) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  const at = house.clock()
  await asPostOffice(house.db, async (trx) => {
    await insertMessage(trx, { noticeId, channel: 'sms', messageId: key, outcome, at })
    // As a refused notice of a letter does: its owner is told elsewhere, and verifies the number again.
    if (outcome === 'refused' && theirs) await phoneFails(trx, theirs.mailboxId, theirs.phone, at)
  })
  house.metrics.noticesSent.inc({ outcome })
}

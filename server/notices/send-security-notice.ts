/** One security notice to one e-mail address (I-07, I-11). */
import { blockLink, blockLinkKey } from '#ground/block-link.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import type { Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { isSecurityNotice, SECURITY_NOTICES } from '#rules/security-notices.ts'
import { composeSecurityNotice } from './compose-security-notice.ts'
import type { NoticeOutcome } from './notices.store.ts'
import { insertMessage, isSent, readSecurityNotice } from './security-notices.store.ts'

/**
 * Sends, then records: cut in between, it comes twice under one Message-ID, never not at all. Throws when the mail server
 * can't take it now; `lastTry` records that it was given up instead.
 */
export async function sendSecurityNotice(
  house: Pick<House, 'db' | 'clock' | 'mailer' | 'metrics' | 'config'>,
  { noticeId, address }: Jobs['send-security-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const messageId = messageIdOf(house, ['security-notice', noticeId, address.toLowerCase()])
  const notice = await asPostOffice(house.db, async (trx) =>
    (await isSent(trx, noticeId, messageId)) ? undefined : readSecurityNotice(trx, noticeId),
  )
  if (!notice || !isSecurityNotice(notice.about)) return
  const { language, about, facts, country } = notice
  const link = SECURITY_NOTICES[about].block
    ? blockLink(
        blockLinkKey(await installationSecret(house.config.DATA_DIR)),
        house.config.PUBLIC_URL,
        noticeId,
      )
    : null
  const words = composeSecurityNotice({ language, about, facts, country, blockLink: link })
  let outcome: NoticeOutcome = 'sent'
  try {
    await house.mailer.send({ to: address, language, messageId, ...words })
  } catch (error) {
    if (error instanceof MailRefused) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  await asPostOffice(house.db, (trx) =>
    insertMessage(trx, { noticeId, channel: 'email', messageId, outcome, at: house.clock() }),
  )
  house.metrics.noticesSent.inc({ outcome })
}

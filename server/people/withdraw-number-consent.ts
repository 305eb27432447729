import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { releaseClaims } from './emails.store.ts'
import { erasureOf } from './erasure-date.ts'
import { logChange } from './log-change.ts'
import { appendConsents, closeMailboxRow, countLetters, lockMailbox } from './mailboxes.store.ts'
import { awaitMatching } from './matching-barrier.ts'
import { lockOwner, setExchangeConsentOf, setMailboxStateOf } from './people.store.ts'
import { refreshExchange } from './refresh-exchange.ts'

/** P-12: without the number there is no mailbox. Closes it and takes the person out of every index; nothing is delivered
 * or found from then on. `endsLetters` repeats what was shown: when letters came in between the person is asked anew.
 * `erasedAt` is when the content must be gone (B-09); the job `erase-mailbox` does it, enqueued by the very transaction that closes. */
export async function withdrawNumberConsent(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; understood: true; endsLetters: number; textVersion: string; by?: Actor },
): Promise<{ withdrawnAt: Date; erasedAt: Date }> {
  const { mailboxId, by } = input
  if (by) requireLevel(by, 'withdraw-number-consent')
  const result = await inMailbox(house.db, mailboxId, async (trx) => {
    const person = await lockOwner(trx, mailboxId)
    const mailbox = await lockMailbox(trx, mailboxId)
    if (!person || !mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    const endsLetters = await countLetters(trx, mailboxId)
    if (endsLetters !== input.endsLetters) {
      throw refuse('request-invalid', {
        faults: [
          {
            field: 'endsLetters',
            reason: 'changed',
            message: `The mailbox now holds ${endsLetters} letters. Read again what ends, then confirm.`,
          },
        ],
      })
    }
    const at = house.clock()
    const withdrawn = (consent: 'number-use' | 'address-exchange') => ({
      mailboxId,
      consentEventId: newId(),
      consent,
      given: false,
      textVersion: input.textVersion,
    })
    await appendConsents(
      trx,
      person.exchange_consent
        ? [withdrawn('number-use'), withdrawn('address-exchange')]
        : [withdrawn('number-use')],
      at,
    )
    await logChange(trx, { mailboxId, by, action: 'consent-withdrawn', at })
    await closeMailboxRow(trx, mailboxId, at)
    await setMailboxStateOf(trx, person.person_id, 'closed')
    await setExchangeConsentOf(trx, person.person_id, false)
    await refreshExchange(trx, [{ ...person, mailbox_state: 'closed', exchange_consent: false }])
    await releaseClaims(trx, mailboxId)
    const erasedAt = erasureOf(mailbox.profile, at)
    await addJob(trx, 'erase-mailbox', { mailboxId }, { key: `erase-mailbox:${mailboxId}`, runAt: erasedAt })
    return { withdrawnAt: at, erasedAt }
  })
  await awaitMatching(house.db)
  return result
}

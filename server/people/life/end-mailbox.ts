import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob, addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { emailsOf, releaseClaims } from '../emails.store.ts'
import { erasureOf } from '../erasure-date.ts'
import {
  appendConsents,
  type Consent,
  countLetters,
  type MailboxRow,
  setMailboxRowState,
} from '../mailboxes.store.ts'
import { type PersonRow, setExchangeConsentOf, setMailboxStateOf } from '../people.store.ts'
import { readPhone } from '../phone.store.ts'
import { refreshExchange } from '../refresh-exchange.ts'

export type Ending = {
  mailboxId: string
  person: PersonRow
  mailbox: MailboxRow
  /** Consents that end with it; the one to the exchange of name and address always does when it was given. */
  withdraws: readonly Consent[]
  textVersion: string
  at: Date
}

/**
 * B-09, P-12: closes the mailbox and takes its owner out of every index, in the caller's transaction; nothing is delivered or found
 * from then on. The caller logs it, and waits for the matching barrier after the commit.
 * @returns when the content must be gone; the job `erase-mailbox` does it, enqueued by the very transaction that closes
 */
export async function endMailbox(trx: Trx, ending: Ending): Promise<Date> {
  const { mailboxId, person, mailbox, at, textVersion } = ending
  const consents: Consent[] = [...ending.withdraws]
  if (person.exchange_consent) consents.push('address-exchange')
  await appendConsents(
    trx,
    consents.map((consent) => ({ mailboxId, consentEventId: newId(), consent, given: false, textVersion })),
    at,
  )
  await setMailboxRowState(trx, mailboxId, 'closed', at)
  await setMailboxStateOf(trx, person.person_id, 'closed')
  await setExchangeConsentOf(trx, person.person_id, false)
  await refreshExchange(trx, [{ ...person, mailbox_state: 'closed', exchange_consent: false }])
  await releaseClaims(trx, mailboxId)
  const erasedAt = erasureOf(mailbox.profile, at)
  await addJob(trx, 'erase-mailbox', { mailboxId }, { key: `erase-mailbox:${mailboxId}`, runAt: erasedAt })
  // Where the content goes at once, the addresses go with it: the notice must not look them up later.
  const alsoTo = (await emailsOf(trx, mailboxId)).filter((row) => row.verifiedAt).map((row) => row.email)
  const phone = await readPhone(trx, mailboxId)
  const alsoToPhone = phone?.verifiedAt && !phone.failingSince ? { alsoToPhone: phone.phone } : {}
  const facts = { at: at.toISOString(), until: erasedAt.toISOString() }
  await addJobs(trx, 'tell-person', [
    { personId: person.person_id, about: 'mailbox-closed', facts, alsoTo, ...alsoToPhone },
  ])
  return erasedAt
}

/**
 * Nobody confirms something else than was shown: letters may have come in between.
 * @throws Refusal `request-invalid` with the number as it is now
 */
export async function requireSameLetters(trx: Trx, mailboxId: string, confirmed: number): Promise<void> {
  const endsLetters = await countLetters(trx, mailboxId)
  if (endsLetters === confirmed) return
  const message = `The mailbox now holds ${endsLetters} letters. Read again what ends, then confirm.`
  throw refuse('request-invalid', { faults: [{ field: 'endsLetters', reason: 'changed', message }] })
}

/** P-10, B-22: whoever has an ID opens a mailbox, or has the closed one back as long as its content is there. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { CONSENT_TEXTS } from '#people/consent-texts.ts'
import { reopenMailbox } from '#people/life/reopen-mailbox.ts'
import { type Standing, standingOf } from '#people/life/standing.store.ts'
import { openMailbox } from '#people/open-mailbox.ts'
import { enterOpened, type PresentSession, type SessionLanguage } from '../session.store.ts'

export type { Standing }

export const seeStanding = (house: Pick<House, 'db'>, { personId }: PresentSession): Promise<Standing> =>
  asPostOffice(house.db, (trx) => standingOf(trx, personId))

export type Wanted = {
  language: SessionLanguage
  terms: boolean
  numberUse: boolean
  addressExchange: boolean
}

/**
 * @throws Refusal `request-invalid` with a fault for each consent without which there is no mailbox; `mailbox-exists`;
 * `sign-up-not-possible` for whom the register does not know as living here
 */
export async function openOwnMailbox(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  session: PresentSession,
  wanted: Wanted,
): Promise<void> {
  const faults = (['terms', 'numberUse'] as const)
    .filter((consent) => !wanted[consent])
    .map((field) => ({ field, reason: 'missing', message: 'Without this consent there is no mailbox.' }))
  if (faults.length > 0) throw refuse('request-invalid', { faults })
  const { personId, sessionId } = session
  const standing = await seeStanding(house, session)
  if (standing.kind === 'open') throw refuse('mailbox-exists')
  const consents = {
    terms: CONSENT_TEXTS.terms,
    numberUse: CONSENT_TEXTS['number-use'],
    ...(wanted.addressExchange ? { addressExchange: CONSENT_TEXTS['address-exchange'] } : {}),
  }
  const mailboxId =
    standing.kind === 'closed'
      ? await reopenMailbox(house, { personId, consents })
      : (await openMailbox(house, { personId, language: wanted.language, consents })).mailboxId
  await asPostOffice(house.db, (trx) => enterOpened(trx, { sessionId, personId, mailboxId }, house.clock()))
}

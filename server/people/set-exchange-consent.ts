import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { logChange } from './log-change.ts'
import { appendConsents, newestConsent } from './mailboxes.store.ts'
import { awaitMatching } from './matching-barrier.ts'
import { lockOwner, setExchangeConsentOf } from './people.store.ts'
import { refreshExchange } from './refresh-exchange.ts'

export type ExchangeConsentState = { given: boolean; changedAt: Date | null }

/** S-03, A-03: gives or withdraws the consent to be found by name and address. A withdrawal is in force before this
 * returns, for letters being matched at this moment too. The proof is appended; saying the same again adds nothing. */
export async function setExchangeConsent(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; given: boolean; textVersion: string; by?: Actor },
): Promise<ExchangeConsentState> {
  if (input.by) requireLevel(input.by, 'set-exchange-consent')
  const state = await inMailbox(house.db, input.mailboxId, async (trx) => {
    const person = await lockOwner(trx, input.mailboxId)
    if (!person) throw refuse('not-found')
    if (person.mailbox_state === 'closed') throw refuse('mailbox-not-open')
    if (person.exchange_consent === input.given) {
      const newest = await newestConsent(trx, input.mailboxId, 'address-exchange')
      return { given: input.given, changedAt: newest?.at ?? null }
    }
    const at = house.clock()
    await appendConsents(
      trx,
      [
        {
          mailboxId: input.mailboxId,
          consentEventId: newId(),
          consent: 'address-exchange',
          given: input.given,
          textVersion: input.textVersion,
        },
      ],
      at,
    )
    const action = input.given ? 'consent-given' : 'consent-withdrawn'
    await logChange(trx, { mailboxId: input.mailboxId, by: input.by, action, at })
    await setExchangeConsentOf(trx, person.person_id, input.given)
    await refreshExchange(trx, [{ ...person, exchange_consent: input.given }])
    return { given: input.given, changedAt: at }
  })
  // also when nothing changed: an earlier call may have committed and died before it could wait
  if (!input.given) await awaitMatching(house.db)
  return state
}

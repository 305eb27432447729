import type { MarketingConsent } from '#api/settings.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { CONSENT_TEXTS } from './consent-texts.ts'
import { logChange } from './log-change.ts'
import { appendConsents, lockMailbox, newestConsent } from './mailboxes.store.ts'

/** Q-14, P-13: no unless it was said. */
export function readMarketingConsent(house: Pick<House, 'db'>, actor: Actor): Promise<MarketingConsent> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, (trx) => present(trx, actor.mailboxId))
}

/** The proof is appended; saying the same again adds nothing. */
export function setMarketingConsent(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  given: boolean,
): Promise<MarketingConsent> {
  requireLevel(actor, 'set-marketing-consent')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const mailbox = await lockMailbox(trx, mailboxId)
    if (!mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    if ((await present(trx, mailboxId)).given !== given) {
      const at = house.clock()
      const textVersion = CONSENT_TEXTS.marketing
      const event = { mailboxId, consentEventId: newId(), consent: 'marketing', given, textVersion } as const
      await appendConsents(trx, [event], at)
      const action = given ? 'consent-given' : 'consent-withdrawn'
      await logChange(trx, { mailboxId, by: actor, action, at })
    }
    return present(trx, mailboxId)
  })
}

async function present(trx: Trx, mailboxId: string): Promise<MarketingConsent> {
  const newest = await newestConsent(trx, mailboxId, 'marketing')
  return { given: newest?.given ?? false, changedAt: newest?.at.toISOString() ?? null }
}

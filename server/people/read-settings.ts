import type { MailboxLife, Settings } from '#api/settings.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { PROFILES } from '#rules/profiles.ts'
import { type Account, countLetters, newestConsent, readMailbox } from './mailboxes.store.ts'

/** P-13: what the page "security and consents" shows of the account. Throws `mailbox-not-open` once it is closed. */
export function readSettings(house: Pick<House, 'db'>, actor: Actor): Promise<Settings> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, (trx) => settingsOf(trx, actor.mailboxId))
}

export async function settingsOf(trx: Trx, mailboxId: string): Promise<Settings> {
  const mailbox = await readMailbox(trx, mailboxId)
  if (!mailbox) throw refuse('not-found')
  if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
  const exchange = await newestConsent(trx, mailboxId, 'address-exchange')
  const number = await newestConsent(trx, mailboxId, 'number-use')
  return {
    language: mailbox.language,
    noticesByEmail: mailbox.noticeByEmail,
    exchangeConsent: { given: exchange?.given ?? false, changedAt: exchange?.at.toISOString() ?? null },
    numberConsent: {
      // No mailbox is opened without it (P-10): the opening is its proof where no event of its own was kept.
      givenAt: (number?.given ? number.at : mailbox.openedAt).toISOString(),
      endsLetters: await countLetters(trx, mailboxId),
      erasedAfterMonths: PROFILES[mailbox.profile].closingMonths,
    },
    mailbox: lifeOf(mailbox),
  }
}

const lifeOf = ({ state, endedByDeath }: Pick<Account, 'state' | 'endedByDeath'>): MailboxLife => ({
  paused: state === 'deactivated',
  canChange: (state === 'open' || state === 'deactivated') && !endedByDeath,
})

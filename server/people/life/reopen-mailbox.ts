import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { answerWish } from '#rules/mailbox-life.ts'
import { emailsOf, holdClaim, unverifyEmail } from '../emails.store.ts'
import { logChange } from '../log-change.ts'
import { appendConsents, lockMailbox, setMailboxRowState } from '../mailboxes.store.ts'
import { consentsOf, type SignUpConsents } from '../open-mailbox.ts'
import { lockPeople, setExchangeConsentOf, setMailboxStateOf } from '../people.store.ts'
import { refreshExchange } from '../refresh-exchange.ts'

/**
 * B-22: gives a closed mailbox back to its owner, as long as its content is there, on the consents asked anew. An e-mail address that
 * somebody else has verified meanwhile has to be verified again.
 * @returns the mailbox
 * @throws Refusal `mailbox-exists` when it is not closed, `sign-up-not-possible` after a death notice, `not-found` when the content
 * is gone or there never was one: then a new one is opened
 */
export function reopenMailbox(
  house: Pick<House, 'db' | 'clock'>,
  { personId, consents }: { personId: string; consents: SignUpConsents },
): Promise<string> {
  return asPostOffice(house.db, async (trx) => {
    const [person] = await lockPeople(trx, [personId])
    const mailboxId = person?.mailbox_id
    const mailbox = mailboxId && (await lockMailbox(trx, mailboxId))
    if (!mailbox) throw refuse('not-found')
    const answer = answerWish('reopen', mailbox)
    if (answer.kind === 'not-possible')
      throw refuse(answer.why === 'erased' ? 'not-found' : 'sign-up-not-possible')
    if (person.status === 'deceased') throw refuse('sign-up-not-possible')
    if (answer.kind === 'so-already') throw refuse('mailbox-exists')
    const at = house.clock()
    const exchange = consents.addressExchange !== undefined
    await setMailboxRowState(trx, mailboxId, 'open', at)
    await setMailboxStateOf(trx, personId, 'open')
    await setExchangeConsentOf(trx, personId, exchange)
    await refreshExchange(trx, [{ ...person, mailbox_state: 'open', exchange_consent: exchange }])
    await appendConsents(trx, consentsOf(mailboxId, consents), at)
    for (const { emailForm, emailNo, verifiedAt } of await emailsOf(trx, mailboxId))
      if (verifiedAt && !(await holdClaim(trx, emailForm, mailboxId, at)))
        await unverifyEmail(trx, mailboxId, emailNo)
    await logChange(trx, { mailboxId, by: undefined, action: 'mailbox-reopened', at })
    await addJobs(trx, 'tell-person', [
      { personId, about: 'mailbox-reopened', facts: { at: at.toISOString() } },
    ])
    return mailboxId
  })
}

/** D-13: contact details are confirmed every 90 days, in place, and nothing stops meanwhile. */
import type { ConfirmContact, Contact } from '#api/contact.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { dueAt, isDue, reminderAfter } from '#rules/contact-confirmation.ts'
import { activeAdministrators } from '../employees/employees.store.ts'
import { logChange } from '../log-change.ts'
import {
  type ContactRow,
  holdReminders,
  readContactRow,
  setContactConfirmed,
  setEmailFailing,
  setPhoneFailing,
  setReminders,
  startConfirming,
} from './contact.store.ts'

export function readContact(house: Pick<House, 'db' | 'clock'>, actor: Actor): Promise<Contact> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, async (trx) =>
    shown(await contactOf(trx, actor.mailboxId), house.clock()),
  )
}

/** @throws Refusal `request-invalid` when something else is there than what was shown, `level-too-low` */
export function confirmContact(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  said: ConfirmContact,
): Promise<Contact> {
  requireLevel(actor, 'confirm-contact')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const row = await contactOf(trx, mailboxId)
    const same =
      said.phone === (row.phone?.number ?? null) &&
      said.emailIds.length === row.emails.length &&
      row.emails.every(({ emailId }) => said.emailIds.includes(emailId))
    if (!same)
      throw refuse('request-invalid', {
        faults: [
          { field: 'emailIds', reason: 'changed', message: 'Something changed meanwhile. Look again.' },
        ],
      })
    await setContactConfirmed(trx, mailboxId, { at, remindAt: dueAt(at) })
    await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
    return shown({ ...row, since: at, confirmedAt: at }, at)
  })
}

/** In the transaction that verifies an e-mail or a phone. */
export const beginConfirming = (trx: Trx, mailboxId: string, at: Date): Promise<void> =>
  startConfirming(trx, mailboxId, { at, remindAt: dueAt(at) })

const REMINDERS_A_TIME = 500

/** Hourly: a reminder when it becomes due and one thirty days later, then no more. May run twice. How many were asked for. */
export function remindOfContacts(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  const now = house.clock()
  return asPostOffice(house.db, async (trx) => {
    const due = await holdReminders(trx, now, REMINDERS_A_TIME)
    if (due.length === 0) return 0
    await setReminders(
      trx,
      due.map(({ mailboxId, confirmedAt }) => ({ mailboxId, next: reminderAfter(confirmedAt, now) })),
    )
    await addJobs(
      trx,
      'remind-contact',
      due.map(({ mailboxId, remindAt }) => ({ mailboxId, round: remindAt.toISOString() })),
    )
    return due.length
  })
}

/**
 * An address that does not take our mail is not used any more, and its owner hears of it on every other way there is; of an enterprise's,
 * everybody who administers it.
 */
export async function emailFails(
  trx: Trx,
  email: { mailboxId: string; emailNo: number; emailForm: string },
  failure: 'refused' | 'bounced' | 'complained',
  at: Date,
): Promise<boolean> {
  const owner = await setEmailFailing(trx, email, failure, at)
  if (!owner) return false
  const told =
    'personId' in owner
      ? [{ personId: owner.personId, about: 'email-failing' as const, facts: {} }]
      : (await activeAdministrators(trx, email.mailboxId)).map(({ personId }) => ({
          personId,
          about: 'enterprise-email-failing' as const,
          facts: { enterprise: owner.enterprise },
        }))
  await addJobs(trx, 'tell-person', told)
  return true
}

export const phoneFails = (trx: Trx, mailboxId: string, phone: string, at: Date): Promise<void> =>
  setPhoneFailing(trx, mailboxId, phone, at)

async function contactOf(trx: Trx, mailboxId: string): Promise<ContactRow> {
  const row = await readContactRow(trx, mailboxId)
  if (!row) throw refuse('not-found')
  return row
}

function shown({ since, confirmedAt, emails, phone }: ContactRow, now: Date): Contact {
  const some = emails.length > 0 || phone !== null
  return { due: some && isDue(since, now), confirmedAt: confirmedAt?.toISOString() ?? null, emails, phone }
}

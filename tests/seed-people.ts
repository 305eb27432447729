/** People with mailboxes and approved senders, for tests of the rooms above `people` and `dispatch`. Rows are those the
 * register feed and enrolment leave behind; nothing here takes part in what a test is about. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { firstLookAt } from '#rules/unused-mailbox.ts'

export type SeededPerson = {
  readonly personId: string
  readonly mailboxId: string
  readonly nationalNumber: string
  readonly name: string
  readonly emails: readonly string[]
}

export type PersonSeed = {
  givenNames?: string
  familyName?: string
  language?: 'da' | 'nb' | 'sv' | 'en'
  profile?: 'dk' | 'no'
  /** Verified e-mail addresses, at most three. */
  emails?: readonly string[]
  noticeByEmail?: boolean
  mailboxState?: 'open' | 'deactivated' | 'closed'
}

let made = 0

/** Someone the register knows, with an open mailbox, a key in the vault and verified e-mail addresses. */
export async function seedPerson(house: House, seed: PersonSeed = {}): Promise<SeededPerson> {
  const given = { givenNames: 'Karen Margrethe', familyName: 'Lindholm', ...seed }
  const { language = 'da', profile = 'dk', emails = [], mailboxState = 'open' } = seed
  const now = house.clock()
  const [personId, mailboxId] = [newId(now.getTime()), newId(now.getTime())]
  const nationalNumber = `${profile === 'dk' ? '010190' : '0101900'}${String(++made).padStart(4, '0')}`
  await house.vault.create([mailboxId])
  await asPostOffice(house.db, async (trx) => {
    await trx
      .insertInto('person')
      .values({
        person_id: personId,
        country: profile,
        national_number: nationalNumber,
        given_names: given.givenNames,
        family_name: given.familyName,
        road: 'Ahornvej',
        house_number: String(made),
        postcode: profile === 'dk' ? '5000' : '0150',
        city: profile === 'dk' ? 'Odense C' : 'Oslo',
        address_form: `ahornvej ${made}`,
        status: 'active',
        protected: false,
        mailbox_id: mailboxId,
        mailbox_state: mailboxState,
      })
      .execute()
    await trx
      .insertInto('mailbox')
      .values({
        mailbox_id: mailboxId,
        person_id: personId,
        profile,
        state: mailboxState,
        user_number: String(1_000_000 + made),
        language,
        notice_by_email: seed.noticeByEmail ?? true,
        opened_at: now,
        state_changed_at: now,
        idle_look_at: firstLookAt(profile, now),
      })
      .execute()
    for (const [i, email] of emails.entries()) {
      await trx
        .insertInto('contact_email')
        .values({
          mailbox_id: mailboxId,
          email_no: i + 1,
          email,
          email_form: email.toLowerCase(),
          added_at: now,
          verified_at: now,
        })
        .execute()
    }
  })
  return { personId, mailboxId, nationalNumber, name: `${given.givenNames} ${given.familyName}`, emails }
}

export type SeededSender = { readonly senderId: string; readonly name: string }

/** An organisation that may send. */
export async function seedSender(
  house: House,
  seed: { name?: string; publicSector?: boolean; country?: 'dk' | 'no' } = {},
): Promise<SeededSender> {
  const senderId = newId(house.clock().getTime())
  const name = seed.name ?? 'Fjordby Forsyning A/S'
  await house.db
    .insertInto('sender')
    .values({
      sender_id: senderId,
      name,
      organisation_number: String(10_000_000 + ++made),
      country: seed.country ?? 'dk',
      public_sector: seed.publicSector ?? false,
      state: 'approved',
      letters_per_minute: 6000,
      dry_run_rows_per_day: 1000,
      approved_at: house.clock(),
    })
    .execute()
  return { senderId, name }
}

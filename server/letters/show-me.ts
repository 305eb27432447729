/** Who is signed in, and what a page needs to draw its frame. Read in one go: it is asked with every page. */
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Me } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { isDue } from '#rules/contact-confirmation.ts'
import { powersOf } from '#rules/powers.ts'
import { countUnread } from './letters.store.ts'

/** @throws Refusal `mailbox-not-open` once the mailbox is closed */
export function showMe(house: House, actor: Actor): Promise<Me> {
  return enterMailbox(house, actor, 'read-letters', async (trx, { capacity, scope }) => {
    const { rows } = await sql<
      Pick<Me, 'name' | 'language' | 'profile' | 'digitalAddress'> & ContactFacts & { state: string }
    >`
      select coalesce(e.name, p.given_names || ' ' || p.family_name) as name, m.language, m.profile, m.state,
        (select d.handle || '#' || d.address_number || d.suffix from digital_address d
          where d.mailbox_id = m.mailbox_id and d.retired_at is null order by d.issued_at desc limit 1) as "digitalAddress",
        coalesce(m.contact_confirmed_at, m.opened_at) as since,
        exists (select from contact_email c where c.mailbox_id = m.mailbox_id and c.failing_since is not null) as failing,
        exists (select from contact_email c where c.mailbox_id = m.mailbox_id and c.verified_at is not null)
          or exists (select from contact_phone c where c.mailbox_id = m.mailbox_id and c.verified_at is not null) as some
      from mailbox m left join person p on p.person_id = m.person_id left join enterprise e on e.enterprise_id = m.enterprise_id
      where m.mailbox_id = ${actor.mailboxId}`.execute(trx)
    const { state, since, failing, some, ...me } = rows[0]!
    const contact = capacity === 'owner' ? contactOf({ since, failing, some }, house.clock()) : undefined
    return {
      ...me,
      ...(contact === undefined ? {} : { contact }),
      // Who acts for an enterprise reads in their own language.
      language: actor.actingFor?.language ?? me.language,
      powers: powersOf(capacity, scope.kind),
      sessionLevel: actor.level,
      sessionExpiresAt: actor.sessionEndsAt.toISOString(),
      // Opted out of public mail reads like a deactivated mailbox: nothing new, everything old.
      mailboxState: state === 'open' ? 'open' : 'deactivated',
      unread: await countUnread(trx, actor.mailboxId),
    }
  })
}

type ContactFacts = { since: Date; failing: boolean; some: boolean }

/** D-13: what to ask the owner about their contact details, in the page they came for. */
function contactOf({ since, failing, some }: ContactFacts, now: Date): Me['contact'] {
  if (failing) return 'failing'
  return some && isDue(since, now) ? 'confirm' : undefined
}

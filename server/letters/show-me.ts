/** Who is signed in, and what a page needs to draw its frame. Read in one go: it is asked with every page. */
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Me } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { powersOf } from '#rules/powers.ts'
import { countUnread } from './letters.store.ts'

/** @throws Refusal `mailbox-not-open` once the mailbox is closed */
export function showMe(house: House, actor: Actor): Promise<Me> {
  return enterMailbox(house, actor, 'read-letters', async (trx, { capacity, scope }) => {
    const { rows } = await sql<
      Pick<Me, 'name' | 'language' | 'profile' | 'digitalAddress'> & { state: string }
    >`
      select coalesce(e.name, p.given_names || ' ' || p.family_name) as name, m.language, m.profile, m.state,
        (select d.handle || '#' || d.address_number || d.suffix from digital_address d
          where d.mailbox_id = m.mailbox_id and d.retired_at is null order by d.issued_at desc limit 1) as "digitalAddress"
      from mailbox m left join person p on p.person_id = m.person_id left join enterprise e on e.enterprise_id = m.enterprise_id
      where m.mailbox_id = ${actor.mailboxId}`.execute(trx)
    const { state, ...me } = rows[0]!
    return {
      ...me,
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

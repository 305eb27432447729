/** B-10: whose letters there are, to choose from: a share by sender names them. Of a share, its own. Who wrote nothing but what is sensitive is named to
 * whoever may see it (B-06). */
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Senders } from '#api/keeping.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { atLeast, LETTER_LEVELS } from '#rules/levels.ts'

const SENDERS_MAX = 500

export function listSenders(house: House, actor: Actor): Promise<Senders> {
  const sensitive = atLeast(actor.level, LETTER_LEVELS.sensitive) ? sql`true` : sql`not sensitive`
  return enterMailbox(house, actor, 'read-letters', async (trx) => {
    const { rows } = await sql<Senders['senders'][number]>`
      select s.sender_id as "senderId", s.name || coalesce(' (' || s.writer_name || ')', '') as name from sender s
      where s.sender_id in (select sender_id from letter
        where mailbox_id = ${actor.mailboxId} and delivered_at is not null and cancelled_at is null and ${sensitive})
      order by lower(s.name), s.sender_id limit ${SENDERS_MAX}`.execute(trx)
    return { senders: rows }
  })
}

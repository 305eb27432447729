import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { erasureOf } from '../erasure-date.ts'

/** How a person stands to a mailbox of their own. */
export type Standing =
  | { kind: 'none' }
  | { kind: 'open' }
  /** `until`: when nobody can read its letters any more. */
  | { kind: 'closed'; until: Date }

export async function standingOf(trx: Trx, personId: string): Promise<Standing> {
  const { rows } = await sql<{ state: string; profile: 'dk' | 'no'; changedAt: Date; erased: boolean }>`
    select m.state, m.profile, m.state_changed_at as "changedAt", m.content_erased_at is not null as erased
      from person p join mailbox m on m.mailbox_id = p.mailbox_id
     where p.person_id = ${personId}::uuid`.execute(trx)
  const mailbox = rows[0]
  if (!mailbox || mailbox.erased) return { kind: 'none' }
  if (mailbox.state !== 'closed') return { kind: 'open' }
  return { kind: 'closed', until: erasureOf(mailbox.profile, mailbox.changedAt) }
}

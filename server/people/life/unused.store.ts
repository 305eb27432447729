/** SQL of mailboxes that perhaps nobody uses any more (R1, R13). Through the post office's door. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { UnusedFacts } from '#rules/unused-mailbox.ts'

/** `personId`: null is an enterprise's. */
export type LookedAt = UnusedFacts & { mailboxId: string; personId: string | null }

/**
 * Those that are to be looked at by now, the longest due first, each with what was last done in it: by its owner, by whoever has access
 * to it or works for the enterprise, or by a program with a token; and letters that came and went. Staff, the operator and the post office
 * itself do not count, nor do sign-ins that were refused. Held until the transaction ends; those that another process holds are its own.
 * Estates have clocks of their own.
 */
export async function holdUnused(
  trx: Trx,
  which: { now: Date; most: number } | { mailboxId: string },
): Promise<LookedAt[]> {
  const one = 'mailboxId' in which
  const { rows } = await sql<LookedAt>`
    select m.mailbox_id as "mailboxId", m.person_id as "personId", m.profile, m.idle_warned_at as "warnedAt", greatest(m.opened_at,
      (select max(e.at) from sign_in_event e where e.person_id = m.person_id and e.outcome <> 'refused'),
      (select max(s.last_seen_at) from session s where s.person_id = m.person_id and s.ended_at is null),
      (select max(s.last_seen_at) from employee e join session s on s.acting_employee_id = e.employee_id
        where e.mailbox_id = m.mailbox_id and s.ended_at is null),
      (select max(v.at) from employee_event v where v.mailbox_id = m.mailbox_id and v.by_kind in ('administrator', 'employee')),
      (select max(d.last_used_at) from app_session d where d.person_id = m.person_id),
      (select max(t.last_used_at) from personal_token t where t.mailbox_id = m.mailbox_id),
      (select max(a.at) from access_log a where a.mailbox_id = m.mailbox_id and a.actor_kind not in ('staff', 'system')),
      (select l.accepted_at from letter l where l.mailbox_id = m.mailbox_id order by l.letter_id desc limit 1),
      (select w.sent_at from sent_letter w where w.mailbox_id = m.mailbox_id order by w.letter_id desc limit 1)) as "lastUsedAt"
    from mailbox m
    where ${one ? sql`m.mailbox_id = ${which.mailboxId}::uuid` : sql`m.idle_look_at <= ${which.now}`}
      and m.state <> 'closed' and m.death_notice_at is null
    order by m.idle_look_at limit ${one ? 1 : which.most}
    for update of m ${one ? sql`` : sql`skip locked`}`.execute(trx)
  return rows
}

/** `warnedAt` left out: as it was. */
export async function setLook(
  trx: Trx,
  looks: readonly { mailboxId: string; lookAt: Date | null; warnedAt?: Date }[],
): Promise<void> {
  await sql`
    update mailbox m set idle_look_at = r.look_at, idle_warned_at = coalesce(r.warned_at, m.idle_warned_at)
    from unnest(${looks.map((r) => r.mailboxId)}::uuid[], ${looks.map((r) => r.lookAt)}::timestamptz[],
      ${looks.map((r) => r.warnedAt ?? null)}::timestamptz[]) as r(mailbox_id, look_at, warned_at)
    where m.mailbox_id = r.mailbox_id`.execute(trx)
}

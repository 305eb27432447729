/**
 * N-07: an employment that nobody ends any more ends by itself, so that the years for which it is kept begin: the enterprise's mailbox is
 * erased, or the employee has died. Runs from the hourly clearing job; may run twice, and stop anywhere.
 */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { lockEnterprise } from '#people/employees/employees.store.ts'
import { addMonths } from '#rules/add-months.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import type { Identity } from '../room.ts'
import { endLocked } from './end-employment.ts'

type Room = Pick<Identity, 'db' | 'clock'>
/** `since`: from when they could no longer act. */
type Orphan = {
  mailboxId: string
  employeeId: string
  personId: string | null
  enterprise: string
  since: Date
}

const A_RUN = 500

/** @returns how many ended */
export async function endOrphaned(room: Room): Promise<number> {
  let ended = 0
  for (const find of [ofErased, ofDead]) {
    for (let after: string | undefined = NOBODY; after !== undefined; ) {
      const { orphans, last } = await find(room, after)
      for (const orphan of orphans) ended += Number(await end(room, orphan))
      after = last
    }
  }
  return ended
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

function end(room: Room, { mailboxId, employeeId, since, ...told }: Orphan): Promise<boolean> {
  return asPostOffice(room.db, async (trx) => {
    await lockEnterprise(trx, mailboxId)
    const event = { mailboxId, employeeId, event: 'ended', at: room.clock(), by: 'system' } as const
    return endLocked(trx, event, told, since)
  })
}

type Found = { orphans: Orphan[]; last: string | undefined }

const pageOf = (orphans: Orphan[], all: readonly { employeeId: string }[]): Found => ({
  orphans,
  last: all.length < A_RUN ? undefined : all.at(-1)!.employeeId,
})

/** Nobody acts for an enterprise from its closing on; that it is not opened again stands with the erasure. */
async function ofErased({ db }: Room, after: string): Promise<Found> {
  const { rows } = await asPostOffice(db, (trx) =>
    sql<Orphan>`
      select e.mailbox_id as "mailboxId", e.employee_id as "employeeId", e.person_id as "personId", n.name as enterprise,
             m.state_changed_at as since
        from mailbox m join employee e on e.mailbox_id = m.mailbox_id
        join enterprise n on n.enterprise_id = e.enterprise_id
       where m.content_erased_at is not null and e.state <> 'ended' and e.employee_id > ${after}::uuid
       order by e.employee_id limit ${A_RUN}::int`.execute(trx),
  )
  return pageOf(rows, rows)
}

/**
 * Registers err, and a notice of death may be taken back: an employment waits for that as long as nothing hangs on it. Who has died neither
 * signs in nor counts as an administrator meanwhile, and their certificates are revoked.
 */
async function ofDead({ db, clock }: Room, after: string): Promise<Found> {
  return asPostOffice(db, async (trx) => {
    const { rows } = await sql<Omit<Orphan, 'since'> & { ownMailbox: string | null }>`
      select e.mailbox_id as "mailboxId", e.employee_id as "employeeId", e.person_id as "personId", n.name as enterprise,
             p.mailbox_id as "ownMailbox"
        from employee e join person p on p.person_id = e.person_id and p.status = 'deceased'
        join enterprise n on n.enterprise_id = e.enterprise_id
       where e.state <> 'ended' and e.employee_id > ${after}::uuid
       order by e.employee_id limit ${A_RUN}::int`.execute(trx)
    // Their own mailboxes apart, so that no join leaves a mailbox.
    const own = rows.flatMap(({ ownMailbox }) => ownMailbox ?? [])
    const notices = await sql<{ mailboxId: string; at: Date }>`
      select mailbox_id as "mailboxId", death_notice_at as at from mailbox
       where mailbox_id = any(${own}::uuid[]) and death_notice_at is not null`.execute(trx)
    const noticeOf = new Map(notices.rows.map(({ mailboxId, at }) => [mailboxId, at]))
    const now = clock()
    const orphans = rows.flatMap(({ ownMailbox, ...orphan }) => {
      const since = (ownMailbox && noticeOf.get(ownMailbox)) || now
      const waits = since !== now && addMonths(since, EMPLOYEE_LIMITS.afterDeathMonths) > now
      return waits ? [] : [{ ...orphan, since }]
    })
    return pageOf(orphans, rows)
  })
}

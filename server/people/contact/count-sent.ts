/** P-09: how many verification mails and codes by SMS go out for a mailbox in a day, whatever address or number they go to. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'

const DAY_MS = 24 * 3_600_000

/** What is counted, and how it is called to whoever has had enough. */
const COUNTED = {
  email_links: 'verification mails',
  sms_codes: 'codes',
} as const

/**
 * Counts one more of a mailbox whose row the caller has locked. A day begins with its first. The refusal undoes the count again, so that the row
 * never says more than was sent. @throws Refusal `too-many-requests`
 */
export async function countSent(
  trx: Trx,
  mailboxId: string,
  what: keyof typeof COUNTED,
  { at, perDay }: { at: Date; perDay: number },
): Promise<void> {
  const [count, begun] = [sql.ref(what), sql.ref(`${what}_since`)]
  const goesOn = sql`coalesce(${begun} > ${at}::timestamptz - interval '24 hours', false)`
  const { rows } = await sql<{ sent: number; since: Date }>`
    update mailbox set ${count} = case when ${goesOn} then ${count} + 1 else 1 end,
      ${begun} = case when ${goesOn} then ${begun} else ${at}::timestamptz end
    where mailbox_id = ${mailboxId}::uuid
    returning ${count} as sent, ${begun} as since`.execute(trx)
  const { sent, since } = rows[0]!
  if (sent > perDay)
    throw refuse('too-many-requests', {
      detail: `At most ${perDay} ${COUNTED[what]} in 24 hours.`,
      retryAfterSeconds: Math.ceil((since.getTime() + DAY_MS - at.getTime()) / 1000),
    })
}

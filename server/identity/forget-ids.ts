/**
 * Retention of private IDs (N-07, N-12): six years after somebody ceased to hold one, everything of it goes. What staff did and what was
 * disclosed, the audit trail of the issuer, has its own time (forget-expired.ts); so have certificates, which relying parties may still check.
 */
import { sql } from 'kysely'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { Identity } from './room.ts'

const ID_KEEP_YEARS = 6
const IDS_A_RUN = 200

/** In an order in which nothing points at what is gone; `login` is the last. */
const OF_THE_ID = [
  'sign_in_challenge',
  'sign_in_device',
  'code_card',
  'app_session',
  'known_browser',
  'upstream_link',
  'sign_in_origin',
  'sign_in_event',
  'usage_service',
  'usage_choice',
  'openid_artifact',
  'disclosure_consent',
  'disclosure_event',
  'security_notice',
  'id_agreement',
  'activation_code',
  'id_letter',
  'id_block',
  'data_block',
  'access_request',
  'fraud_case',
  'session',
  'login',
] as const

/**
 * An ID ends with the mailbox that it opens: closed, or its owner dead. Who signs in elsewhere with it still, acts for an enterprise, or
 * whose use is being looked into, keeps it. May run twice, and stop anywhere. @returns how many IDs went
 */
export async function forgetIds(identity: Pick<Identity, 'db' | 'clock'>): Promise<number> {
  const now = identity.clock()
  let forgotten = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const run = await asPostOffice(identity.db, (trx) => forgetAfter(trx, after, now))
    forgotten += run.forgotten
    if (run.last === undefined) return forgotten
    after = run.last
  }
}

/** The next few by their key. `last`: undefined when there are no more. */
async function forgetAfter(
  trx: Trx,
  after: string,
  now: Date,
): Promise<{ forgotten: number; last: string | undefined }> {
  // The closing of an estate, years after, is no new end of what ended with the death.
  const since = sql`coalesce(least(case when m.state = 'closed' then m.state_changed_at end,
    case when p.status = 'deceased' then m.death_notice_at end), m.state_changed_at)`
  const { rows } = await sql<{ personId: string }>`
    select p.person_id as "personId" from login l
      join person p on p.person_id = l.person_id join mailbox m on m.mailbox_id = p.mailbox_id
     where p.person_id > ${after}::uuid and (m.state = 'closed' or p.status = 'deceased')
       and (${since} at time zone 'UTC') + make_interval(years => ${ID_KEEP_YEARS}::int)
           <= (${now}::timestamptz at time zone 'UTC')
       and not exists (select from sign_in_event s where s.person_id = p.person_id and s.outcome = 'signed-in'
         and s.at > ${now}::timestamptz - make_interval(years => ${ID_KEEP_YEARS}::int))
       and not exists (select from fraud_case c where c.person_id = p.person_id and c.closed_at is null)
     order by p.person_id limit ${IDS_A_RUN}::int for update of l skip locked`.execute(trx)
  const ended = rows.map(({ personId }) => personId)
  // Employments lie in the enterprises' mailboxes: asked apart, so that no join leaves a mailbox.
  const acting = await sql<{ personId: string }>`
    select distinct person_id as "personId" from employee
     where person_id = any(${ended}::uuid[]) and state = 'active'`.execute(trx)
  const keep = new Set(acting.rows.map(({ personId }) => personId))
  const ids = ended.filter((personId) => !keep.has(personId))
  if (ids.length > 0)
    for (const table of OF_THE_ID)
      await sql`delete from ${sql.table(table)} where person_id = any(${ids}::uuid[])`.execute(trx)
  return { forgotten: ids.length, last: ended.at(-1) }
}

/** SQL of `access_grant` as both the access room and the sign-in read it: through the door of the mailbox it is for, by its holder
 * through the post office's. Who may give and answer one is decided in server/access. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { GrantedCapacity } from '#rules/powers.ts'

/** What a grant in force says. Folders and senders both null: the whole mailbox. */
export type GrantInForce = {
  readonly capacity: GrantedCapacity
  readonly folderIds: readonly string[] | null
  readonly senderIds: readonly string[] | null
  readonly endsAt: Date | null
}

type Asked = { mailboxId: string; grantId: string; personId: string; at: Date }

/**
 * A power over the living ends with their life, one over an estate begins there (B-12); each ends by its clock and at once when it
 * is taken back. Written once, for every question about a grant; `g` is the grant, `o` the register's row of the mailbox's owner.
 */
const inForce = (at: Date) => sql`g.state = 'active' and (g.ends_at is null or g.ends_at > ${at})
  and (g.capacity = 'heir') = (o.status = 'deceased')`

const FACTS = sql.raw(
  `g.capacity, g.folder_ids as "folderIds", g.sender_ids as "senderIds", g.ends_at as "endsAt"`,
)

/** The grant as it is in force at this moment; undefined when it is not, not any more, or not theirs. */
export async function grantInForce(trx: Trx, asked: Asked): Promise<GrantInForce | undefined> {
  const { rows } = await grantQuery(asked).execute(trx)
  return rows[0]
}

/** The same, and it stays so until the transaction ends. */
export async function holdGrantInForce(trx: Trx, asked: Asked): Promise<GrantInForce | undefined> {
  const { rows } = await sql<GrantInForce>`${grantQuery(asked)} for share of g`.execute(trx)
  return rows[0]
}

const grantQuery = ({ mailboxId, grantId, personId, at }: Asked) => sql<GrantInForce>`
  select ${FACTS} from access_grant g
    join mailbox m on m.mailbox_id = g.mailbox_id join person o on o.person_id = m.person_id
   where g.mailbox_id = ${mailboxId}::uuid and g.grant_id = ${grantId}::uuid and g.holder_id = ${personId}::uuid
     and ${inForce(at)}`

export type SharedWith = GrantInForce & {
  readonly grantId: string
  readonly mailboxId: string
  /** The owner's, as the register has it. */
  readonly ownerName: string
  readonly notices: boolean
}

/** Every mailbox this person may act in by a grant in force; through the post office's door. */
export async function grantsInForceOf(trx: Trx, personId: string, at: Date): Promise<SharedWith[]> {
  const { rows } = await sql<SharedWith>`
    select ${FACTS}, g.grant_id as "grantId", g.mailbox_id as "mailboxId", g.notices,
           o.given_names || ' ' || o.family_name as "ownerName"
      from access_grant g
      join mailbox m on m.mailbox_id = g.mailbox_id join person o on o.person_id = m.person_id
     where g.holder_id = ${personId}::uuid and ${inForce(at)} and m.state <> 'closed'
     order by lower(o.given_names || ' ' || o.family_name), g.grant_id limit 200`.execute(trx)
  return rows
}

/** What heirs hold in these mailboxes; nothing of it comes back when the register changes its mind again. */
export async function endEstateGrants(
  trx: Trx,
  mailboxIds: readonly string[],
  end: { why: 'not-dead'; at: Date },
): Promise<void> {
  if (mailboxIds.length === 0) return
  await sql`
    update access_grant set state = 'ended', ended_at = ${end.at}, ended_why = ${end.why}
     where mailbox_id = any(${mailboxIds}::uuid[]) and state = 'active' and capacity = 'heir'`.execute(trx)
}

/** Everything anybody holds in a mailbox that is closed for good. */
export async function endEveryGrant(
  trx: Trx,
  mailboxId: string,
  end: { why: 'died' | 'taken-back'; at: Date },
): Promise<void> {
  await sql`
    update access_grant set state = 'ended', ended_at = ${end.at}, ended_why = ${end.why}, answer_by = null
     where mailbox_id = ${mailboxId}::uuid and state in ('invited', 'active')`.execute(trx)
}

/** The folders and those that lie in them, as they lie at this moment. */
export async function foldersWithin(
  trx: Trx,
  mailboxId: string,
  folderIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ folderId: string }>`
    with recursive within as (
      select folder_id from folder where mailbox_id = ${mailboxId} and folder_id = any(${folderIds}::uuid[])
      union
      select f.folder_id from folder f join within w on f.parent_id = w.folder_id where f.mailbox_id = ${mailboxId}
    ) select folder_id as "folderId" from within`.execute(trx)
  return rows.map((row) => row.folderId)
}

/** SQL of `staff_member`. Through the post office's door. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** One person of the register each, with a key of their own: what two members do, two people do (migrations 0033, 0050). */
export type Member = { staff: string; personId: string; publicKey: Buffer }

/** One who is still staff. */
export async function memberOf(trx: Trx, staff: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`
    select staff, person_id as "personId", public_key as "publicKey" from staff_member
     where staff = ${staff} and ended_at is null`.execute(trx)
  return rows[0]
}

/** False when the name, the person or the key is taken, by a past member too. */
export async function insertMember(trx: Trx, member: Member, at: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into staff_member (staff, person_id, public_key, since)
    values (${member.staff}, ${member.personId}, ${member.publicKey}, ${at}) on conflict do nothing returning staff`.execute(
    trx,
  )
  return rows.length === 1
}

export async function endMember(trx: Trx, staff: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update staff_member set ended_at = ${at} where staff = ${staff} and ended_at is null returning staff`.execute(
    trx,
  )
  return rows.length === 1
}

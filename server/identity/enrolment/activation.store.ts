/** SQL of `activation_code` and `id_agreement`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { CodeChannel, CodePurpose } from '#rules/activation.ts'

/** Stands for nobody, so that the same statements run for a number that nobody has. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

export type Registered = {
  personId: string
  country: 'dk' | 'no'
  status: string
  enrolled: boolean
  /** Null without a mailbox, and while it is closed (B-09): the ID lives on without it. */
  mailboxId: string | null
}

/** Whose number it is. Ten digits are Danish, eleven Norwegian. The row is held, so that orders for one person take turns. */
export async function holdRegistered(trx: Trx, digits: string): Promise<Registered | null> {
  const { rows } = await sql<Registered>`
    select p.person_id as "personId", p.country, p.status, p.mailbox_id as "mailboxId",
           exists (select from login l where l.person_id = p.person_id) as enrolled
      from person p
     where p.country = ${digits.length === 11 ? 'no' : 'dk'}::text and p.national_number = ${digits}::text
       for no key update of p`.execute(trx)
  return rows[0] ?? null
}

/** Held until the transaction ends: what is ordered for one person, and what comes of it, takes turns. */
export async function holdPerson(trx: Trx, personId: string): Promise<void> {
  await sql`select from person where person_id = ${personId}::uuid for no key update`.execute(trx)
}

/** When letters with codes were ordered for this person in the last thirty days; those a block or a move made void don't count. */
export const lettersOrdered = (trx: Trx, personId: string, now: Date): Promise<number[]> =>
  codesOrdered(trx, personId, 'letter', now)

/** When codes were ordered by this channel in the last thirty days, since the last block; not those that went to an address left since. */
export async function codesOrdered(
  trx: Trx,
  personId: string,
  channel: CodeChannel,
  now: Date,
): Promise<number[]> {
  const { rows } = await sql<{ at: Date }>`
    select ordered_at as at from activation_code
     where person_id = ${personId}::uuid and channel = ${channel} and ended_why is distinct from 'moved'
       and ordered_at > ${now}::timestamptz - interval '30 days'
       and ordered_at > coalesce((select blocked_at from login where person_id = ${personId}::uuid), '-infinity')`.execute(
    trx,
  )
  return rows.map(({ at }) => at.getTime())
}

export type NewActivation = {
  activationId: string
  personId: string
  purpose: CodePurpose
  channel: CodeChannel
  reference: string
  codeHash: Buffer
  orderedAt: Date
  usableFrom: Date
  expiresAt: Date
  staff: string | null
  reason: string | null
  firstActId: string | null
  secondActId: string | null
}

export async function addActivation(trx: Trx, code: NewActivation): Promise<void> {
  await sql`
    insert into activation_code (activation_id, person_id, purpose, channel, reference, code_hash, ordered_at, usable_from,
                                 expires_at, staff, reason, first_act_id, second_act_id)
    values (${code.activationId}, ${code.personId}, ${code.purpose}, ${code.channel}, ${code.reference},
            ${code.codeHash}, ${code.orderedAt}, ${code.usableFrom}, ${code.expiresAt}, ${code.staff}, ${code.reason},
            ${code.firstActId}, ${code.secondActId})`.execute(trx)
}

export type ActivationRow = {
  activationId: string
  personId: string
  purpose: CodePurpose
  channel: CodeChannel
  codeHash: Buffer
  usableFrom: Date
  expiresAt: Date
  wrongTries: number
  endedAt: Date | null
  country: 'dk' | 'no'
  status: string
  mailboxId: string | null
  userId: string | null
  enrolled: boolean
  /** The whole ID is (N-11). */
  blocked: boolean
}

const COLUMNS = sql.raw(`a.activation_id as "activationId", a.person_id as "personId", a.purpose, a.channel,
  a.code_hash as "codeHash", a.usable_from as "usableFrom", a.expires_at as "expiresAt", a.wrong_tries as "wrongTries",
  a.ended_at as "endedAt", p.country, p.status, case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId", l.user_id as "userId",
  l.person_id is not null as enrolled, l.blocked_at is not null as blocked`)

/** Codes of this person with this reference, which is hardly ever more than one. The name is a number or a user ID. */
export async function findByReference(
  trx: Trx,
  name: { digits: string | null; userIdForm: string | null },
  reference: string,
): Promise<ActivationRow[]> {
  const { rows } = await sql<ActivationRow>`
    select ${COLUMNS}
      from person p left join login l on l.person_id = p.person_id
      join activation_code a on a.person_id = p.person_id and a.reference = ${reference}::text
     where (p.national_number = ${name.digits}::text
            and p.country = case length(${name.digits}::text) when 11 then 'no' else 'dk' end)
        or l.user_id_form = ${name.userIdForm}::text
     order by a.activation_id for update of a`.execute(trx)
  return rows
}

export async function findActivation(db: Db | Trx, activationId: string): Promise<ActivationRow | null> {
  const { rows } = await sql<ActivationRow>`
    select ${COLUMNS}
      from activation_code a join person p on p.person_id = a.person_id
      left join login l on l.person_id = a.person_id
     where a.activation_id = ${activationId}::uuid`.execute(db)
  return rows[0] ?? null
}

/** The try that reaches the bound ends the code. */
export async function countWrongTry(
  trx: Trx,
  activationId: string,
  triesMax: number,
  now: Date,
): Promise<void> {
  await sql`
    update activation_code
       set wrong_tries = wrong_tries + 1,
           ended_at = case when wrong_tries + 1 >= ${triesMax} then coalesce(ended_at, ${now}::timestamptz) else ended_at end,
           ended_why = case when wrong_tries + 1 >= ${triesMax} then coalesce(ended_why, 'wrong') else ended_why end
     where activation_id = ${activationId}::uuid`.execute(trx)
}

/** False when another request used or ended it meanwhile, or a first ID is issued already. With it every other code of the person is over. */
export async function spendActivation(trx: Trx, row: ActivationRow, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update activation_code set ended_at = ${now}, ended_why = 'used'
     where activation_id = ${row.activationId}::uuid and ended_at is null and expires_at > ${now} and usable_from <= ${now}
       and (purpose <> 'enrol' or not exists (select from login l where l.person_id = activation_code.person_id))
    returning activation_id`.execute(trx)
  if (rows.length === 0) return false
  await endCodes(trx, row.personId, 'superseded', now)
  return true
}

export async function endCodes(
  trx: Trx,
  personId: string,
  why: 'superseded' | 'blocked',
  now: Date,
): Promise<void> {
  await sql`
    update activation_code set ended_at = ${now}, ended_why = ${why}
     where person_id = ${personId}::uuid and ended_at is null`.execute(trx)
}

/** The letter that carried it never arrived: a code, or a card. The card it should have followed orders another one. */
export async function endReturned(trx: Trx, aboutId: string, now: Date): Promise<void> {
  await sql`
    update activation_code set ended_at = ${now}, ended_why = 'returned'
     where activation_id = ${aboutId}::uuid and ended_at is null`.execute(trx)
  await sql`
    with gone as (
      update code_card set ended_at = ${now}, ended_why = 'returned'
       where card_id = ${aboutId}::uuid and ended_at is null and first_used_at is null returning person_id, why)
    update code_card set next_ordered_at = null
     where person_id in (select person_id from gone where why = 'running-out') and ended_at is null
       and card_id <> ${aboutId}::uuid`.execute(trx)
}

export async function appendAgreement(
  trx: Trx,
  agreement: {
    personId: string
    agreementId: string
    agreement: 'id-terms' | 'public-services-and-signature'
    accepted: boolean
    textVersion: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into id_agreement (person_id, agreement_id, agreement, accepted, text_version, at)
    values (${agreement.personId}, ${agreement.agreementId}, ${agreement.agreement}, ${agreement.accepted},
            ${agreement.textVersion}, ${agreement.at})`.execute(trx)
}

export async function markEnrolled(trx: Trx, personId: string, now: Date): Promise<void> {
  await sql`update login set enrolled_at = coalesce(enrolled_at, ${now}) where person_id = ${personId}::uuid`.execute(
    trx,
  )
}

/** Which block code is good; the first one before there is a login. */
export async function blockCodeNo(db: Db | Trx, personId: string): Promise<number> {
  const { rows } = await sql<{ no: number }>`
    select block_code_no as no from login where person_id = ${personId}::uuid`.execute(db)
  return rows[0]?.no ?? 1
}

export async function appendDeskAct(
  trx: Trx,
  act: {
    actId: string
    personId: string
    act: string
    staff: string
    reason: string
    /** Where one alone is not enough. */
    signature?: Buffer
    at: Date
  },
): Promise<void> {
  await sql`
    insert into id_desk_act (act_id, person_id, act, staff, reason, signature, at)
    values (${act.actId}, ${act.personId}, ${act.act}, ${act.staff}, ${act.reason}, ${act.signature ?? null}, ${act.at})`.execute(
    trx,
  )
}

/** The latest look at this person's passport by another who is still staff, of which no code was made yet. */
export async function firstLook(
  trx: Trx,
  { personId, since, otherThan }: { personId: string; since: Date; otherThan: string },
): Promise<string | null> {
  const { rows } = await sql<{ actId: string }>`
    select d.act_id as "actId" from id_desk_act d join staff_member m on m.staff = d.staff and m.ended_at is null
     where d.person_id = ${personId} and d.act = 'hand-over-code' and d.signature is not null and d.at > ${since}
       and d.staff <> ${otherThan}
       and not exists (select from activation_code c where d.act_id in (c.first_act_id, c.second_act_id))
     order by d.at desc limit 1`.execute(trx)
  return rows[0]?.actId ?? null
}

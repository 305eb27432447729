/** The SQL of what a person wants to be told, and how. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type Choices = {
  byEmail: boolean
  bySms: boolean
  byPush: boolean
  reminders: { byEmail: boolean; bySms: boolean; byPush: boolean }
  digestHour: number | null
  quietFrom: number | null
  quietUntil: number | null
}

export async function readChoices(
  trx: Trx,
  mailboxId: string,
): Promise<(Choices & { state: string }) | undefined> {
  const { rows } = await sql<Choices & { state: string }>`
    select notice_by_email as "byEmail", notice_by_sms as "bySms", notice_by_push as "byPush", digest_hour as "digestHour",
      json_build_object('byEmail', reminder_by_email, 'bySms', reminder_by_sms, 'byPush', reminder_by_push) as reminders,
      quiet_from as "quietFrom", quiet_until as "quietUntil", state
    from mailbox where mailbox_id = ${mailboxId}::uuid for no key update`.execute(trx)
  return rows[0]
}

/** `sinceNow`: a digest that is chosen now tells of what comes from now on. */
export async function writeChoices(
  trx: Trx,
  mailboxId: string,
  choices: Choices,
  sinceNow: Date | null,
): Promise<void> {
  await sql`
    update mailbox set notice_by_email = ${choices.byEmail}, notice_by_sms = ${choices.bySms},
      notice_by_push = ${choices.byPush}, reminder_by_email = ${choices.reminders.byEmail},
      reminder_by_sms = ${choices.reminders.bySms}, reminder_by_push = ${choices.reminders.byPush}, digest_hour = ${choices.digestHour}, quiet_from = ${choices.quietFrom},
      quiet_until = ${choices.quietUntil}, digest_sent_at = coalesce(${sinceNow}::timestamptz, digest_sent_at)
    where mailbox_id = ${mailboxId}::uuid`.execute(trx)
}

export type SenderChoiceRow = {
  choiceId: string
  name: string
  byEmail: boolean
  bySms: boolean
  byPush: boolean
}

export async function readSenderChoices(trx: Trx, mailboxId: string): Promise<SenderChoiceRow[]> {
  const { rows } = await sql<SenderChoiceRow>`
    select c.sender_id as "choiceId", s.name || coalesce(' (' || s.writer_name || ')', '') as name, c.by_email as "byEmail", c.by_sms as "bySms", c.by_push as "byPush"
    from notice_choice c join sender s on s.sender_id = c.sender_id
    where c.mailbox_id = ${mailboxId}::uuid order by s.name, s.sender_id limit 500`.execute(trx)
  return rows
}

/** About the sender of a letter in this mailbox, what is named only; false when there is no such letter. */
export async function putSenderChoice(
  trx: Trx,
  choice: { mailboxId: string; letterId: string; byEmail?: boolean; bySms?: boolean; byPush?: boolean },
): Promise<boolean> {
  const [byEmail, bySms, byPush] = [choice.byEmail ?? null, choice.bySms ?? null, choice.byPush ?? null]
  const { rows } = await sql`
    insert into notice_choice (mailbox_id, sender_id, by_email, by_sms, by_push)
    select l.mailbox_id, l.sender_id, coalesce(${byEmail}::boolean, true), coalesce(${bySms}::boolean, true),
      coalesce(${byPush}::boolean, true)
    from letter l where l.mailbox_id = ${choice.mailboxId}::uuid and l.letter_id = ${choice.letterId}::uuid
      and l.delivered_at is not null and l.sender_id is not null
    on conflict (mailbox_id, sender_id) do update
      set by_email = coalesce(${byEmail}::boolean, notice_choice.by_email),
        by_sms = coalesce(${bySms}::boolean, notice_choice.by_sms),
        by_push = coalesce(${byPush}::boolean, notice_choice.by_push)
    returning sender_id`.execute(trx)
  return rows.length === 1
}

export async function deleteSenderChoice(trx: Trx, mailboxId: string, senderId: string): Promise<boolean> {
  const gone = await sql`
    delete from notice_choice where mailbox_id = ${mailboxId}::uuid and sender_id = ${senderId}::uuid`.execute(
    trx,
  )
  return gone.numAffectedRows === 1n
}

export type PushRow = { deviceId: string; name: string; addedAt: Date }

export async function readPushDevices(trx: Trx, mailboxId: string): Promise<PushRow[]> {
  const { rows } = await sql<PushRow>`
    select subscription_id as "deviceId", device as name, added_at as "addedAt" from push_subscription
    where mailbox_id = ${mailboxId}::uuid order by added_at desc, subscription_id limit 20`.execute(trx)
  return rows
}

/** The same browser again keeps its place, gets its new keys, and is registered from now on (R6). */
export async function putPushDevice(
  trx: Trx,
  device: {
    mailboxId: string
    subscriptionId: string
    endpoint: string
    publicKey: Uint8Array
    authSecret: Uint8Array
    name: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into push_subscription (mailbox_id, subscription_id, endpoint, public_key, auth_secret, device, added_at)
    values (${device.mailboxId}::uuid, ${device.subscriptionId}::uuid, ${device.endpoint}, ${Buffer.from(device.publicKey)},
      ${Buffer.from(device.authSecret)}, ${device.name}, ${device.at})
    on conflict (mailbox_id, endpoint) do update set public_key = excluded.public_key, auth_secret = excluded.auth_secret,
      device = excluded.device, added_at = excluded.added_at`.execute(trx)
}

export async function deletePushDevice(
  trx: Trx,
  mailboxId: string,
  subscriptionId: string,
): Promise<boolean> {
  const gone = await sql`
    delete from push_subscription where mailbox_id = ${mailboxId}::uuid and subscription_id = ${subscriptionId}::uuid`.execute(
    trx,
  )
  return gone.numAffectedRows === 1n
}

/** SQL of `sign_in_device`. Revoked devices are never found here. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type DeviceRow = {
  deviceId: string
  personId: string
  kind: 'totp' | 'passkey'
  name: string
  registeredAt: Date
  lastUsedAt: Date | null
  backedUp: boolean
  wrongCodes: number
}
export type TotpRow = { deviceId: string; secretSealed: Buffer; lastStep: number | null; wrongCodes: number }
export type PasskeyRow = {
  deviceId: string
  personId: string
  credentialId: Buffer
  publicKey: Buffer
  counter: number
  transports: string[]
}

export async function listDevices(db: Db | Trx, personId: string): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    select device_id as "deviceId", person_id as "personId", kind, name, registered_at as "registeredAt",
           last_used_at as "lastUsedAt", backed_up as "backedUp", wrong_codes as "wrongCodes"
      from sign_in_device where person_id = ${personId}::uuid and revoked_at is null
     order by device_id limit 50`.execute(db)
  return rows
}

/** What a session may be raised with: each device's wrong codes in a row, and what is left of each code card. */
export type StepUpMeans = { devices: number[]; cards: { wrongCodes: number; used: number; codes: number }[] }

/** Columns `devices` and `cards`; `person` is an expression of SQL. */
export const stepUpMeans = (person: string): string => `
  array(select wrong_codes from sign_in_device where person_id = ${person} and revoked_at is null limit 50)::int[] as devices,
  array_to_json(array(
    select json_build_object('wrongCodes', wrong_codes, 'used', cardinality(used_places), 'codes', cardinality(keys))
      from code_card where person_id = ${person} and ended_at is null limit 20)) as cards`

/** Takes the person's login row first: two changes of one person's devices run one after the other. */
export async function lockDevices(trx: Trx, personId: string): Promise<DeviceRow[]> {
  await sql`select from login where person_id = ${personId}::uuid for update`.execute(trx)
  return listDevices(trx, personId)
}

export async function listTotp(db: Db | Trx, personId: string): Promise<TotpRow[]> {
  const { rows } = await sql<Omit<TotpRow, 'lastStep'> & { lastStep: string | null }>`
    select device_id as "deviceId", secret_sealed as "secretSealed", last_step as "lastStep", wrong_codes as "wrongCodes"
      from sign_in_device
     where person_id = ${personId}::uuid and kind = 'totp' and revoked_at is null order by device_id`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, lastStep: row.lastStep === null ? null : Number(row.lastStep) }))
}

/** Marks the step as used. False when another request was faster with this or a later one: then it is a replay. */
export async function useStep(trx: Trx, deviceId: string, step: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update sign_in_device set last_step = ${step}, last_used_at = ${now}, wrong_codes = 0
     where device_id = ${deviceId}::uuid and revoked_at is null and (last_step is null or last_step < ${step})
    returning device_id`.execute(trx)
  return rows.length === 1
}

/** A wrong code can't be told to belong to one of several apps: it counts against each. @returns names of those it has just blocked */
export async function countWrongCode(trx: Trx, personId: string, codesMax: number): Promise<string[]> {
  const { rows } = await sql<{ name: string; wrongCodes: number }>`
    update sign_in_device set wrong_codes = least(wrong_codes + 1, 1000)
     where person_id = ${personId}::uuid and kind = 'totp' and revoked_at is null
    returning name, wrong_codes as "wrongCodes"`.execute(trx)
  return rows.filter(({ wrongCodes }) => wrongCodes === codesMax).map(({ name }) => name)
}

export async function listPasskeys(db: Db | Trx, personId: string): Promise<PasskeyRow[]> {
  return passkeys(db, sql`person_id = ${personId}::uuid`)
}

export async function findPasskey(db: Db | Trx, credentialId: Buffer): Promise<PasskeyRow | null> {
  return (await passkeys(db, sql`credential_id = ${credentialId}`))[0] ?? null
}

async function passkeys(db: Db | Trx, where: ReturnType<typeof sql>): Promise<PasskeyRow[]> {
  const { rows } = await sql<Omit<PasskeyRow, 'counter'> & { counter: string }>`
    select device_id as "deviceId", person_id as "personId", credential_id as "credentialId",
           public_key as "publicKey", counter, transports
      from sign_in_device where kind = 'passkey' and revoked_at is null and ${where} order by device_id`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, counter: Number(row.counter) }))
}

/** False when the counter did not move on: two answers raced, or there are two copies of the key. */
export async function usePasskey(trx: Trx, deviceId: string, counter: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update sign_in_device set counter = ${counter}, last_used_at = ${now}
     where device_id = ${deviceId}::uuid and revoked_at is null
       and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0))
    returning device_id`.execute(trx)
  return rows.length === 1
}

export type NewDevice = {
  deviceId: string
  personId: string
  name: string
  now: Date
} & (
  | { kind: 'totp'; secretSealed: Buffer; lastStep: number | null }
  | {
      kind: 'passkey'
      credentialId: Buffer
      publicKey: Buffer
      counter: number
      transports: string[]
      backedUp: boolean
    }
)

/** False when this passkey is registered already. */
export async function addDevice(trx: Trx, device: NewDevice): Promise<boolean> {
  const totp = device.kind === 'totp' ? device : null
  const passkey = device.kind === 'passkey' ? device : null
  const { rows } = await sql`
    insert into sign_in_device (device_id, person_id, kind, name, registered_at, secret_sealed, last_step,
                                credential_id, public_key, counter, transports, backed_up)
    values (${device.deviceId}, ${device.personId}, ${device.kind}, ${device.name}, ${device.now},
            ${totp?.secretSealed ?? null}, ${totp?.lastStep ?? null}, ${passkey?.credentialId ?? null},
            ${passkey?.publicKey ?? null}, ${passkey?.counter ?? null}, ${passkey?.transports ?? []}::text[],
            ${passkey?.backedUp ?? false})
    on conflict (credential_id) do nothing returning device_id`.execute(trx)
  if (rows.length === 1) {
    await sql`
      update login set first_device_at = coalesce(first_device_at, ${device.now})
       where person_id = ${device.personId}::uuid`.execute(trx)
  }
  return rows.length === 1
}

export async function renameDevice(
  trx: Trx,
  personId: string,
  deviceId: string,
  name: string,
): Promise<void> {
  await sql`
    update sign_in_device set name = ${name}
     where device_id = ${deviceId}::uuid and person_id = ${personId}::uuid and revoked_at is null`.execute(
    trx,
  )
}

export async function revokeDevice(
  trx: Trx,
  personId: string,
  deviceId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update sign_in_device set revoked_at = ${now}
     where device_id = ${deviceId}::uuid and person_id = ${personId}::uuid and revoked_at is null
    returning device_id`.execute(trx)
  return rows.length === 1
}

/** Recovery: what was registered so far confirms nothing any more, and a first device may be registered again. */
export async function revokeAllDevices(trx: Trx, personId: string, now: Date): Promise<void> {
  await sql`
    update sign_in_device set revoked_at = ${now}
     where person_id = ${personId}::uuid and revoked_at is null`.execute(trx)
  await sql`
    update code_card set ended_at = ${now}, ended_why = 'revoked'
     where person_id = ${personId}::uuid and ended_at is null`.execute(trx)
  await sql`
    update login set first_device_at = null, void_before = ${now} where person_id = ${personId}::uuid`.execute(
    trx,
  )
}

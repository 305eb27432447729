/** SQL of `app_session`: devices that people keep (I-11, D-02). A device is looked up by the hash of its secret. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { Level } from '#rules/levels.ts'
import { PIN } from '#rules/pin.ts'

export type AppRow = {
  appId: string
  personId: string
  name: string
  pinHash: string | null
  level: Level
  raisedAt: Date
  openedAt: Date
  lastUsedAt: Date
}
export type AppEndedWhy =
  | 'ended-by-person'
  | 'wrong-pins'
  | 'replaced'
  | 'password-changed'
  | 'recovered'
  | 'blocked'

const COLUMNS = sql.raw(`app_id as "appId", person_id as "personId", name, pin_hash as "pinHash", level,
  raised_at as "raisedAt", opened_at as "openedAt", last_used_at as "lastUsedAt"`)

/** Whether it has run out is for the caller to ask: the period is the profile's. */
export async function findApp(db: Db | Trx, secretHash: Buffer): Promise<AppRow | null> {
  const { rows } = await sql<AppRow>`
    select ${COLUMNS} from app_session where secret_hash = ${secretHash} and ended_at is null`.execute(db)
  return rows[0] ?? null
}

/** Newest first, at most 50; those that ran out among them. */
export async function listApps(db: Db | Trx, personId: string): Promise<AppRow[]> {
  const { rows } = await sql<AppRow>`
    select ${COLUMNS} from app_session where person_id = ${personId}::uuid and ended_at is null
     order by app_id desc limit 50`.execute(db)
  return rows
}

export async function addApp(
  trx: Trx,
  app: Omit<AppRow, 'openedAt' | 'lastUsedAt'> & { secretHash: Buffer; now: Date },
): Promise<void> {
  await sql`
    insert into app_session (app_id, person_id, name, secret_hash, pin_hash, level, raised_at, opened_at, last_used_at)
    values (${app.appId}, ${app.personId}, ${app.name}, ${app.secretHash}, ${app.pinHash}, ${app.level},
            ${app.raisedAt}, ${app.now}, ${app.now})`.execute(trx)
}

/** The session goes on as one of this device; null when it ended meanwhile. */
export async function putSessionOnApp(
  trx: Trx,
  put: { sessionId: string; appId: string; fallsAt: Date | null },
): Promise<boolean> {
  const { rows } = await sql`
    update session set app_id = ${put.appId}::uuid, falls_at = ${put.fallsAt}
     where session_id = ${put.sessionId}::uuid and ended_at is null returning session_id`.execute(trx)
  return rows.length === 1
}

/** Used now, by what was shown: its PIN, a level anew, or (null) a password, which says nothing of the PIN and starts no new count of it. */
export async function markAppUsed(
  trx: Trx,
  use: { appId: string; shown: Level | 'pin' | null; now: Date },
): Promise<boolean> {
  const level = use.shown === 'pin' ? null : use.shown
  const { rows } = await sql`
    update app_session set last_used_at = ${use.now}, wrong_pins = case when ${use.shown !== null}::boolean then 0 else wrong_pins end,
           level = coalesce(${level}::text, level),
           raised_at = case when ${level}::text is null then raised_at else ${use.now}::timestamptz end
     where app_id = ${use.appId}::uuid and ended_at is null returning app_id`.execute(trx)
  return rows.length === 1
}

/**
 * Counts a try before the PIN is looked at: a hundred at once are five. Returns how many there were with this one; null when the
 * device is ended or has none left.
 */
export async function countPinTry(trx: Trx, appId: string): Promise<number | null> {
  const { rows } = await sql<{ tries: number }>`
    update app_session set wrong_pins = wrong_pins + 1
     where app_id = ${appId}::uuid and ended_at is null and wrong_pins < ${PIN.wrongMax}::int
    returning wrong_pins as tries`.execute(trx)
  return rows[0]?.tries ?? null
}

/** Ends this device, or all of the person's but one, and the sessions that run on them. Returns the names of those ended. */
export async function endApps(
  trx: Trx,
  end: { personId: string; appId?: string; keepAppId?: string | null; why: AppEndedWhy; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with gone as (
      update app_session set ended_at = ${end.now}, ended_why = ${end.why}
       where person_id = ${end.personId}::uuid and ended_at is null
         and (${end.appId ?? null}::uuid is null or app_id = ${end.appId ?? null}::uuid)
         and app_id is distinct from ${end.keepAppId ?? null}::uuid
      returning app_id, name),
    sessions as (
      update session s set ended_at = ${end.now}, ended_why = 'device-ended'
        from gone g where s.app_id = g.app_id and s.ended_at is null)
    select name from gone`.execute(trx)
  return rows.map(({ name }) => name)
}

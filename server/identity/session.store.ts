/** SQL of `session`. A token is looked up by its hash; everything else is asked with the person it belongs to. */
import { sql } from 'kysely'
import { askRows, type Db, type Trx } from '#ground/db.ts'
import type { Level } from '#rules/levels.ts'
import type { ProfileId } from '#rules/profiles.ts'

export type SessionLanguage = 'da' | 'nb' | 'sv' | 'en'
export type EndedWhy =
  | 'signed-out'
  | 'replaced'
  | 'ended-elsewhere'
  | 'password-changed'
  | 'device-ended'
  | 'employment-ended'
  | 'recovered'
  | 'blocked'
  | 'idle'
  | 'end-reached'

export type SessionRow = {
  sessionId: string
  personId: string
  mailboxId: string | null
  level: Level
  language: SessionLanguage
  profile: ProfileId
  startedAt: Date
  lastSeenAt: Date
  endsAt: Date
  fallsAt: Date | null
  passwordAt: Date | null
  browserHash: Buffer | null
  /** The kept device it runs on (D-02). */
  appId: string | null
  acting: Acting | null
  /** The key file that opened it: then it acts, and reaches nothing of the person's own. */
  keyId: string | null
  /** An activation code opened it: for an hour it may register the first devices (I-01). */
  activatedAt: Date | null
}

/** What a session acts by in another's mailbox: an employment (I-03) or a grant. Whether it still goes on, whoever acts on it asks in the same transaction. */
export type Acting =
  | { employeeId: string; enterpriseId: string; mailboxId: string }
  /** By a grant of a mailbox's owner, or of the law (B-10 to B-12). */
  | { grantId: string; mailboxId: string }

export const actingColumns = (acting: Acting | null) => ({
  employeeId: acting && 'employeeId' in acting ? acting.employeeId : null,
  enterpriseId: acting && 'employeeId' in acting ? acting.enterpriseId : null,
  grantId: acting && 'grantId' in acting ? acting.grantId : null,
  mailboxId: acting?.mailboxId ?? null,
})

const COLUMNS_TEXT = `s.session_id as "sessionId", s.person_id as "personId", s.mailbox_id as "mailboxId", s.level,
  s.language, s.profile, s.started_at as "startedAt", s.last_seen_at as "lastSeenAt", s.ends_at as "endsAt",
  s.falls_at as "fallsAt", s.password_at as "passwordAt", s.browser_hash as "browserHash", s.app_id as "appId",
  case when s.acting_employee_id is not null then json_build_object('employeeId', s.acting_employee_id,
    'enterpriseId', s.acting_enterprise_id, 'mailboxId', s.acting_mailbox_id)
    when s.acting_grant_id is not null then json_build_object('grantId', s.acting_grant_id,
    'mailboxId', s.acting_mailbox_id) end as acting, s.key_id as "keyId",
  s.activated_at as "activatedAt"`
const COLUMNS = sql.raw(COLUMNS_TEXT)

/** A session as a request finds it. `hasDevice`: a code app or passkey was registered; the last one can't be revoked. */
export type PresentSession = SessionRow & { hasDevice: boolean }

const OWNER_PRESENT = `l.blocked_at is null
       and p.status <> 'deceased' and (p.mailbox_state <> 'closed' or s.mailbox_id is null)`
const PRESENT = `s.ended_at is null and ${OWNER_PRESENT}`

/** The session of this token, unless ended by hand, or its owner has died or closed the mailbox it reaches into since
 * (D-05). One begun after the closing reaches into none: the ID lives on. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<PresentSession | null> {
  const { rows } = await sql<PresentSession>`
    select ${COLUMNS}, l.first_device_at is not null as "hasDevice"
      from session s join person p on p.person_id = s.person_id join login l on l.person_id = s.person_id
     where s.token_hash = ${tokenHash} and ${sql.raw(PRESENT)}`.execute(db)
  return rows[0] ?? null
}

/** Whether nobody has ended it: neither by hand nor by blocking the ID, nor death. That it grew old counts for what begins, not for what goes on. */
export async function sessionGoesOn(db: Db, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    select from session s join person p on p.person_id = s.person_id join login l on l.person_id = s.person_id
     where s.session_id = ${sessionId}::uuid and (s.ended_at is null or s.ended_why in (${sql.join(GREW_OLD)}))
       and ${sql.raw(OWNER_PRESENT)}`.execute(db)
  return rows.length === 1
}
const GREW_OLD = ['idle', 'end-reached'] as const satisfies EndedWhy[]

/** The versions of the three rows a session is found from: another content is another version (xmin) of the same PostgreSQL. */
export type SessionVersions = {
  readonly session: string
  readonly person: string
  readonly login: string
  readonly server: string
}

export type SessionQuestion = {
  readonly tokenHash: Buffer
  /** What is remembered from the last time; null the first time. */
  readonly versions: SessionVersions | null
}

/** Present and of the versions asked about, present and otherwise with its content, or not there. */
export type SessionAnswer =
  | { readonly kind: 'same' }
  | { readonly kind: 'found'; readonly versions: SessionVersions; readonly session: PresentSession }
  | null

export type SessionAnswers = {
  readonly answers: readonly SessionAnswer[]
  /** When this PostgreSQL was started. */
  readonly server: string
}

/** No row has these. */
const NO_VERSIONS = { session: '0', person: '0', login: '0' }

const FIND_MANY = `
  select string_agg(f.place::text, ',') filter (where f.same) as same,
         json_agg(f) filter (where not f.same) as found, pg_postmaster_start_time()::text as server
    from (
      select asked.place, s.xmin = asked.session and p.xmin = asked.person and l.xmin = asked.login
                          and pg_postmaster_start_time()::text = $5::text as same,
             s.xmin::text as "sessionVersion", p.xmin::text as "personVersion", l.xmin::text as "loginVersion",
             ${COLUMNS_TEXT}, l.first_device_at is not null as "hasDevice"
        from unnest($1::bytea[], $2::xid[], $3::xid[], $4::xid[]) with ordinality
               as asked (token_hash, session, person, login, place)
        join session s on s.token_hash = asked.token_hash
        join person p on p.person_id = s.person_id join login l on l.person_id = s.person_id
       where ${PRESENT}) f`

/** A row as JSON has it. */
type FoundSession = Omit<PresentSession, TimeColumn | 'browserHash'> &
  Record<TimeColumn, string | null> & {
    browserHash: string | null
    place: number
    same: false
    sessionVersion: string
    personVersion: string
    loginVersion: string
  }
type TimeColumn = 'startedAt' | 'lastSeenAt' | 'endsAt' | 'fallsAt' | 'passwordAt' | 'activatedAt'

/**
 * The same for many at once, each at the place of its question. Whether a session is there is asked of the database each time; what its
 * rows say is sent only when it is not the content the question remembers.
 */
export async function findSessions(
  db: Db,
  questions: readonly SessionQuestion[],
  server: string,
): Promise<SessionAnswers> {
  const versions = questions.map((question) =>
    question.versions?.server === server ? question.versions : NO_VERSIONS,
  )
  const [row] = await askRows<{ same: string | null; found: FoundSession[] | null; server: string }>(
    db,
    FIND_MANY,
    [
      `{${questions.map(({ tokenHash }) => `"\\\\x${tokenHash.toString('hex')}"`).join()}}`,
      `{${versions.map(({ session }) => session).join()}}`,
      `{${versions.map(({ person }) => person).join()}}`,
      `{${versions.map(({ login }) => login).join()}}`,
      server,
    ],
  )
  const { same, found, server: answered } = row!
  const answers: SessionAnswer[] = questions.map(() => null)
  for (const place of same?.split(',') ?? []) answers[Number(place) - 1] = SAME
  for (const one of found ?? []) answers[one.place - 1] = foundSession(one, answered)
  return { answers, server: answered }
}

const SAME = { kind: 'same' } as const
const timeOf = (text: string | null) => (text === null ? null : new Date(text))

function foundSession(row: FoundSession, server: string): SessionAnswer {
  const { place: _, same: __, sessionVersion, personVersion, loginVersion, ...rest } = row
  return {
    kind: 'found',
    versions: { session: sessionVersion, person: personVersion, login: loginVersion, server },
    session: {
      ...rest,
      startedAt: new Date(row.startedAt!),
      lastSeenAt: new Date(row.lastSeenAt!),
      endsAt: new Date(row.endsAt!),
      fallsAt: timeOf(row.fallsAt),
      passwordAt: timeOf(row.passwordAt),
      activatedAt: timeOf(row.activatedAt),
      browserHash: row.browserHash === null ? null : Buffer.from(row.browserHash.slice(2), 'hex'),
    },
  }
}

export async function touchSession(db: Db, sessionId: string, now: Date): Promise<void> {
  await sql`update session set last_seen_at = greatest(last_seen_at, ${now}) where session_id = ${sessionId}::uuid`.execute(
    db,
  )
}

/** A new level comes with a new token: whoever held the old one has nothing. False when the session ended meanwhile. */
export async function raiseSession(
  trx: Trx,
  raise: {
    sessionId: string
    personId: string
    tokenHash: Buffer
    level: Level
    fallsAt: Date | null
    now: Date
  },
): Promise<boolean> {
  const { rows } = await sql`
    update session set token_hash = ${raise.tokenHash}, level = ${raise.level}, falls_at = ${raise.fallsAt},
                       last_seen_at = ${raise.now}
     where session_id = ${raise.sessionId}::uuid and person_id = ${raise.personId}::uuid and ended_at is null
    returning session_id`.execute(trx)
  return rows.length === 1
}

/** Whom the session acts for from now on, under a new token: a page opened before acts for nobody any more. False when it ended meanwhile. */
export async function changeActing(
  trx: Trx,
  change: {
    sessionId: string
    personId: string
    acting: Acting | null
    /** N-22: the employment's choice. */
    services: boolean
    tokenHash: Buffer
    now: Date
  },
): Promise<boolean> {
  const acting = actingColumns(change.acting)
  const { rows } = await sql`
    update session set token_hash = ${change.tokenHash}, acting_employee_id = ${acting.employeeId},
                       acting_enterprise_id = ${acting.enterpriseId}, acting_grant_id = ${acting.grantId},
                       acting_mailbox_id = ${acting.mailboxId}, acting_services = ${change.services},
                       last_seen_at = ${change.now}
     where session_id = ${change.sessionId}::uuid and person_id = ${change.personId}::uuid and ended_at is null
    returning session_id`.execute(trx)
  return rows.length === 1
}

/** N-22: a choice is in force at once, in every session that acts by the employment; those of key files are never asked. */
export async function rememberServices(trx: Trx, employeeId: string, remember: boolean): Promise<void> {
  await sql`
    update session set acting_services = ${remember}
     where acting_employee_id = ${employeeId}::uuid and key_id is null and ended_at is null`.execute(trx)
}

/** Every session that this key file has opened. */
export async function endSessionsOfKey(trx: Trx, keyId: string, now: Date): Promise<void> {
  await sql`
    update session set ended_at = ${now}, ended_why = ${'device-ended' satisfies EndedWhy}
     where key_id = ${keyId}::uuid and acting_employee_id is not null and ended_at is null`.execute(trx)
}

/** Every session that acts by this employment, at once. */
export async function endSessionsActingBy(trx: Trx, employeeId: string, now: Date): Promise<void> {
  await sql`
    update session set ended_at = ${now}, ended_why = ${'employment-ended' satisfies EndedWhy}
     where acting_employee_id = ${employeeId}::uuid and ended_at is null`.execute(trx)
}

export async function rememberPassword(trx: Trx, sessionId: string, now: Date): Promise<void> {
  await sql`update session set password_at = ${now} where session_id = ${sessionId}::uuid`.execute(trx)
}

export async function rememberLanguage(db: Db, sessionId: string, language: SessionLanguage): Promise<void> {
  await sql`update session set language = ${language} where session_id = ${sessionId}::uuid`.execute(db)
}

/** Ends one session of this person; false when they have no such one. */
export async function endSession(
  db: Db | Trx,
  end: { personId: string; sessionId: string; why: EndedWhy; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update session set ended_at = ${end.now}, ended_why = ${end.why}
     where session_id = ${end.sessionId}::uuid and person_id = ${end.personId}::uuid and ended_at is null
    returning session_id`.execute(db)
  return rows.length === 1
}

export async function endOtherSessions(
  db: Db | Trx,
  end: { personId: string; keepSessionId: string; why: EndedWhy; now: Date },
): Promise<void> {
  await sql`
    update session set ended_at = ${end.now}, ended_why = ${end.why}
     where person_id = ${end.personId}::uuid and session_id <> ${end.keepSessionId}::uuid and ended_at is null`.execute(
    db,
  )
}

export async function endAllSessions(
  trx: Trx,
  end: { personId: string; why: EndedWhy; now: Date },
): Promise<void> {
  await sql`
    update session set ended_at = ${end.now}, ended_why = ${end.why}
     where person_id = ${end.personId}::uuid and ended_at is null`.execute(trx)
}

/** A run writes down this many; the next one goes on. */
const RUN_OUT_MAX = 1000

/** Sessions of one profile whose time is over, each with the moment it was over. Returns how many. */
export async function endRunOut(
  trx: Trx,
  over: { profile: ProfileId; idleMinutes: number; now: Date },
): Promise<number> {
  const idle = sql`make_interval(mins => ${over.idleMinutes}::int)`
  const { rows } = await sql`
    update session s set ended_at = least(s.ends_at, s.last_seen_at + ${idle}),
           ended_why = case when s.last_seen_at + ${idle} < s.ends_at then ${'idle' satisfies EndedWhy}
                            else ${'end-reached' satisfies EndedWhy} end
     where s.session_id in (
       select session_id from session
        where ended_at is null and profile = ${over.profile} and last_seen_at <= ${over.now}::timestamptz - ${idle}
        union
       select session_id from session
        where ended_at is null and profile = ${over.profile} and ends_at <= ${over.now}
        limit ${sql.lit(RUN_OUT_MAX)})
       and s.ended_at is null and least(s.ends_at, s.last_seen_at + ${idle}) <= ${over.now}
    returning s.session_id`.execute(trx)
  return rows.length
}

/** Newest first, at most 100, with the browser each began in while that is kept (R6). */
export async function listSessions(
  db: Db,
  personId: string,
  now: Date,
): Promise<(SessionRow & { userAgent: string | null })[]> {
  const { rows } = await sql<SessionRow & { userAgent: string | null }>`
    select ${COLUMNS},
           (select o.user_agent from sign_in_origin o where o.session_id = s.session_id
             order by o.event_id limit 1) as "userAgent"
      from session s
     where s.person_id = ${personId}::uuid and s.ended_at is null and s.ends_at > ${now}
     order by s.session_id desc limit 100`.execute(db)
  return rows
}

/** P-10, B-22: the session reaches into the mailbox opened in it; older ones, which a closing had shut out, stay ended. */
export async function enterOpened(
  trx: Trx,
  session: { sessionId: string; personId: string; mailboxId: string },
  now: Date,
): Promise<void> {
  const { sessionId, personId, mailboxId } = session
  await sql`
    update session set ended_at = ${now}
     where person_id = ${personId}::uuid and session_id <> ${sessionId}::uuid and mailbox_id is not null
       and ended_at is null`.execute(trx)
  await sql`update session set mailbox_id = ${mailboxId}::uuid where session_id = ${sessionId}::uuid`.execute(
    trx,
  )
}

/** SQL of a sign-in by name and password before the password is looked at: one statement, whatever was typed and whoever has it. */
import { askRows, type Db } from '#ground/db.ts'
import { arrayOf } from '#ground/insert-rows.ts'
import { type StepUpMeans, stepUpMeans } from './device.store.ts'
import type { LoginRow } from './login.store.ts'
import type { LoginName } from './login-name.ts'
import { type Counter, keysOf, type SeenCounter, scopesOf } from './throttle.store.ts'

const LOOK_UP = `
  select l.person_id as "personId", l.password_hash as "passwordHash", l.mailbox_id as "mailboxId", l.status,
         l.blocked_at as "blockedAt",
         exists (select from known_browser b where b.browser_hash = $3::bytea and b.person_id = l.person_id) as known,
         (select json_agg(json_build_object('place', c.place, 'version', t.xmin::text, 'failedAt', t.failed_at))
            from unnest($4::text[], $5::bytea[]) with ordinality as c (scope, key_hash, place)
            join sign_in_throttle t on t.scope = c.scope and t.key_hash = c.key_hash) as counters,
         ${stepUpMeans('l.person_id')}
    from (select) as asked left join lateral (
      select l.person_id, l.password_hash, case when p.mailbox_state <> 'closed' then p.mailbox_id end as mailbox_id,
             p.status, l.blocked_at
        from login l join person p on p.person_id = l.person_id
       where (l.login_kind = 'user-id' and l.user_id_form = $1::text)
          or (l.login_kind = 'national-number' and p.country = 'no' and p.national_number = $2::text)) l on true`

type FoundCounter = { place: number; version: string; failedAt: string[] }
type Row = { [Name in keyof LoginRow]: LoginRow[Name] | null } & StepUpMeans & {
    known: boolean
    counters: FoundCounter[] | null
  }

export type LookedUp = {
  login: LoginRow | null
  /** The browser has signed in as this person before. */
  known: boolean
  /** In the order asked. */
  counters: SeenCounter[]
  means: StepUpMeans
}

export async function lookUpSignIn(
  db: Db,
  asked: { name: LoginName; browserHash: Buffer | null; counters: readonly Counter[] },
): Promise<LookedUp> {
  const { name, browserHash, counters } = asked
  const [row] = await askRows<Row>(db, LOOK_UP, [
    name.kind === 'user-id' ? name.form : null,
    name.kind === 'national-number' ? name.digits : null,
    browserHash,
    scopesOf(counters),
    arrayOf('bytea', keysOf(counters)),
  ])
  const { known, counters: found, devices, cards, ...login } = row!
  return {
    login: login.personId === null ? null : (login as LoginRow),
    known,
    means: { devices, cards },
    counters: counters.map((counter, i) => {
      const one = found?.find(({ place }) => place === i + 1)
      return {
        ...counter,
        version: one?.version ?? '0',
        failedAtMs: (one?.failedAt ?? []).map((at) => Date.parse(at)),
      }
    }),
  }
}

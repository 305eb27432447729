/** SQL of a living access token: its row, its grant, its session and who asks, in one statement. */
import { askedTogether } from '#ground/asked-together.ts'
import { askRows } from '#ground/db.ts'

export type TokenQuestion = {
  readonly clientId: string
  /** SHA-256, as hex. */
  readonly tokenHash: string
  /** Nonces of the seals that were opened before; null when none were. */
  readonly seals: Buffer | null
  readonly now: Date
}

export type LivingToken = {
  secretHash: Buffer
  sector: string
  /** The seals are still those; their content is not sent again. */
  known: boolean
  tokenSealed: Buffer | null
  sessionSealed: Buffer | null
  sessionIdHash: Buffer | null
}

const TEXT = `
  select asked.place::int as place, p.secret_hash as "secretHash", p.sector, k.known,
         case when not k.known then t.content_sealed end as "tokenSealed",
         case when not k.known then v.content_sealed end as "sessionSealed",
         case when not k.known then v.id_hash end as "sessionIdHash"
    from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::timestamptz[]) with ordinality
           as asked (client_id, token_hash, seals, now, place)
    join service_provider p on p.client_id = asked.client_id and p.suspended_at is null and p.secret_hash is not null
    join openid_artifact t on t.model = 'AccessToken' and t.id_hash = asked.token_hash and t.client_id = p.client_id
    join openid_artifact g on g.model = 'Grant' and g.id_hash = t.grant_hash and g.expires_at > asked.now
                          and g.client_id = t.client_id and g.person_id = t.person_id
    left join lateral (
      select a.id_hash, a.content_sealed from openid_artifact a join session s on s.session_id = a.session_id
       where a.model = 'Session' and a.session_id = t.session_id and s.ended_at is null and s.ends_at > asked.now
       order by a.expires_at desc, a.id_hash limit 1) v on true
    cross join lateral (
      select asked.seals = substring(t.content_sealed from 2 for 12)
                           || coalesce(substring(v.content_sealed from 2 for 12), ''::bytea) as known) k`

/** null unless who asks is registered, and the token is theirs and lives with its grant. Whether its session must live too, its content says. */
export const lookUpToken = askedTogether<TokenQuestion, LivingToken | null>(async (db, questions) => {
  const rows = await askRows<LivingToken & { place: number }>(db, TEXT, [
    questions.map(({ clientId }) => clientId),
    questions.map(({ tokenHash }) => `\\x${tokenHash}`),
    questions.map(({ seals }) => `\\x${seals?.toString('hex') ?? ''}`),
    questions.map(({ now }) => now),
  ])
  const answers: (LivingToken | null)[] = questions.map(() => null)
  for (const row of rows) answers[row.place - 1] = row
  return answers
})

/** SQL of a living access token: its row, its grant, its session and who asks, in one statement. */
import { askedTogether } from '#ground/asked-together.ts'
import { askRows } from '#ground/db.ts'
import { arrayOf } from '#ground/insert-rows.ts'

export type TokenQuestion = {
  readonly clientId: string
  /** SHA-256 of the secret shown. It has 256 random bits: how long comparing hashes takes tells nothing of it. */
  readonly secretHash: Buffer
  /** SHA-256, as hex. */
  readonly tokenHash: string
  /** Nonces of the seals that were opened before; null when none were. */
  readonly seals: Buffer | null
  readonly now: Date
}

/** Lives, and the seals are still those that were opened before; lives with these; or not there. */
export type LivingToken = { readonly kind: 'known' } | ({ readonly kind: 'sealed' } & SealedToken) | null

export type SealedToken = {
  readonly sector: string
  readonly tokenSealed: Buffer
  readonly sessionSealed: Buffer | null
  readonly sessionIdHash: Buffer | null
}

const TEXT = `
  select string_agg(f.place::text, ',') filter (where f.known) as known, json_agg(f) filter (where not f.known) as sealed
    from (
      select asked.place, p.sector, t.content_sealed as "tokenSealed", v.content_sealed as "sessionSealed",
             v.id_hash as "sessionIdHash",
             asked.seals = substring(t.content_sealed from 2 for 12)
                        || coalesce(substring(v.content_sealed from 2 for 12), ''::bytea) as known
        from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::timestamptz[]) with ordinality
               as asked (client_id, secret_hash, token_hash, seals, now, place)
        join service_provider p on p.client_id = asked.client_id and p.suspended_at is null
                               and p.secret_hash = asked.secret_hash
        join openid_artifact t on t.model = 'AccessToken' and t.id_hash = asked.token_hash and t.client_id = p.client_id
        join openid_artifact g on g.model = 'Grant' and g.id_hash = t.grant_hash and g.expires_at > asked.now
                              and g.client_id = t.client_id and g.person_id = t.person_id
        left join lateral (
          select a.id_hash, a.content_sealed from openid_artifact a join session s on s.session_id = a.session_id
           where a.model = 'Session' and a.session_id = t.session_id and s.ended_at is null and s.ends_at > asked.now
           order by a.expires_at desc, a.id_hash limit 1) v on true) f`

type Sealed = {
  place: number
  sector: string
  tokenSealed: string
  sessionSealed: string | null
  sessionIdHash: string | null
}
type Row = { known: string | null; sealed: Sealed[] | null }

/** null unless who asks is registered and shows their secret, and the token is theirs and lives with its grant. Whether its session must live
 * too, its content says. */
export const lookUpToken = askedTogether<TokenQuestion, LivingToken>(async (db, questions) => {
  const [row] = await askRows<Row>(db, TEXT, [
    arrayOf(
      'uuid',
      questions.map(({ clientId }) => clientId),
    ),
    arrayOf(
      'bytea',
      questions.map(({ secretHash }) => secretHash),
    ),
    `{${questions.map(({ tokenHash }) => `"\\\\x${tokenHash}"`).join()}}`,
    arrayOf(
      'bytea',
      questions.map(({ seals }) => seals ?? NO_SEALS),
    ),
    arrayOf(
      'timestamptz',
      questions.map(({ now }) => now),
    ),
  ])
  const answers: LivingToken[] = questions.map(() => null)
  for (const place of row!.known?.split(',') ?? []) answers[Number(place) - 1] = KNOWN
  for (const { place, sector, tokenSealed, sessionSealed, sessionIdHash } of row!.sealed ?? [])
    answers[place - 1] = {
      kind: 'sealed',
      sector,
      tokenSealed: bytesOf(tokenSealed),
      sessionSealed: sessionSealed === null ? null : bytesOf(sessionSealed),
      sessionIdHash: sessionIdHash === null ? null : bytesOf(sessionIdHash),
    }
  return answers
})

const KNOWN = { kind: 'known' } as const
const NO_SEALS = Buffer.alloc(0)
/** `\\x…` as PostgreSQL writes bytes in JSON. */
const bytesOf = (text: string): Buffer => Buffer.from(text.slice(2), 'hex')

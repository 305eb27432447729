/** SQL of `sign_in_challenge`: put once, taken once. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type Purpose = 'sign-in' | 'step-up' | 'register-passkey' | 'register-totp' | 'temporary-password'

export type Challenge = {
  challengeId: string
  purpose: Purpose
  boundTo: Buffer
  personId: string | null
  challengeHash: Buffer | null
  secretSealed: Buffer | null
  expiresAt: Date
}

/** Replaces what the same browser or session had open for the same purpose: one open question each. */
export async function putChallenge(db: Db | Trx, challenge: Challenge): Promise<void> {
  await sql`
    with gone as (delete from sign_in_challenge
                   where bound_to = ${challenge.boundTo} and purpose = ${challenge.purpose})
    insert into sign_in_challenge (challenge_id, purpose, bound_to, person_id, challenge_hash, secret_sealed, expires_at)
    values (${challenge.challengeId}, ${challenge.purpose}, ${challenge.boundTo}, ${challenge.personId},
            ${challenge.challengeHash}, ${challenge.secretSealed}, ${challenge.expiresAt})`.execute(db)
}

export type Asked = { challengeId: string; purpose: Purpose; boundTo: Buffer; now: Date }

/** The challenge, which is gone with this call whatever the answer turns out to be. null: expired, used or not theirs. */
export async function takeChallenge(db: Db | Trx, asked: Asked): Promise<Challenge | null> {
  const { rows } = await sql<Challenge>`
    delete from sign_in_challenge
     where challenge_id = ${asked.challengeId}::uuid and purpose = ${asked.purpose} and bound_to = ${asked.boundTo}
       and expires_at > ${asked.now}
    returning challenge_id as "challengeId", purpose, bound_to as "boundTo", person_id as "personId",
              challenge_hash as "challengeHash", secret_sealed as "secretSealed", expires_at as "expiresAt"`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Looks without taking: a mistyped first code need not begin the registration anew. */
export async function seeChallenge(db: Db | Trx, asked: Asked): Promise<Challenge | null> {
  const { rows } = await sql<Challenge>`
    select challenge_id as "challengeId", purpose, bound_to as "boundTo", person_id as "personId",
           challenge_hash as "challengeHash", secret_sealed as "secretSealed", expires_at as "expiresAt"
      from sign_in_challenge
     where challenge_id = ${asked.challengeId}::uuid and purpose = ${asked.purpose} and bound_to = ${asked.boundTo}
       and expires_at > ${asked.now}`.execute(db)
  return rows[0] ?? null
}

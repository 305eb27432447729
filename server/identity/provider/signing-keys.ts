/**
 * The keys that sign ID tokens: one RSA (RS256 for everybody, PS256 for FAPI) and one on P-256. They are made at the first start, renewed on a
 * schedule (rules/openid-life.ts), and lie sealed in the database. A new one is published before it signs, an old one stays published after.
 */
import { generateKeyPair as generate, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { SIGNING_KEY_DAYS } from '#rules/openid-life.ts'
import { seal, unseal } from '../sealed-secret.ts'
import type { ProviderIdentity } from './artifact-adapter.ts'
import {
  addSigningKey,
  dropSigningKeys,
  listSigningKeys,
  lockSigningKeys,
  type SigningKeyRow,
} from './signing-key.store.ts'

const generateKeyPair = promisify(generate)
const RSA_BITS = 3072
const ALGORITHMS = ['RSA', 'EC'] as const
type Algorithm = (typeof ALGORITHMS)[number]

const days = (from: Date, count: number) => new Date(from.getTime() + count * 86_400_000)

/** Private keys, the signing one of each kind first: the library signs with the first that fits, and publishes all. Asked every minute
 * (open-provider.ts), which is also what renews them. */
export async function signingKeys(identity: ProviderIdentity): Promise<{ keys: JWK[] }> {
  let rows = await listSigningKeys(identity.db)
  if (ALGORITHMS.some((algorithm) => isDue(rows, algorithm, identity.clock()))) {
    await renewSigningKeys(identity)
    rows = await listSigningKeys(identity.db)
  }
  const now = identity.clock()
  const first = ALGORITHMS.map((algorithm) => signing(rows, algorithm, now))
  return {
    keys: [...first, ...rows.filter((row) => !first.includes(row))].map((row) => opened(identity, row)),
  }
}

/** Makes what is due and removes what has been published long enough. Several processes may come here at once. */
async function renewSigningKeys(identity: ProviderIdentity): Promise<void> {
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    await lockSigningKeys(trx)
    const rows = await listSigningKeys(trx)
    for (const algorithm of ALGORITHMS) {
      if (!isDue(rows, algorithm, now)) continue
      const first = !rows.some((row) => row.algorithm === algorithm)
      await make(identity, trx, algorithm, first ? now : days(now, SIGNING_KEY_DAYS.publishedBefore))
    }
    const past = rows.filter((row) => {
      const after = rows.filter(
        (other) => other.algorithm === row.algorithm && other.signsFrom > row.signsFrom,
      )
      return after.some((other) => now >= days(other.signsFrom, SIGNING_KEY_DAYS.publishedAfter))
    })
    await dropSigningKeys(
      trx,
      past.map((row) => row.kid),
    )
  })
}

function isDue(rows: readonly SigningKeyRow[], algorithm: Algorithm, now: Date): boolean {
  const newest = rows.find((row) => row.algorithm === algorithm)
  return !newest || now >= days(newest.signsFrom, SIGNING_KEY_DAYS.signs)
}

/** The newest whose time has come; there is always one, since the first ever made signs at once. */
function signing(rows: readonly SigningKeyRow[], algorithm: Algorithm, now: Date): SigningKeyRow {
  const ofKind = rows.filter((row) => row.algorithm === algorithm)
  return ofKind.find((row) => row.signsFrom <= now) ?? ofKind.at(-1)!
}

async function make(identity: ProviderIdentity, trx: Trx, algorithm: Algorithm, signsFrom: Date) {
  const { privateKey } =
    algorithm === 'RSA'
      ? await generateKeyPair('rsa', { modulusLength: RSA_BITS })
      : await generateKeyPair('ec', { namedCurve: 'P-256' })
  const jwk = privateKey.export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  await addSigningKey(trx, {
    kid,
    algorithm,
    privateSealed: seal(identity.keys.openid, Buffer.from(JSON.stringify(jwk)), `signing key ${kid}`),
    createdAt: identity.clock(),
    signsFrom,
  })
}

function opened(identity: ProviderIdentity, row: SigningKeyRow): JWK {
  const jwk = unseal(identity.keys.openid, row.privateSealed, `signing key ${row.kid}`)
  return { ...(JSON.parse(jwk.toString()) as JsonWebKey), kid: row.kid, use: 'sig' } as JWK
}

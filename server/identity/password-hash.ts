/**
 * Passwords at rest: argon2id as a PHC string, which carries its own parameters, so that they can be raised later and
 * every password follows at its owner's next sign-in.
 *
 * 19 MiB, two passes, one lane: OWASP's Password Storage Cheat Sheet. Measured on two cores with the same parameters,
 * @node-rs/argon2 takes 6 ms a hash and Node 24.21's own `crypto.argon2` 17 ms; the attacker has the fast one
 * anyway, so the defender should too.
 */
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { HASH_PARAMETERS } from './hash-parameters.ts'
import { CAN_STAND_BACK, type HashResult, type HashWork, hashThread } from './hash-thread.ts'
import { inLanes, type Lane } from './lanes.ts'

const inPool: Lane<HashWork, HashResult> = ({ password, stored }) =>
  stored === null ? hash(password, HASH_PARAMETERS) : verify(stored, password)

/**
 * At once in this process: as many as there are processors less one, for the rest of a sign-in and for everybody who only reads a letter. One
 * more when that is not enough, but it stands back behind them.
 */
const inTurn = inLanes([
  ...Array.from({ length: Math.max(1, availableParallelism() - 1) }, () => inPool),
  ...(CAN_STAND_BACK ? [hashThread(inPool)] : []),
])

/**
 * The hash of a random password that nobody knows. A sign-in for an unknown user is verified against it, so that known and
 * unknown users cost the same work. Its parameters are those of HASH_PARAMETERS; a test holds that.
 */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$moSJACcKVIHbemp0MMNbAA$FlkptijrOZRSEzBYgp4gvrAIGQp8U9pMAOi9CMrHJEc'

export type PasswordHasher = {
  /** A new PHC string under a fresh 16-byte salt. */
  create(password: string): Promise<string>
  /**
   * Always exactly one argon2 run, also when there is no account (`stored` null) or it has no password.
   * `outdated` tells that the password was right but hashed with other parameters: store it anew.
   */
  check(stored: string | null, password: string): Promise<{ right: boolean; outdated: boolean }>
}

export const argon2Hasher: PasswordHasher = {
  create: async (password) => (await inTurn({ password: normalised(password), stored: null })) as string,

  async check(stored, password) {
    const right = (await inTurn({ password: normalised(password), stored: stored ?? NOBODY })) as boolean
    if (stored === null || !right) return { right: false, outdated: false }
    return { right: true, outdated: !stored.startsWith(prefix()) }
  },
}

/** The same letters typed on two keyboards must give the same bytes: NFKC (NIST SP 800-63B §3.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

function prefix(): string {
  const { memoryCost, timeCost, parallelism } = HASH_PARAMETERS
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`
}

/** Who types a code from a letter, and what it opens: twenty minutes in which to choose user ID and password (I-01, I-20). */
import { timingSafeEqual } from 'node:crypto'
import { asPostOffice } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { ACTIVATION, type CodePurpose, codeDoor } from '#rules/activation.ts'
import { readCode } from '#rules/readable-code.ts'
import { listDevices } from '../device.store.ts'
import { listCards } from '../devices/code-card.store.ts'
import { serialText } from '../devices/order-card.ts'
import { countedAs, readLoginName } from '../login-name.ts'
import { noteRefusal } from '../open-session.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import { beginAttempt } from '../throttle.ts'
import type { Visit } from '../visit.ts'
import { type ActivationRow, countWrongTry, findByReference, NOBODY } from './activation.store.ts'
import { hashOfSecret } from './make-code.ts'
import { readNumber } from './order-code.ts'

/** What the next page carries along. It opens nothing by itself: the code is looked at again when it is used. */
export type Choosing = {
  ticket: string
  purpose: CodePurpose
  country: 'dk' | 'no'
  /** Chosen before, for somebody who recovers. */
  userId: string | null
  /** What opened a blocked ID until now; it comes back with the ID only if its owner says so. null where nothing was blocked. */
  before: readonly { name: string; since: Date }[] | null
}

/**
 * A reference that no living code has counts against nobody: without the letter one can't end somebody's code (FACTS: lock-out). With it,
 * the third wrong secret does.
 * @throws `sign-in-failed` for an unknown number, a wrong, used or ended code alike; `code-mistyped`; `code-not-yet` with the time, to
 * who knew the code; `sign-in-wait`.
 */
export async function tryCode(
  identity: Identity,
  visit: Visit,
  given: { name: string; code: string; formCookie: string },
): Promise<Choosing> {
  const code = readCode(given.code)
  if (!code) throw refuse('code-mistyped')
  const digits = readNumber(given.name)
  const name = readLoginName(given.name)
  const attempt = await beginAttempt(identity, {
    about: 'code',
    name: `activation ${digits ?? countedAs(name)}`,
    visit,
    known: false,
  })
  const now = identity.clock()
  const outcome = await asPostOffice(identity.db, async (trx) => {
    const rows = await findByReference(
      trx,
      { digits, userIdForm: digits || name.kind !== 'user-id' ? null : name.form },
      code.reference,
    )
    const living = rows.filter((row) => row.status === 'active' && doorOf(row, now) !== 'over')
    const right = living.find((row) =>
      timingSafeEqual(row.codeHash, hashOfSecret(identity, row.activationId, code.secret)),
    )
    if (right) {
      await attempt.succeed(trx)
      return doorOf(right, now) === 'wait'
        ? { kind: 'wait' as const, row: right }
        : { kind: 'right' as const, row: right }
    }
    // One statement more for everybody, so that its time tells nothing.
    for (const activationId of living.length > 0 ? living.map((row) => row.activationId) : [NOBODY])
      await countWrongTry(trx, activationId, ACTIVATION.triesMax, now)
    return { kind: 'wrong' as const }
  })
  if (outcome.kind === 'wrong') {
    await noteRefusal(identity, null, 'activation', visit, attempt.fail)
    throw refuse('sign-in-failed')
  }
  if (outcome.kind === 'wait')
    throw refuse('code-not-yet', {
      retryAfterSeconds: Math.ceil((outcome.row.usableFrom.getTime() - now.getTime()) / 1000),
    })
  const { row } = outcome
  return {
    ticket: makeTicket(identity, row.activationId, given.formCookie),
    purpose: row.purpose,
    country: row.country,
    userId: row.userId,
    before: await before(identity, row),
  }
}

/** Shown to who had the code. */
export async function before(
  identity: Pick<Identity, 'db'>,
  { purpose, blocked, personId }: Pick<ActivationRow, 'purpose' | 'blocked' | 'personId'>,
): Promise<Choosing['before']> {
  if (purpose !== 'recover' || !blocked) return null
  const [devices, cards] = [await listDevices(identity.db, personId), await listCards(identity.db, personId)]
  return [
    ...devices.map(({ name, registeredAt }) => ({ name, since: registeredAt })),
    ...cards.map(({ serial, orderedAt }) => ({ name: serialText(serial), since: orderedAt })),
  ]
}

const doorOf = (row: ActivationRow, now: Date) =>
  codeDoor(
    {
      usableFromMs: row.usableFrom.getTime(),
      expiresAtMs: row.expiresAt.getTime(),
      wrongTries: row.wrongTries,
      endedAtMs: row.endedAt?.getTime() ?? null,
    },
    now.getTime(),
  )

/** Says that this browser has shown this code. */
function makeTicket(identity: Identity, activationId: string, formCookie: string): string {
  const until = identity.clock().getTime() + ACTIVATION.choosingMs
  return `${activationId}.${until}.${macOf(identity, activationId, until, formCookie).toString('base64url')}`
}

/** The code's id; null when the ticket is not ours, another browser's, or too old. */
export function readTicket(identity: Identity, ticket: string, formCookie: string): string | null {
  const [, activationId, until, mac] = /^([0-9a-f-]{36})\.(\d{10,16})\.([\w-]{43})$/.exec(ticket) ?? []
  if (!activationId || !until || !mac || identity.clock().getTime() >= Number(until)) return null
  const right = macOf(identity, activationId, Number(until), formCookie)
  const given = Buffer.from(mac, 'base64url')
  return given.length === right.length && timingSafeEqual(given, right) ? activationId : null
}

const macOf = (identity: Identity, activationId: string, until: number, formCookie: string): Buffer =>
  fingerprint(identity.keys.activation, 'ticket', activationId, String(until), formCookie)

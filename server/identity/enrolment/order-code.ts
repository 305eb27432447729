/** A code by letter to the registered address, ordered by whoever types a national number; and by staff, into somebody's hand (I-01). */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { ACTIVATION, mayOrder } from '#rules/activation.ts'
import { type AgeVerdict, judgeAge } from '#rules/age.ts'
import { localDay } from '../access-requests/local-day.ts'
import { blockCodeOf } from '../block/block-code.ts'
import { orderLetter } from '../letters/order-letter.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { countFailure, lockCounters } from '../throttle.store.ts'
import { networkOf, type Visit } from '../visit.ts'
import { blockCodeNo, holdRegistered, lettersOrdered, NOBODY, type Registered } from './activation.store.ts'
import { makeCode } from './make-code.ts'

/** Ten digits (Danish) or eleven (Norwegian), however they are broken up; null for anything else. */
export function readNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{10,11}$/.test(digits) ? digits : null
}

export const PAGES = {
  enrol: '/id/enrol',
  activate: '/id/activate',
  choose: '/id/choose',
  devices: '/id/devices',
  recover: '/id/recover',
  temporary: '/id/temporary-password',
  temporaryOrdered: '/id/temporary-password/ordered',
  block: '/id/block',
} as const

/**
 * The answer is the same whether or not anybody has this number, has an ID already, is protected, or has had too many letters. A
 * person with an ID is sent the way back to it instead, which waits and is announced.
 * @throws `request-invalid` for what is no number at all; `sign-in-wait` for a network that orders for too many.
 */
export async function orderByLetter(
  identity: Identity,
  visit: Visit,
  given: { number: string; language: SessionLanguage },
): Promise<void> {
  const digits = readNumber(given.number)
  if (!digits)
    throw refuse('request-invalid', {
      faults: [{ field: 'number', reason: 'form', message: 'Ten digits (Danish) or eleven (Norwegian).' }],
    })
  await countOrder(identity, visit)
  await asPostOffice(identity.db, async (trx) => {
    const person = await holdRegistered(trx, digits)
    const now = identity.clock()
    const before = await lettersOrdered(trx, person?.personId ?? NOBODY, now)
    // Protected people too: the register knows where they live, and only the envelope says it.
    if (person?.status !== 'active' || !mayOrder(before, now.getTime())) return
    // The page says the age; a letter that doesn't come says no more of a number than one that does.
    if (!person.enrolled && ageOf(digits, now) === 'too-young') return
    await orderFor(identity, trx, person, given.language)
  })
}

/** Old enough for a first ID? Who has one keeps it. */
export function ageOf(digits: string, now: Date): AgeVerdict {
  const country = digits.length === 11 ? 'no' : 'dk'
  return judgeAge(country, digits, localDay(now, country))
}

/** One letter with a code for somebody the register knows. `recover` for those who have an ID, blocked or not. */
async function orderFor(
  identity: Identity,
  trx: Trx,
  person: Registered,
  language: SessionLanguage,
): Promise<void> {
  const purpose = person.enrolled ? 'recover' : 'enrol'
  const made = await makeCode(identity, trx, { personId: person.personId, purpose, channel: 'letter' })
  const { origin } = identity.site
  const common = {
    code: made.code,
    until: made.expiresAt.toISOString(),
    page: shown(origin, PAGES.activate),
    blockCode: blockCodeOf(identity, person.personId, await blockCodeNo(trx, person.personId)),
    blockPage: shown(origin, PAGES.block),
  }
  const facts =
    purpose === 'enrol'
      ? ({ kind: 'activation', ...common } as const)
      : ({ kind: 'recovery', from: made.usableFrom.toISOString(), ...common } as const)
  await orderLetter(identity, trx, { personId: person.personId, aboutId: made.activationId, language, facts })
  const { personId } = person
  if (purpose === 'recover')
    await addJob(trx, 'tell-person', {
      personId,
      about: 'recovery-started',
      facts: { until: made.usableFrom.toISOString() },
    })
  else await addJob(trx, 'tell-person', { personId, about: 'activation-sent', facts: {} })
}

/** As one types it: without the scheme. */
export const shown = (origin: string, path: string) => `${origin.replace(/^https?:\/\//, '')}${path}`

/** Letters are paid for, and an address can be buried in them: one network orders so many a day, over all numbers. */
export async function countOrder(identity: Identity, visit: Visit): Promise<void> {
  const now = identity.clock()
  const key = fingerprint(identity.keys.throttle, 'orders', networkOf(visit.address))
  const counter = { scope: 'order-network', key }
  const waitMs = await asPostOffice(identity.db, async (trx) => {
    const [times = []] = await lockCounters(trx, [counter], now)
    const day = times.filter((at) => at > now.getTime() - 24 * 3_600_000)
    if (day.length >= ACTIVATION.ordersPerNetwork) return Math.min(...day) + 24 * 3_600_000 - now.getTime()
    await countFailure(trx, [counter], now)
    return 0
  })
  if (waitMs > 0) throw refuse('sign-in-wait', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
}

/**
 * A formal request for access (I-12, N-08): free every six months and twice a year; a further one is answered free of charge on the
 * day it is free again, or at once against a fee. Either way the day is known from the start: never silence.
 */
import { randomInt } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import {
  ACCESS_REQUESTS,
  answerFrom,
  judgeAccessRequest,
  type RequestVerdict,
} from '#rules/access-requests.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { REFERENCE_LENGTH, SECRET_LENGTH, writeCode } from '#rules/readable-code.ts'
import { appendDeskAct } from '../enrolment/activation.store.ts'
import type { Desk } from '../enrolment/at-the-desk.ts'
import type { Identity } from '../room.ts'
import {
  type AccessRequestRow,
  addRequest,
  countedDays,
  holdAsker,
  holdByReference,
  holdRequest,
  isOpen,
  listRequests,
  type NewRequest,
  notePaid,
  noteWithdrawn,
} from './access-request.store.ts'
import { localDay, startOfDay } from './local-day.ts'

export type Fee = { readonly minor: number; readonly currency: 'DKK' | 'NOK'; readonly account: string }

export type RequestsSeen = {
  readonly open: AccessRequestRow | null
  readonly past: readonly AccessRequestRow[]
  readonly verdict: RequestVerdict
  /** null: the operator takes none; a further request waits for its day. */
  readonly fee: Fee | null
}

export function seeRequests(
  identity: Pick<Identity, 'db' | 'clock' | 'feeAccount'>,
  personId: string,
): Promise<RequestsSeen> {
  return asPostOffice(identity.db, async (trx) => {
    const asker = await holdAsker(trx, personId)
    if (!asker) throw refuse('not-found')
    const rows = await listRequests(trx, personId)
    const today = localDay(identity.clock(), asker.country)
    return {
      open: rows.find(isOpen) ?? null,
      past: rows.filter((row) => !isOpen(row)),
      verdict: judgeAccessRequest(await countedDays(trx, personId), today),
      fee: feeOf(identity, asker.country),
    }
  })
}

/**
 * @param choice what the person wants of a further request; of a free one it means nothing
 * @returns the request; the open one when there is one already
 * @throws `not-found` for somebody whom the register no longer has here
 */
export function askAccess(
  identity: Pick<Identity, 'db' | 'clock' | 'feeAccount'>,
  asked: {
    personId: string
    choice: 'later' | 'fee'
    /** The signed e-mail that asked, or the page's wish for an answer by e-mail; null: the page, by letter. */
    mail: NewRequest['mail']
  },
): Promise<AccessRequestRow> {
  return asPostOffice(identity.db, async (trx) => {
    const { personId } = asked
    const asker = await holdAsker(trx, personId)
    if (asker?.status !== 'active') throw refuse('not-found')
    const open = (await listRequests(trx, personId)).find(isOpen)
    if (open) return open
    const now = identity.clock()
    const today = localDay(now, asker.country)
    const verdict = judgeAccessRequest(await countedDays(trx, personId), today)
    const from = answerFrom(verdict, today)
    const fee = asked.choice === 'fee' ? feeOf(identity, asker.country) : null
    const requestId = newId(now.getTime())
    const due = new Date(Math.max(now.getTime(), startOfDay(from, asker.country).getTime()))
    const answerBy = answerByOf(due)
    const free = verdict.kind === 'free'
    const added = await addRequest(trx, {
      requestId,
      personId,
      via: asked.mail?.digest ? 'signed-email' : 'self-service',
      verdict: verdict.kind,
      choice: free ? null : fee ? 'fee' : 'later',
      freeFrom: free ? null : verdict.freeFrom,
      answerFrom: from,
      askedOn: today,
      now,
      answerBy,
      fee: free || !fee ? null : { minor: fee.minor, reference: newReference() },
      mail: asked.mail,
    })
    if (!added) {
      // The very e-mail has asked before, and that request is over.
      const same = (await listRequests(trx, personId))[0]
      if (same) return same
      throw refuse('not-found')
    }
    await addJob(trx, 'answer-access-request', { requestId }, { key: jobKey(requestId), runAt: due })
    await addJob(trx, 'tell-person', {
      personId,
      about: 'data-requested',
      facts: free ? {} : { until: due.toISOString() },
    })
    return (await holdRequest(trx, requestId))!
  })
}

/** As a code is written: a slip of the finger in a payment names nobody else's request. */
const newReference = () =>
  writeCode(Array.from({ length: REFERENCE_LENGTH + SECRET_LENGTH }, () => randomInt(32)))

export const jobKey = (requestId: string) => `answer-access-request:${requestId}`

/** Taken back before it was answered; it counts against nobody. */
export function withdrawRequest(identity: Pick<Identity, 'db' | 'clock'>, personId: string): Promise<void> {
  return asPostOffice(identity.db, async (trx) => {
    const open = (await listRequests(trx, personId)).find(isOpen)
    if (open) await noteWithdrawn(trx, open.requestId, identity.clock())
  })
}

/**
 * The operator has seen the fee on the account: answered at once.
 * @throws `not-found` for a reference that no open request names
 */
export function noteFeePaid(
  identity: Pick<Identity, 'db' | 'clock'>,
  reference: string,
  by: Desk,
): Promise<void> {
  return asPostOffice(identity.db, async (trx: Trx) => {
    const request = await holdByReference(trx, reference.trim().toUpperCase())
    if (!request || !isOpen(request)) throw refuse('not-found')
    const now = identity.clock()
    await notePaid(trx, request.requestId, now, answerByOf(now))
    const { requestId, personId } = request
    await appendDeskAct(trx, {
      actId: newId(now.getTime()),
      personId,
      act: 'note-access-fee',
      ...by,
      at: now,
    })
    await addJob(trx, 'answer-access-request', { requestId }, { key: jobKey(requestId), runAt: now })
  })
}

const answerByOf = (due: Date) => new Date(due.getTime() + ACCESS_REQUESTS.answerWithinDays * 86_400_000)

function feeOf({ feeAccount }: Pick<Identity, 'feeAccount'>, country: ProfileId): Fee | null {
  if (feeAccount === null) return null
  const { currency } = PROFILES[country]
  return { minor: ACCESS_REQUESTS.feeMinor[currency], currency, account: feeAccount }
}

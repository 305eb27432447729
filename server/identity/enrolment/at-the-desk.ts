/**
 * What staff do with a person's ID, each act under a name and a reason (O-11): hand a code over after two have looked at a passport, send one
 * by SMS, block. Unblocking is none of them: that is what the code in the person's hand does.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse, refuseField } from '#ground/refuse.ts'
import { phoneOf } from '#people/change-phone.ts'
import { requireMember, requireSignature } from '#people/staff/require-member.ts'
import { ACTIVATION, lookedText, mayUseSms } from '#rules/activation.ts'
import { blockEverything } from '../block/block-id.ts'
import type { Identity } from '../room.ts'
import { seal } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { appendDeskAct, firstLook, holdRegistered, type Registered } from './activation.store.ts'
import { type MadeCode, makeCode } from './make-code.ts'
import { ageOf, readNumber } from './order-code.ts'

export type Desk = { staff: string; reason: string }

/** @property signature Ed25519 over `lookedText` with the number's digits */
export type SignedDesk = Desk & { actId: string; signature: Buffer }

/**
 * Handed over in person, by two: each member of staff has seen the passport, typed the number in it, and signs that with their own key. The
 * first one's word stands for an hour; with the second one's the code is made. One of them alone opens nobody's mailbox: here, and by
 * the database (migration 0051). Good for 48 hours; a recovery begins to be good in an hour, in which its owner hears of it.
 * @returns the code, to be written down for the person and nowhere else; null: another member of staff looks too
 */
export function handOverCode(
  identity: Identity,
  number: string,
  by: SignedDesk,
): Promise<Omit<MadeCode, 'activationId'> | null> {
  return atTheDesk(identity, number, by, 'hand-over-code', async (trx, person, at) => {
    const { personId } = person
    const member = await requireMember(trx, by.staff)
    if (member.personId === personId)
      throw refuseField(
        'staff',
        'invalid',
        'Nobody hands a code to themselves: two others look at your passport.',
      )
    const text = lookedText({ actId: by.actId, number: readNumber(number)!, reason: by.reason })
    requireSignature(member, text, by.signature)
    const since = new Date(at.getTime() - ACTIVATION.secondLookMs)
    const first = await firstLook(trx, { personId, since, otherThan: by.staff })
    if (!first) return null
    const purpose = person.enrolled ? 'recover' : 'enrol'
    const looks = { first, second: by.actId }
    const made = await makeCode(identity, trx, { personId, purpose, channel: 'in-person', by, looks })
    const { code, usableFrom, expiresAt } = made
    await (person.enrolled
      ? addJob(trx, 'tell-person', {
          personId,
          about: 'recovery-started',
          facts: { until: usableFrom.toISOString() },
        })
      : addJob(trx, 'tell-person', { personId, about: 'activation-sent', facts: {} }))
    return { code, usableFrom, expiresAt }
  })
}

/**
 * 30 minutes, by SMS to a number unchanged for 120 hours. Only for a first ID: a recovery is never by SMS alone.
 * @throws `device-not-usable` without such a number, or for somebody who has an ID
 */
export function textCode(
  identity: Identity,
  number: string,
  by: Desk,
  language: SessionLanguage,
): Promise<void> {
  return atTheDesk(identity, number, by, 'text-code', async (trx, person) => {
    const { personId, mailboxId } = person
    const phone = mailboxId && (await phoneOf(trx, mailboxId))
    if (person.enrolled || !mayUseSms(phone || null, identity.clock().getTime()))
      throw refuse('device-not-usable', {
        detail: 'No first ID, or no verified number unchanged for 120 hours.',
      })
    const made = await makeCode(identity, trx, { personId, purpose: 'enrol', channel: 'sms', by })
    const sealed = seal(identity.keys.letter, Buffer.from(made.code), made.activationId).toString('base64')
    await addJob(trx, 'send-code-sms', { activationId: made.activationId, sealed, language })
    await addJob(trx, 'tell-person', { personId, about: 'activation-sent', facts: {} })
  })
}

export function blockAtTheDesk(identity: Identity, number: string, by: Desk): Promise<void> {
  return atTheDesk(identity, number, by, 'block-id', async (trx, person) => {
    if (!person.enrolled) throw refuseField('number', 'invalid', 'This person has no ID here.')
    await blockEverything(identity, trx, { personId: person.personId, by: 'support', ...by })
  })
}

/** The act is kept with what comes of it, or neither is: a refusal leaves no word that another could add theirs to. */
async function atTheDesk<T>(
  identity: Identity,
  number: string,
  by: Desk | SignedDesk,
  act: string,
  work: (trx: Trx, person: Registered, at: Date) => Promise<T>,
): Promise<T> {
  const digits = readNumber(number)
  if (!digits)
    throw refuseField('number', 'invalid', 'Not a national number: ten digits in Denmark, eleven in Norway.')
  if (by.staff.trim().length < 3) throw refuseField('staff', 'invalid', 'Say who you are.')
  if (by.reason.trim().length < 3) throw refuseField('reason', 'invalid', 'Say why.')
  return asPostOffice(identity.db, async (trx) => {
    const person = await holdRegistered(trx, digits)
    // Shutting is for everybody who has an ID, also for who has moved abroad since (N-11); a code is for who lives here.
    if (!person || (act !== 'block-id' && person.status !== 'active'))
      throw refuseField(
        'number',
        'unknown',
        'The population register tells of nobody living here with that number.',
      )
    if (!person.enrolled && ageOf(digits, identity.clock()) === 'too-young')
      throw refuseField('number', 'age', 'Too young for an ID of their own.')
    const at = identity.clock()
    const { personId } = person
    await appendDeskAct(trx, { actId: newId(at.getTime()), personId, act, ...by, at })
    return work(trx, person, at)
  })
}

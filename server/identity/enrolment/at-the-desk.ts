/**
 * What staff do with a person's ID, each act under a name and a reason (O-11): hand a code over after looking at a passport, send one by
 * SMS, block. Unblocking is none of them: that is what the code in the person's hand does.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { phoneOf } from '#people/change-phone.ts'
import { mayUseSms } from '#rules/activation.ts'
import { blockEverything } from '../block/block-id.ts'
import type { Identity } from '../room.ts'
import { seal } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { appendDeskAct, holdRegistered, type Registered } from './activation.store.ts'
import { makeCode } from './make-code.ts'
import { ageOf, readNumber } from './order-code.ts'

export type Desk = { staff: string; reason: string }

/** 48 hours, handed over in person. @returns the code, to be written down for the person and nowhere else */
export function handOverCode(
  identity: Identity,
  number: string,
  by: Desk,
): Promise<{ code: string; expiresAt: Date }> {
  return atTheDesk(identity, number, by, 'hand-over-code', async (trx, person) => {
    const { personId } = person
    const purpose = person.enrolled ? 'recover' : 'enrol'
    const made = await makeCode(identity, trx, { personId, purpose, channel: 'in-person', by })
    await addJob(trx, 'tell-person', {
      personId,
      about: person.enrolled ? 'recovery-started' : 'activation-sent',
      facts: {},
    })
    return { code: made.code, expiresAt: made.expiresAt }
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
    if (!person.enrolled) throw refuse('not-found')
    await blockEverything(identity, trx, { personId: person.personId, by: 'support', ...by })
  })
}

async function atTheDesk<T>(
  identity: Identity,
  number: string,
  by: Desk,
  act: string,
  work: (trx: Trx, person: Registered) => Promise<T>,
): Promise<T> {
  const digits = readNumber(number)
  if (!digits || by.staff.trim().length < 3 || by.reason.trim().length < 3)
    throw refuse('request-invalid', {
      faults: [{ field: 'desk', reason: 'missing', message: 'A national number, who you are, and why.' }],
    })
  return asPostOffice(identity.db, async (trx) => {
    const person = await holdRegistered(trx, digits)
    if (person?.status !== 'active') throw refuse('not-found')
    if (!person.enrolled && ageOf(digits, identity.clock()) === 'too-young')
      throw refuse('request-invalid', {
        faults: [{ field: 'number', reason: 'age', message: 'Too young for an ID of their own.' }],
      })
    const at = identity.clock()
    await appendDeskAct(trx, { actId: newId(at.getTime()), personId: person.personId, act, ...by, at })
    return work(trx, person)
  })
}

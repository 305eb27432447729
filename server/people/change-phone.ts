/** The one phone number of a mailbox (D-12, P-02): set at the substantial level, verified by a code in an SMS once (P-09, D-13). */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { ChangePhone, Phone, VerifyPhone } from '#api/phone.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { ACTIVATION } from '#rules/activation.ts'
import { PHONE_CODE, parsePhone } from '#rules/phone.ts'
import { beginConfirming } from './contact/confirm-contact.ts'
import { countSent } from './contact/count-sent.ts'
import { tellOfChange } from './contact/tell-of-change.ts'
import { logChange } from './log-change.ts'
import { lockMailbox } from './mailboxes.store.ts'
import {
  countPhoneTry,
  deletePhone,
  markPhoneVerified,
  type PhoneRow,
  putPhone,
  readPhone,
} from './phone.store.ts'

type Place = Pick<House, 'db' | 'clock'>

export function showPhone(house: Pick<House, 'db'>, actor: Actor): Promise<Phone> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, async (trx) => shown(await readPhone(trx, actor.mailboxId)))
}

/**
 * Sets the number, sends another code to the one that is waiting, or takes it away. The change is told at every channel there was before.
 * @throws `request-invalid`, `changed-meanwhile`, `too-many-requests`, `level-too-low`
 */
export function changePhone(
  house: Place,
  actor: Actor,
  { number: typed, from }: ChangePhone,
): Promise<Phone> {
  requireLevel(actor, 'change-phone')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const mailbox = await lockMailbox(trx, mailboxId)
    if (!mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    const at = house.clock()
    const before = await readPhone(trx, mailboxId)
    const phone = typed === null ? null : parsePhone(mailbox.profile, typed)
    if (phone === undefined)
      throw refuse('request-invalid', {
        faults: [
          {
            field: 'number',
            reason: 'form',
            message: 'A mobile number; from abroad with + and country code.',
          },
        ],
      })
    requireSeen('number', before?.phone ?? null, { from, to: phone })
    if (phone === null) {
      if (before) await dropPhone(trx, actor, before, at)
      return shown(undefined)
    }
    if (before?.phone === phone && before.verifiedAt && !before.failingSince) return shown(before)
    await countSent(trx, mailboxId, 'sms_codes', { at, perDay: PHONE_CODE.perDay })
    const code = String(randomInt(10 ** PHONE_CODE.digits)).padStart(PHONE_CODE.digits, '0')
    const codeExpiresAt = new Date(at.getTime() + PHONE_CODE.livesMs)
    await putPhone(trx, mailboxId, {
      phone,
      codeHash: hashOf(mailboxId, code),
      codeExpiresAt,
      at,
    })
    await addJob(
      trx,
      'send-phone-code',
      { mailboxId, code },
      { key: `phone-code:${mailboxId}`, attemptsMax: 4 },
    )
    if (before?.phone !== phone) {
      await tellOfChange(trx, actor, before?.verifiedAt ? { alsoToPhone: before.phone } : {})
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
    }
    return shown(await readPhone(trx, mailboxId))
  })
}

/**
 * @throws `link-used-up` when no code is waiting, it ran out or was missed five times; `sign-in-failed` for a wrong one; `changed-meanwhile` when
 * another number waits than the one that was seen, which costs it no try
 */
export async function verifyPhone(house: Place, actor: Actor, { number, code }: VerifyPhone): Promise<Phone> {
  requireLevel(actor, 'verify-phone')
  const { mailboxId } = actor
  const answer = await inMailbox(house.db, mailboxId, async (trx) => {
    await lockMailbox(trx, mailboxId)
    const row = await readPhone(trx, mailboxId)
    requireSeen('number', row?.phone ?? null, { from: number, to: number })
    const at = house.clock()
    const living =
      row?.codeHash && row.codeExpiresAt && row.codeExpiresAt > at && row.codeTries < PHONE_CODE.triesMax
    if (!row?.codeHash || !living) return 'over' as const
    if (!timingSafeEqual(row.codeHash, hashOf(mailboxId, code.replace(/\s/g, '')))) {
      await countPhoneTry(trx, mailboxId)
      return 'wrong' as const
    }
    await markPhoneVerified(trx, mailboxId, at)
    // D-13 asks people; an enterprise has administrators.
    if (!actor.actingFor) await beginConfirming(trx, mailboxId, at)
    await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
    return shown(await readPhone(trx, mailboxId))
  })
  if (answer === 'over') throw refuse('link-used-up')
  if (answer === 'wrong') throw refuse('sign-in-failed')
  return answer
}

async function dropPhone(trx: Trx, actor: Actor, before: PhoneRow, at: Date): Promise<void> {
  const { mailboxId } = actor
  await deletePhone(trx, mailboxId)
  await tellOfChange(trx, actor, before.verifiedAt ? { alsoToPhone: before.phone } : {})
  await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
}

/** For the ID: the number and since when it stands, of a mailbox whose door the caller went through. */
export async function phoneOf(
  trx: Trx,
  mailboxId: string,
): Promise<{ phone: string; addedAtMs: number; verifiedAtMs: number | null } | null> {
  const row = await readPhone(trx, mailboxId)
  return row
    ? { phone: row.phone, addedAtMs: row.addedAt.getTime(), verifiedAtMs: row.verifiedAt?.getTime() ?? null }
    : null
}

/** A code of six digits lives ten minutes and five tries; the hash keeps it from idle eyes, bound to its mailbox. */
const hashOf = (mailboxId: string, code: string): Buffer =>
  createHash('sha256').update(`phone ${mailboxId} ${code}`).digest()

function shown(row: PhoneRow | undefined): Phone {
  if (!row) return { number: null, state: 'none', verifiedAt: null, codeExpiresAt: null, codesFrom: null }
  return {
    number: row.phone,
    state: row.failingSince ? 'failing' : row.verifiedAt ? 'verified' : 'waiting',
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    codeExpiresAt: row.codeExpiresAt?.toISOString() ?? null,
    codesFrom: new Date(row.addedAt.getTime() + ACTIVATION.phoneUnchangedMs).toISOString(),
  }
}

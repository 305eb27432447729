/** D-14: what a person wants to be told, and how: by channel, by sender, in a digest, not at night. */
import { createPublicKey } from 'node:crypto'
import type { AddPush, ChangeNotices, NoticeSettings, SenderChoice } from '#api/notices.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { changedMeanwhile } from '#ground/require-seen.ts'
import {
  type Choices,
  deletePushDevice,
  deleteSenderChoice,
  putPushDevice,
  putSenderChoice,
  readChoices,
  readPushDevices,
  readSenderChoices,
  writeChoices,
} from './choices.store.ts'

type Place = Pick<House, 'db' | 'clock' | 'push'>

const PUSH_DEVICES_MAX = 20

export function readNoticeSettings(house: Place, actor: Actor): Promise<NoticeSettings> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, (trx) => shown(house, trx, actor.mailboxId))
}

/**
 * @throws Refusal `request-invalid` for quiet hours that begin when they end, `changed-meanwhile` for quiet hours another window ended or began,
 * `mailbox-not-open`, `level-too-low`
 */
export function changeNotices(house: Place, actor: Actor, change: ChangeNotices): Promise<NoticeSettings> {
  requireLevel(actor, 'change-notices')
  return changing(house, actor, async (trx, present) => {
    const { quiet, digestHour, reminders, ...switches } = change
    const next: Choices = {
      ...present,
      ...switches,
      reminders: { ...present.reminders, ...reminders },
      ...(digestHour === undefined ? {} : { digestHour }),
      ...(quiet === undefined ? {} : quietOf(present, quiet)),
    }
    const begins = next.digestHour !== null && present.digestHour === null
    await writeChoices(trx, actor.mailboxId, next, begins ? house.clock() : null)
  })
}

type QuietHours = Pick<Choices, 'quietFrom' | 'quietUntil'>

function quietOf(present: QuietHours, wished: NonNullable<ChangeNotices['quiet']> | null): QuietHours {
  if (wished === null) return { quietFrom: null, quietUntil: null }
  const next = {
    quietFrom: wished.from ?? present.quietFrom,
    quietUntil: wished.until ?? present.quietUntil,
  }
  // Whoever names both saw none, whoever names one saw some.
  const begins = wished.from !== undefined && wished.until !== undefined
  const same = next.quietFrom === present.quietFrom && next.quietUntil === present.quietUntil
  if (begins !== (present.quietFrom === null) && !same) throw changedMeanwhile(['quiet'])
  if (next.quietFrom === next.quietUntil)
    throw refuse('request-invalid', {
      faults: [{ field: 'quiet', reason: 'empty', message: 'Must begin and end at different hours.' }],
    })
  return next
}

/** @throws Refusal `not-found`, `level-too-low` */
export function chooseForSender(house: Place, actor: Actor, choice: SenderChoice): Promise<NoticeSettings> {
  requireLevel(actor, 'change-notices')
  return changing(house, actor, async (trx) => {
    if (!(await putSenderChoice(trx, { ...choice, mailboxId: actor.mailboxId }))) throw refuse('not-found')
  })
}

/** @throws Refusal `not-found`, `level-too-low` */
export function dropSenderChoice(house: Place, actor: Actor, choiceId: string): Promise<NoticeSettings> {
  requireLevel(actor, 'change-notices')
  return changing(house, actor, async (trx) => {
    if (!(await deleteSenderChoice(trx, actor.mailboxId, choiceId))) throw refuse('not-found')
  })
}

/**
 * A browser's own address at its push service. We call it later, so it is held to a list (SSRF), and its key must be one.
 * @param device browser and system in words
 * @throws Refusal `request-invalid`, `level-too-low`
 */
export function addPushDevice(
  house: Place,
  actor: Actor,
  given: AddPush,
  device: string,
): Promise<NoticeSettings> {
  requireLevel(actor, 'add-push-device')
  const publicKey = Buffer.from(given.keys.p256dh, 'base64url')
  const authSecret = Buffer.from(given.keys.auth, 'base64url')
  const fault = !house.push.takes(given.endpoint)
    ? { field: 'endpoint', reason: 'unknown', message: 'Is not the address of a push service we know.' }
    : isPoint(publicKey) && authSecret.length === 16
      ? undefined
      : { field: 'keys', reason: 'form', message: 'Are not the keys of a browser.' }
  if (fault) throw refuse('request-invalid', { faults: [fault] })
  return changing(house, actor, async (trx) => {
    const { mailboxId } = actor
    const devices = await readPushDevices(trx, mailboxId)
    // The oldest makes room: nobody reads a list of browsers they no longer have.
    if (devices.length >= PUSH_DEVICES_MAX) await deletePushDevice(trx, mailboxId, devices.at(-1)!.deviceId)
    const at = house.clock()
    const { endpoint } = given
    const subscriptionId = newId(at.getTime())
    await putPushDevice(trx, { mailboxId, subscriptionId, endpoint, publicKey, authSecret, name: device, at })
  })
}

/** @throws Refusal `not-found`, `level-too-low` */
export function removePushDevice(house: Place, actor: Actor, deviceId: string): Promise<NoticeSettings> {
  requireLevel(actor, 'change-notices')
  return changing(house, actor, async (trx) => {
    if (!(await deletePushDevice(trx, actor.mailboxId, deviceId))) throw refuse('not-found')
  })
}

/** B-16: every change stands in the access log. */
function changing(
  house: Place,
  actor: Actor,
  change: (trx: Trx, present: Choices) => Promise<void>,
): Promise<NoticeSettings> {
  const { mailboxId, personId, level } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const present = await readChoices(trx, mailboxId)
    if (!present) throw refuse('not-found')
    if (present.state === 'closed') throw refuse('mailbox-not-open')
    await change(trx, present)
    const at = house.clock()
    await logAccess(trx, {
      mailboxId,
      action: 'settings-changed',
      at,
      actorKind: 'owner',
      actorId: personId,
      level,
    })
    return shown(house, trx, mailboxId)
  })
}

async function shown(house: Place, trx: Trx, mailboxId: string): Promise<NoticeSettings> {
  const choices = await readChoices(trx, mailboxId)
  if (!choices) throw refuse('not-found')
  const { quietFrom: from, quietUntil: until, state: _, ...rest } = choices
  const devices = await readPushDevices(trx, mailboxId)
  return {
    ...rest,
    quiet: from === null || until === null ? null : { from, until },
    senders: await readSenderChoices(trx, mailboxId),
    pushDevices: devices.map(({ addedAt, ...device }) => ({ ...device, addedAt: addedAt.toISOString() })),
    pushKey: await house.push.publicKey(),
  }
}

/** A point of the curve P-256: anything else would fail at every message. */
function isPoint(key: Buffer): boolean {
  if (key.length !== 65 || key[0] !== 4) return false
  const [x, y] = [key.subarray(1, 33), key.subarray(33)].map((part) => part.toString('base64url'))
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/**
 * A person's code apps and passkeys: register, name, revoke. What opens everything must not be changed by who only has the
 * password, except for the very first device of all, which a password just entered opens.
 */
import { randomBytes } from 'node:crypto'
import type {
  Devices,
  PasskeyAttestation,
  PasskeyChallenge,
  RenameDevice,
  TotpEnrolment,
} from '#api/session.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { ACTIVATION } from '#rules/activation.ts'
import { CODE_CARD } from '#rules/code-card.ts'
import { atLeast } from '#rules/levels.ts'
import { deviceDoor } from '#rules/lock-out.ts'
import { putChallenge, seeChallenge, takeChallenge } from './challenge.store.ts'
import {
  addDevice,
  type DeviceRow,
  listDevices,
  lockDevices,
  type NewDevice,
  renameDevice,
  revokeDevice,
} from './device.store.ts'
import { type CardRow, endCard, listCards } from './devices/code-card.store.ts'
import { serialText } from './devices/order-card.ts'
import { type PersonLogin, readLogin } from './login.store.ts'
import { askNewPasskey, judgeAttestation } from './passkey-challenge.ts'
import type { Identity } from './room.ts'
import { seal, unseal } from './sealed-secret.ts'
import type { SessionRow } from './session.store.ts'
import { CHALLENGE_MINUTES, PASSWORD_FRESH_MINUTES } from './session-life.ts'
import { base32Of, judgeCode, SECRET_BYTES, uriOf } from './totp.ts'
import { boundToSession } from './use-passkey.ts'

const DEVICES_MAX = 10
const ISSUER = 'Brevhus'

export async function readDevices(identity: Identity, session: SessionRow): Promise<Devices> {
  const [rows, cards, login] = await Promise.all([
    listDevices(identity.db, session.personId),
    listCards(identity.db, session.personId),
    readLogin(identity.db, session.personId),
  ])
  const state = changing(identity, session, login, cards.length > 0)
  return {
    devices: [
      ...rows.map((row) => ({
        id: row.deviceId,
        kind: row.kind,
        name: row.name,
        registeredAt: row.registeredAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        backedUp: row.backedUp,
        blocked: deviceDoor(row.wrongCodes) === 'blocked',
        revocable: mayGo(rows, cards, row.deviceId),
      })),
      ...cards.map((card) => ({
        id: card.cardId,
        kind: 'code-card' as const,
        name: serialText(card.serial),
        registeredAt: card.orderedAt.toISOString(),
        lastUsedAt: card.lastUsedAt?.toISOString() ?? null,
        backedUp: false,
        blocked: card.wrongCodes >= CODE_CARD.wrongCodesMax,
        revocable: mayGo(rows, cards, card.cardId),
      })),
    ],
    changing: state,
    mayOrderCard: cards.length === 0 || (state === 'allowed' && cards.length <= CODE_CARD.extraMax),
  }
}

function changing(
  identity: Identity,
  session: SessionRow,
  login: PersonLogin | null,
  hasCard: boolean,
): Devices['changing'] {
  if (atLeast(session.level, 'substantial')) return 'allowed'
  if (login?.firstDeviceAt) return 'step-up'
  const since = (at: Date | null) =>
    at === null ? Number.POSITIVE_INFINITY : identity.clock().getTime() - at.getTime()
  // I-01: an ID issued by letter gets its first device by that letter, or by what came with a later one; never by a password alone.
  if (login?.enrolledAt) {
    if (since(session.activatedAt) < ACTIVATION.devicesMs) return 'allowed'
    return hasCard ? 'step-up' : 'letter'
  }
  return since(session.passwordAt) < PASSWORD_FRESH_MINUTES * 60_000 ? 'allowed' : 'password'
}

/** @throws `level-too-low`: raise the session, or for the first device enter the password again (see `Devices.changing`). */
async function requireChanging(identity: Identity, session: SessionRow, trx?: Trx): Promise<void> {
  const login = await readLogin(trx ?? identity.db, session.personId)
  if (changing(identity, session, login, false) !== 'allowed') throw refuse('level-too-low')
}

/** Once more with the ID held: of two first devices at the same moment, one is the first. */
async function requireStillChanging(identity: Identity, session: SessionRow, trx: Trx): Promise<void> {
  await lockDevices(trx, session.personId)
  await requireChanging(identity, session, trx)
}

export async function beginTotp(identity: Identity, session: SessionRow): Promise<TotpEnrolment> {
  await requireChanging(identity, session)
  const now = identity.clock()
  const secret = randomBytes(SECRET_BYTES)
  const enrolmentId = newId(now.getTime())
  const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000)
  await putChallenge(identity.db, {
    challengeId: enrolmentId,
    purpose: 'register-totp',
    boundTo: boundToSession(session),
    personId: session.personId,
    challengeHash: null,
    secretSealed: seal(identity.keys.totp, secret, enrolmentId),
    expiresAt,
  })
  return {
    enrolmentId,
    secret: base32Of(secret),
    uri: uriOf(secret, ISSUER, await labelOf(identity, session.personId)),
    expiresAt: expiresAt.toISOString(),
  }
}

/** @throws `link-used-up` for an enrolment that is over; `sign-in-failed` for a wrong code, which may be tried again. */
export async function confirmTotp(
  identity: Identity,
  session: SessionRow,
  given: { enrolmentId: string; code: string; name: string },
): Promise<Devices> {
  await requireChanging(identity, session)
  const now = identity.clock()
  const asked = {
    challengeId: given.enrolmentId,
    purpose: 'register-totp',
    boundTo: boundToSession(session),
    now,
  } as const
  const open = await seeChallenge(identity.db, asked)
  if (!open?.secretSealed) throw refuse('link-used-up')
  const secret = unseal(identity.keys.totp, open.secretSealed, given.enrolmentId)
  const verdict = judgeCode(secret, given.code, now, null)
  if (verdict.kind !== 'right') throw refuse('sign-in-failed')
  await asPostOffice(identity.db, async (trx) => {
    if (!(await takeChallenge(trx, asked))) throw refuse('link-used-up')
    await requireStillChanging(identity, session, trx)
    await registerTotp(identity, trx, {
      personId: session.personId,
      secret,
      name: given.name,
      lastStep: verdict.step,
    })
    await tell(trx, 'new-device', session.personId, given.name)
  })
  return readDevices(identity, session)
}

/** Also the seed tool's way to give a demo person a code app with a secret it can print. */
export async function registerTotp(
  identity: Identity,
  trx: Trx,
  app: { personId: string; secret: Uint8Array; name: string; lastStep: number | null },
): Promise<void> {
  const now = identity.clock()
  const deviceId = newId(now.getTime())
  await register(trx, {
    kind: 'totp',
    deviceId,
    personId: app.personId,
    name: app.name.trim(),
    now,
    secretSealed: seal(identity.keys.totp, app.secret, deviceId),
    lastStep: app.lastStep,
  })
}

export async function beginPasskey(identity: Identity, session: SessionRow): Promise<PasskeyChallenge> {
  await requireChanging(identity, session)
  return askNewPasskey(identity, {
    boundTo: boundToSession(session),
    personId: session.personId,
    label: await labelOf(identity, session.personId),
  })
}

/** @throws `link-used-up` for a challenge that is over; `device-not-usable` when the passkey can't be taken. */
export async function registerPasskey(
  identity: Identity,
  session: SessionRow,
  given: { challengeId: string; name: string; attestation: PasskeyAttestation },
): Promise<Devices> {
  await requireChanging(identity, session)
  const now = identity.clock()
  const challenge = await takeChallenge(identity.db, {
    challengeId: given.challengeId,
    purpose: 'register-passkey',
    boundTo: boundToSession(session),
    now,
  })
  if (!challenge) throw refuse('link-used-up')
  const passkey = await judgeAttestation(identity, challenge, given.attestation)
  if (!passkey) throw refuse('device-not-usable')
  await asPostOffice(identity.db, async (trx) => {
    await requireStillChanging(identity, session, trx)
    await register(trx, {
      kind: 'passkey',
      deviceId: newId(now.getTime()),
      personId: session.personId,
      name: given.name.trim(),
      now,
      ...passkey,
    })
    await tell(trx, 'new-device', session.personId, given.name)
  })
  return readDevices(identity, session)
}

/** What opens an ID never changes in silence (I-02, I-07). */
const tell = (trx: Trx, about: 'new-device' | 'device-removed', personId: string, name: string) =>
  addJob(trx, 'tell-person', { personId, about, facts: name ? { device: name.trim() } : {} })

async function register(trx: Trx, device: NewDevice): Promise<void> {
  const present = await lockDevices(trx, device.personId)
  if (present.length >= DEVICES_MAX) {
    throw refuse('device-not-usable', { detail: `At most ${DEVICES_MAX} devices. Revoke one first.` })
  }
  if (!(await addDevice(trx, device))) throw refuse('device-not-usable')
}

/** @throws Refusal `not-found`, `changed-meanwhile` */
export async function nameDevice(
  identity: Identity,
  session: SessionRow,
  deviceId: string,
  { name, from }: RenameDevice,
): Promise<Devices> {
  await requireChanging(identity, session)
  const { personId } = session
  await asPostOffice(identity.db, async (trx) => {
    const present = (await lockDevices(trx, personId)).find((one) => one.deviceId === deviceId)
    if (!present) throw refuse('not-found')
    const to = name.trim()
    requireSeen('name', present.name, { from, to })
    await renameDevice(trx, personId, deviceId, to)
  })
  return readDevices(identity, session)
}

/** @throws `not-found`; `device-not-usable` for the last device that works: nothing could raise a session any more. */
export async function removeDevice(
  identity: Identity,
  session: SessionRow,
  deviceId: string,
): Promise<Devices> {
  await requireChanging(identity, session)
  await asPostOffice(identity.db, async (trx) => {
    const { personId } = session
    const present = await lockDevices(trx, personId)
    const cards = await listCards(trx, personId)
    const isCard = cards.some((card) => card.cardId === deviceId)
    if (!isCard && !present.some((device) => device.deviceId === deviceId)) throw refuse('not-found')
    if (!mayGo(present, cards, deviceId)) {
      throw refuse('device-not-usable', { detail: 'This is your last device. Register another one first.' })
    }
    const now = identity.clock()
    if (isCard) await endCard(trx, { personId, cardId: deviceId, why: 'revoked', now })
    else await revokeDevice(trx, personId, deviceId, now)
    const name = present.find((device) => device.deviceId === deviceId)?.name ?? ''
    await tell(trx, 'device-removed', personId, name)
  })
  return readDevices(identity, session)
}

/** One device that works must stay. A card still in the post is none yet, and may always go. */
function mayGo(devices: readonly DeviceRow[], cards: readonly CardRow[], id: string): boolean {
  if (cards.some((card) => card.cardId === id && card.firstUsedAt === null)) return true
  return (
    devices.some((other) => other.deviceId !== id && deviceDoor(other.wrongCodes) === 'open') ||
    cards.some(
      (other) =>
        other.cardId !== id && other.firstUsedAt !== null && other.wrongCodes < CODE_CARD.wrongCodesMax,
    )
  )
}

/** What apps and platforms show beside the code: the user ID, or the service's name where one signs in by number. */
async function labelOf(identity: Identity, personId: string): Promise<string> {
  return (await readLogin(identity.db, personId))?.userId ?? ISSUER
}

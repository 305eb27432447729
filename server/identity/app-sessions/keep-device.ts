/** A person keeps this device: it stays known for 60 days since its last use and is reopened by PIN or passkey (I-11, D-02). */
import type { AppSession } from '#api/session.ts'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { PIN, type PinFault, pinFaults } from '#rules/pin.ts'
import { holdLogin } from '../block/block.store.ts'
import { readPerson } from '../login.store.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { fallOf, raisedAtOf } from '../session-life.ts'
import { reachOf } from '../session-of.ts'
import { newToken, type Token } from '../session-token.ts'
import { describeBrowser } from '../user-agent.ts'
import type { Visit } from '../visit.ts'
import { addApp, endApps, findApp, listApps, putSessionOnApp } from './app-session.store.ts'
import { pepperOf, pinWithDevice } from './device-secret.ts'
import { lives, shownApp } from './own-devices.ts'

const KEPT_DEVICES_MAX = 10

const PIN_WORDS = {
  shape: `Use exactly ${PIN.digits} digits.`,
  'one-digit': 'Use more than one digit.',
  sequence: 'Digits in a row are tried first. Choose others.',
  'national-number': 'Leave out your national number.',
} as const satisfies Record<PinFault, string>

/**
 * @param given.pin null: this device is reopened by passkey only.
 * @throws `level-too-low`; `request-invalid` with a fault for the PIN; `device-not-usable` when there are too many.
 */
export async function keepDevice(
  identity: Identity,
  session: PresentSession,
  visit: Visit,
  given: { name: string; pin: string | null },
): Promise<{ app: AppSession; secret: Token }> {
  requireLevel({ level: session.level, reach: reachOf(session) }, 'keep-device')
  const { personId } = session
  if (given.pin !== null) {
    const number = (await readPerson(identity.db, personId))?.nationalNumber ?? ''
    const faults = pinFaults(given.pin, number).map((reason) => ({
      field: 'pin',
      reason,
      message: PIN_WORDS[reason],
    }))
    if (faults.length > 0) throw refuse('request-invalid', { faults })
  }
  const now = identity.clock()
  const secret = newToken()
  const appId = newId(now.getTime())
  // Keeping a device shows nothing new: the level falls when it would have.
  const raisedAt = raisedAtOf(session, now)
  const pinHash =
    given.pin === null ? null : await identity.hasher.create(pinWithDevice(given.pin, pepperOf(secret.text)))
  const name = given.name.trim()
  const app = { appId, personId, name, pinHash, level: session.level, raisedAt }
  await asPostOffice(identity.db, async (trx) => {
    // Held: of many devices kept at once no more are than may be.
    await holdLogin(trx, personId)
    const present = (await listApps(trx, personId)).filter((one) => lives(one, session.profile, now))
    const before = visit.deviceHash && (await findApp(trx, visit.deviceHash))
    const anew = before && before.personId === personId ? before.appId : null
    if (present.filter((one) => one.appId !== anew).length >= KEPT_DEVICES_MAX)
      throw refuse('device-not-usable', {
        detail: `At most ${KEPT_DEVICES_MAX} kept devices. End one first.`,
      })
    await addApp(trx, { ...app, secretHash: secret.hash, now })
    const fallsAt = fallOf(session.profile, session.level, raisedAt, true)
    if (!(await putSessionOnApp(trx, { sessionId: session.sessionId, appId, fallsAt })))
      throw refuse('sign-in-needed')
    // Kept anew: the cookie holds one secret, so what else ran on this very device is over.
    if (anew) await endApps(trx, { personId, appId: anew, why: 'replaced', now })
    const browser = describeBrowser(visit.userAgent) ?? ''
    const facts = { at: now.toISOString(), device: name, browser }
    await addJobs(trx, 'tell-person', [{ personId, about: 'new-device', facts }])
  })
  return {
    app: shownApp({ ...app, openedAt: now, lastUsedAt: now }, session.profile, now, appId),
    secret,
  }
}

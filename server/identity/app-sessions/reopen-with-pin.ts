/** A kept device is opened again by its PIN: something one has and something one knows (I-11, D-02). */
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { PIN } from '#rules/pin.ts'
import { readLogin, readPerson } from '../login.store.ts'
import { noteRefusal, type Opened, openSession } from '../open-session.ts'
import type { Identity } from '../room.ts'
import type { Visit } from '../visit.ts'
import { type AppRow, countPinTry, endApps, findApp, markAppUsed } from './app-session.store.ts'
import { pinWithDevice } from './device-secret.ts'
import { levelOf, lives } from './own-devices.ts'

/** The device behind a visit, if it lives and has a PIN. */
export async function keptDevice(
  identity: Identity,
  visit: Visit,
): Promise<(AppRow & { pinHash: string; profile: 'dk' | 'no' }) | null> {
  const app = visit.deviceHash && (await findApp(identity.db, visit.deviceHash))
  if (!app || app.pinHash === null) return null
  const profile = (await readPerson(identity.db, app.personId))?.country ?? 'dk'
  return lives(app, profile, identity.clock()) ? { ...app, pinHash: app.pinHash, profile } : null
}

/**
 * At the level the device had been raised to, unless that was more than a day ago: then low.
 * @throws `device-not-usable` without a living kept device; `sign-in-failed` for a wrong PIN. The fifth in a row ends the device.
 */
export async function reopenWithPin(identity: Identity, visit: Visit, pin: string): Promise<Opened> {
  const app = await keptDevice(identity, visit)
  if (!app || !visit.devicePepper) throw refuse('device-not-usable')
  const { appId, personId } = app
  // Counted before the PIN is looked at, and kept whatever happens after.
  const tries = await asPostOffice(identity.db, (trx) => countPinTry(trx, appId))
  if (tries === null) throw refuse('device-not-usable')
  const { right } = await identity.hasher.check(app.pinHash, pinWithDevice(pin, visit.devicePepper))
  const now = identity.clock()
  if (!right) {
    await noteRefusal(identity, personId, 'pin', visit, async (trx) => {
      if (tries < PIN.wrongMax) return
      await endApps(trx, { personId, appId, why: 'wrong-pins', now })
      const facts = { at: now.toISOString(), device: app.name }
      await addJobs(trx, 'tell-person', [{ personId, about: 'device-blocked', facts }])
    })
    throw refuse('sign-in-failed')
  }
  const login = await readLogin(identity.db, personId)
  if (!login || login.status === 'deceased') throw refuse('mailbox-not-open')
  const level = levelOf(app, app.profile, now)
  const proof = { personId, mailboxId: login.mailboxId, level, method: 'pin' } as const
  return openSession(identity, { ...proof, raisedAt: app.raisedAt }, visit, async (trx) => {
    if (!(await markAppUsed(trx, { appId, shown: 'pin', now }))) throw refuse('device-not-usable')
  })
}

/** What the web app is told about the present session. */
import type { SessionState, SignedIn } from '#api/session.ts'
import { SIGN_IN_PAGES } from '#api/session.ts'
import { inMailbox } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { deviceDoor } from '#rules/lock-out.ts'
import { brandsFor } from './broker/own-electronic-ids.ts'
import { listDevices, type StepUpMeans } from './device.store.ts'
import { hasUsableCard, usableCard } from './devices/use-card.ts'
import { readActing, readActingIn } from './employees/read-acting.ts'
import { readMailboxChoices, readPersonName } from './login.store.ts'
import type { Identity } from './room.ts'
import { rememberLanguage, type SessionRow } from './session.store.ts'
import { lifeOf } from './session-life.ts'

export const SIGNED_OUT: SessionState = { signedIn: false, signInPath: SIGN_IN_PAGES.signIn }

export async function sessionState(identity: Identity, session: SessionRow): Promise<SignedIn> {
  const life = lifeOf(session, identity.clock())
  if (life.kind === 'ended') throw refuse('sign-in-needed')
  const [name, devices, card, language, actingFor, actingIn] = await Promise.all([
    readPersonName(identity.db, session.personId),
    listDevices(identity.db, session.personId),
    hasUsableCard(identity, session.personId),
    presentLanguage(identity, session),
    readActing(identity, session),
    readActingIn(identity, session),
  ])
  const own = session.keyId === null
  const usable = devices.filter((device) => deviceDoor(device.wrongCodes) === 'open')
  return {
    signedIn: true,
    sessionId: session.sessionId,
    person: { id: session.personId, name },
    mailboxId: session.mailboxId,
    actingFor,
    actingIn,
    level: life.level,
    language,
    profile: session.profile,
    idleEndsAt: life.idleEndsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    stepUp: {
      // A key file's session is not raised by the person's own devices: it ends, and the key file opens another.
      totp: own && usable.some((device) => device.kind === 'totp'),
      passkey: own && usable.some((device) => device.kind === 'passkey'),
      electronicIds: own ? brandsFor(identity, session) : [],
      card: own && card,
    },
  }
}

/** Whether there is a device here to raise the session with. Most of the people who sign in by password alone have none. */
export const canStepUp = ({ devices, cards }: StepUpMeans): boolean =>
  devices.some((wrongCodes) => deviceDoor(wrongCodes) === 'open') || cards.some(usableCard)

/** The language may have been changed in settings since; the session's copy follows. */
async function presentLanguage(identity: Identity, session: SessionRow) {
  const { mailboxId } = session
  if (!mailboxId) return session.language
  const choices = await inMailbox(identity.db, mailboxId, (trx) => readMailboxChoices(trx, mailboxId))
  if (!choices || choices.language === session.language) return session.language
  await rememberLanguage(identity.db, session.sessionId, choices.language)
  return choices.language
}

/** Opens a session for a person who has just shown who they are, or raises the one they have. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { atLeast, type Level } from '#rules/levels.ts'
import { findApp, markAppUsed } from './app-sessions/app-session.store.ts'
import { lives } from './app-sessions/own-devices.ts'
import { readMailboxChoices, readPerson } from './login.store.ts'
import { writeOpened } from './open-session.store.ts'
import type { Identity } from './room.ts'
import {
  type Acting,
  endSession,
  findSession,
  raiseSession,
  type SessionLanguage,
  type SessionRow,
} from './session.store.ts'
import { endOf, fallOf } from './session-life.ts'
import { newToken, type Token } from './session-token.ts'
import { appendSignIn, type SignInEvent } from './sign-in-log.store.ts'
import type { Choices } from './throttle.store.ts'
import type { Settling } from './throttle.ts'
import { describeBrowser } from './user-agent.ts'
import type { Visit } from './visit.ts'

/** Cookies to set: the session's token, and a browser token when the browser had none. */
export type Opened = { session: SessionRow; token: Token; browser: Token | null }

export type Proof = {
  readonly personId: string
  readonly mailboxId: string | null
  readonly level: Level
  readonly method: SignInEvent['method']
  /** When the level was shown, if that was not now. */
  readonly raisedAt?: Date
  /** Set when what was shown is an employment's own (a key file): the session acts for that enterprise from its start. */
  readonly acting?: Acting
  readonly keyId?: string
  /** The hash of the password that was shown: changed meanwhile, it opens nothing (SeenOtherwise). */
  readonly passwordHash?: string
}

/**
 * Always a fresh token, whatever cookie came along: nobody can prepare a session for somebody else (fixation). A
 * session the browser still had is ended. `also` runs in the same transaction.
 */
export async function openSession(
  identity: Identity,
  proof: Proof,
  visit: Visit,
  also: (trx: Trx) => Promise<void>,
  /** What is known already: the mailbox's choices, and what is written with the session. */
  known: { settling?: Settling | null; choices?: Choices | null } = {},
): Promise<Opened> {
  const now = identity.clock()
  const token = newToken()
  const browser = visit.browserHash === null ? newToken() : null
  const browserHash = visit.browserHash ?? browser!.hash
  const session = await asPostOffice(identity.db, async (trx) => {
    await also(trx)
    const choices = known.choices ?? (await choicesOf(trx, proof))
    const app = await appOf(trx, visit, proof.personId, choices.profile, now)
    const previous = visit.sessionHash && (await findSession(trx, visit.sessionHash))
    const opened: SessionRow = {
      sessionId: newId(now.getTime()),
      personId: proof.personId,
      mailboxId: proof.mailboxId,
      level: proof.level,
      ...choices,
      startedAt: now,
      lastSeenAt: now,
      endsAt: endOf(choices.profile, now),
      fallsAt: fallOf(choices.profile, proof.level, proof.raisedAt ?? now, app !== null),
      passwordAt: proof.method === 'password' ? now : null,
      browserHash,
      appId: app?.appId ?? null,
      acting: proof.acting ?? null,
      keyId: proof.keyId ?? null,
      activatedAt: proof.method === 'activation' ? now : null,
    }
    if (previous) {
      await endSession(trx, {
        personId: previous.personId,
        sessionId: previous.sessionId,
        why: 'replaced',
        now,
      })
    }
    if (app && proof.method !== 'pin')
      await markAppUsed(trx, { appId: app.appId, shown: shownLevel(proof), now })
    // I-11: told whenever a browser is new to this person, the first time of all included.
    const facts = { at: now.toISOString(), browser: describeBrowser(visit.userAgent) ?? '' }
    await writeOpened(trx, {
      session: { ...opened, tokenHash: token.hash },
      browserHash,
      event: eventOf(proof, opened.sessionId, 'signed-in', visit, now),
      ifNewBrowser: [
        { name: 'tell-person', payload: { personId: proof.personId, about: 'new-sign-in', facts } },
      ],
      settling: known.settling ?? null,
      passwordHash: proof.passwordHash ?? null,
    })
    return opened
  })
  return { session, token, browser }
}

/** The present session at a higher level, under a new token (B-06, D-03). `also` runs first, in the same transaction. */
export async function raisePresentSession(
  identity: Identity,
  session: SessionRow,
  proof: Proof,
  visit: Visit,
  also: (trx: Trx) => Promise<void>,
): Promise<Opened> {
  if (proof.personId !== session.personId) throw refuse('device-not-usable')
  const now = identity.clock()
  const token = newToken()
  const fallsAt = fallOf(session.profile, proof.level, now, session.appId !== null)
  await asPostOffice(identity.db, async (trx) => {
    await also(trx)
    const raised = await raiseSession(trx, {
      sessionId: session.sessionId,
      personId: session.personId,
      tokenHash: token.hash,
      level: proof.level,
      fallsAt,
      now,
    })
    if (!raised) throw refuse('sign-in-needed')
    if (session.appId) await markAppUsed(trx, { appId: session.appId, shown: proof.level, now })
    await appendSignIn(trx, eventOf(proof, session.sessionId, 'raised', visit, now))
  })
  return { session: { ...session, level: proof.level, fallsAt, lastSeenAt: now }, token, browser: null }
}

/** A refusal is written with the same statement whether or not anybody has that name. */
export async function noteRefusal(
  identity: Identity,
  personId: string | null,
  method: SignInEvent['method'],
  visit: Visit,
  also: (trx: Trx) => Promise<void> = async () => {},
): Promise<void> {
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    await also(trx)
    await appendSignIn(trx, { ...eventOf({ method, level: null }, null, 'refused', visit, now), personId })
  })
}

function eventOf(
  proof: { personId?: string; method: SignInEvent['method']; level: Level | null },
  sessionId: string | null,
  outcome: SignInEvent['outcome'],
  visit: Visit,
  at: Date,
): SignInEvent {
  return {
    eventId: newId(at.getTime()),
    personId: proof.personId ?? null,
    sessionId,
    at,
    outcome,
    method: proof.method,
    level: proof.level,
    address: visit.address,
    userAgent: visit.userAgent,
    checksum: visit.checksum,
  }
}

/** The kept device this visit comes from, if it is this person's and lives. */
async function appOf(
  trx: Trx,
  visit: Visit,
  personId: string,
  profile: 'dk' | 'no',
  now: Date,
): Promise<{ appId: string } | null> {
  const app = visit.deviceHash && (await findApp(trx, visit.deviceHash))
  return app && app.personId === personId && lives(app, profile, now) ? app : null
}

/** A password alone raises nothing; what was shown before goes on to hold. */
const shownLevel = ({ level }: Proof): Level | null => (atLeast(level, 'substantial') ? level : null)

async function choicesOf(
  trx: Trx,
  proof: { personId: string; mailboxId: string | null },
): Promise<{ profile: 'dk' | 'no'; language: SessionLanguage }> {
  const chosen = proof.mailboxId && (await readMailboxChoices(trx, proof.mailboxId))
  if (chosen) return chosen
  const person = await readPerson(trx, proof.personId)
  return person?.country === 'no' ? { profile: 'no', language: 'nb' } : { profile: 'dk', language: 'da' }
}

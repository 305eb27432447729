/**
 * A temporary password (I-20): by letter, without any phone; or by SMS, and then only beside a second factor that is shown when it is
 * ordered, to a number that has stood for 120 hours. It waits an hour, is announced at once, and is good for one thing: choosing a
 * new password.
 */
import type { PasskeyAssertion } from '#api/session.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import type { SmsGateway } from '#ground/text-message.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { phoneOf } from '#people/change-phone.ts'
import { mayOrder, mayText, mayUseSms } from '#rules/activation.ts'
import { orderLetter } from '../letters/order-letter.ts'
import { findLogin, readLogin } from '../login.store.ts'
import { countedAs, readLoginName } from '../login-name.ts'
import { noteRefusal } from '../open-session.ts'
import type { Identity } from '../room.ts'
import { seal, unseal } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { beginAttempt } from '../throttle.ts'
import type { Visit } from '../visit.ts'
import { codesOrdered, findActivation, holdPerson, lettersOrdered, NOBODY } from './activation.store.ts'
import { makeCode } from './make-code.ts'
import { countOrder, PAGES, shown } from './order-code.ts'
import { factorOfCode, factorOfPasskey, type SecondFactor } from './second-factor.ts'

/**
 * The answer is the same for every name, every channel and every code; only whoever gets the letter or the SMS learns more.
 * @throws `sign-in-wait`
 */
export async function orderTemporaryPassword(
  identity: Identity,
  visit: Visit,
  given: { name: string; channel: 'letter' | 'sms'; deviceCode: string; language: SessionLanguage },
): Promise<void> {
  const name = readLoginName(given.name)
  const found = await findLogin(identity.db, name)
  if (given.channel === 'letter') {
    await countOrder(identity, visit)
    const usable = await usableLogin(identity, found?.personId ?? NOBODY)
    if (usable) await byLetter(identity, usable.personId, given.language)
    return
  }
  const attempt = await beginAttempt(identity, {
    about: 'code',
    name: `temporary ${countedAs(name)}`,
    visit,
    known: false,
  })
  const personId = found?.personId ?? NOBODY
  const factor = await factorOfCode(identity, personId, given.deviceCode)
  const sent =
    factor !== null &&
    (await bySms(identity, personId, factor, given.language, (trx) => attempt.succeed(trx)))
  if (!sent) await noteRefusal(identity, null, 'activation', visit, attempt.fail)
}

/**
 * The same by SMS to the person whose passkey answered. Who may not have one is told nothing more than everybody.
 * @throws `sign-in-failed` for every kind of wrong answer of a passkey
 */
export async function orderByPasskey(
  identity: Identity,
  visit: Visit,
  given: { form: string; challengeId: string; assertion: PasskeyAssertion; language: SessionLanguage },
): Promise<void> {
  const factor = await factorOfPasskey(identity, visit, given)
  const sent = await bySms(identity, factor.personId, factor, given.language)
  if (!sent) await noteRefusal(identity, factor.personId, 'activation', visit)
}

async function usableLogin(identity: Identity, personId: string) {
  const login = await readLogin(identity.db, personId)
  return login?.status === 'active' && !login.blockedAt ? login : null
}

/** False when nothing goes out: no such login, no number that has stood long enough, too many today, or the factor is used up. */
async function bySms(
  identity: Identity,
  personId: string,
  factor: SecondFactor,
  language: SessionLanguage,
  also: (trx: Trx) => Promise<void> = async () => {},
): Promise<boolean> {
  const now = identity.clock()
  const mailboxId = (await usableLogin(identity, personId))?.mailboxId
  const phone = mailboxId && (await inMailbox(identity.db, mailboxId, (trx) => phoneOf(trx, mailboxId)))
  if (!mayUseSms(phone || null, now.getTime())) return false
  return asPostOffice(identity.db, async (trx) => {
    await holdPerson(trx, personId)
    if (!mayText(await codesOrdered(trx, personId, 'sms', now), now.getTime())) return false
    if (!(await factor.spend(trx))) return false
    await also(trx)
    const made = await makeCode(identity, trx, { personId, purpose: 'temporary-password', channel: 'sms' })
    const sealed = seal(identity.keys.letter, Buffer.from(made.code), made.activationId).toString('base64')
    // It is sent when it begins to be good: half an hour is little.
    await addJob(
      trx,
      'send-code-sms',
      { activationId: made.activationId, sealed, language },
      { runAt: made.usableFrom },
    )
    await addJob(trx, 'tell-person', {
      personId,
      about: 'recovery-started',
      facts: { until: made.usableFrom.toISOString() },
    })
    return true
  })
}

async function byLetter(identity: Identity, personId: string, language: SessionLanguage): Promise<void> {
  await asPostOffice(identity.db, async (trx) => {
    const now = identity.clock()
    await holdPerson(trx, personId)
    if (!mayOrder(await lettersOrdered(trx, personId, now), now.getTime())) return
    const made = await makeCode(identity, trx, { personId, purpose: 'temporary-password', channel: 'letter' })
    await orderLetter(identity, trx, {
      personId,
      aboutId: made.activationId,
      language,
      facts: {
        kind: 'temporary-password',
        code: made.code,
        from: made.usableFrom.toISOString(),
        until: made.expiresAt.toISOString(),
        page: shown(identity.site.origin, PAGES.activate),
      },
    })
    await addJob(trx, 'tell-person', { personId, about: 'temporary-password-sent', facts: {} })
  })
}

const SMS_WORDS = {
  da: (code: string) =>
    `${code} er din engangskode til Brevhus. Den gælder i 30 minutter. Giv den ikke til nogen; vi beder aldrig om den.`,
  nb: (code: string) =>
    `${code} er engangskoden din til Brevhus. Den gjelder i 30 minutter. Ikke gi den til noen; vi ber aldri om den.`,
  sv: (code: string) =>
    `${code} är din engångskod till Brevhus. Den gäller i 30 minuter. Ge den inte till någon; vi ber aldrig om den.`,
  en: (code: string) =>
    `${code} is your one-time code for Brevhus. It is good for 30 minutes. Give it to nobody; we never ask for it.`,
} as const satisfies Record<SessionLanguage, (code: string) => string>

/** The number is looked at again: changed or blocked in between, nothing goes out. May run twice; the gateway sends one per code. */
export async function sendCodeSms(
  identity: Identity,
  sms: SmsGateway,
  { activationId, sealed, language }: { activationId: string; sealed: string; language: SessionLanguage },
): Promise<void> {
  const code = await findActivation(identity.db, activationId)
  const now = identity.clock()
  if (!code?.mailboxId || code.endedAt || code.expiresAt <= now) return
  const { mailboxId } = code
  const phone = await inMailbox(identity.db, mailboxId, (trx) => phoneOf(trx, mailboxId))
  if (!phone || !mayUseSms(phone, now.getTime())) return
  const text = unseal(identity.keys.letter, Buffer.from(sealed, 'base64'), activationId).toString('utf8')
  try {
    await sms.send({ to: phone.phone, text: SMS_WORDS[language](text), key: activationId })
  } catch (error) {
    if (!(error instanceof SmsRefused)) throw error
  }
}

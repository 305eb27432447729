/**
 * A temporary password (I-20): by letter, without any phone; or by SMS, and then only beside a second factor that is shown when it is
 * ordered, to a number that has stood for 120 hours. It waits an hour, is announced at once, and is good for one thing: choosing a
 * new password.
 */
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import type { SmsGateway } from '#ground/text-message.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { phoneOf } from '#people/change-phone.ts'
import { mayOrder, mayUseSms } from '#rules/activation.ts'
import { listTotp } from '../device.store.ts'
import { findPair, spendPair } from '../devices/card-pair.ts'
import { orderLetter } from '../letters/order-letter.ts'
import { findLogin, readLogin } from '../login.store.ts'
import { countedAs, readLoginName } from '../login-name.ts'
import { noteRefusal } from '../open-session.ts'
import type { Identity } from '../room.ts'
import { seal, unseal } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { beginAttempt } from '../throttle.ts'
import { judgeCode } from '../totp.ts'
import type { Visit } from '../visit.ts'
import { findActivation, lettersOrdered, NOBODY } from './activation.store.ts'
import { makeCode } from './make-code.ts'
import { countOrder, PAGES, shown } from './order-code.ts'

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
  const login = await readLogin(identity.db, found?.personId ?? NOBODY)
  const usable = login && login.status === 'active' && !login.blockedAt ? login : null
  if (given.channel === 'letter') {
    await countOrder(identity, visit)
    if (usable) await byLetter(identity, usable.personId, given.language)
    return
  }
  const attempt = await beginAttempt(identity, {
    about: 'code',
    name: `temporary ${countedAs(name)}`,
    visit,
    known: false,
  })
  const now = identity.clock()
  const apps = await listTotp(identity.db, usable?.personId ?? NOBODY)
  // Wrong ones don't block the device: a stranger may be typing. They wait instead.
  const pair = await findPair(identity, identity.db, usable?.personId ?? NOBODY, given.deviceCode)
  const byApp = apps.some(
    (app) =>
      judgeCode(
        unseal(identity.keys.totp, app.secretSealed, app.deviceId),
        given.deviceCode,
        now,
        app.lastStep,
      ).kind === 'right',
  )
  const right = byApp || pair !== null
  const phone =
    usable?.mailboxId &&
    (await inMailbox(identity.db, usable.mailboxId, (trx) => phoneOf(trx, usable.mailboxId!)))
  if (!right || !usable || !mayUseSms(phone || null, now.getTime())) {
    await noteRefusal(identity, null, 'activation', visit, attempt.fail)
    return
  }
  await asPostOffice(identity.db, async (trx) => {
    const { personId } = usable
    if (!byApp && !(await spendPair(identity, trx, personId, given.deviceCode))) return
    await attempt.succeed(trx)
    const made = await makeCode(identity, trx, { personId, purpose: 'temporary-password', channel: 'sms' })
    const sealed = seal(identity.keys.letter, Buffer.from(made.code), made.activationId).toString('base64')
    // It is sent when it begins to be good: half an hour is little.
    await addJob(
      trx,
      'send-code-sms',
      { activationId: made.activationId, sealed, language: given.language },
      { runAt: made.usableFrom },
    )
    await addJob(trx, 'tell-person', {
      personId,
      about: 'recovery-started',
      facts: { until: made.usableFrom.toISOString() },
    })
  })
}

async function byLetter(identity: Identity, personId: string, language: SessionLanguage): Promise<void> {
  await asPostOffice(identity.db, async (trx) => {
    const now = identity.clock()
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

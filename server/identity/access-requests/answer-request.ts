/**
 * The answer to a request for access (I-12, N-08, N-09): everything held, put together on the day it is due, and sent to the registered
 * address as letters, or by e-mail signed by us and encrypted to the person's own certificate. Nowhere else. What cannot go by e-mail
 * goes by letter: never silence.
 */
import { randomBytes } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { isDue } from '#rules/access-requests.ts'
import type { ProfileId } from '#rules/profiles.ts'
import { openCertificates } from '../certificates/room.ts'
import { orderLetter } from '../letters/order-letter.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import {
  type AccessRequestRow,
  bounceTagOf,
  holdAsker,
  holdByTag,
  holdRequest,
  isOpen,
  noteAnswered,
  noteUndeliverable,
} from './access-request.store.ts'
import { jobKey } from './ask-access.ts'
import { ANSWER_MAIL_TEXTS } from './by-mail/answer-mail-texts.ts'
import { type Answer, sealAnswer } from './by-mail/seal-answer.ts'
import { cutReport } from './cut-report.ts'
import { collectHeld } from './held.store.ts'
import { localDay, startOfDay } from './local-day.ts'
import { notGiven, writeReport } from './write-report.ts'

/** On paper, of each kind, the newest; the rest is counted and free to see in self-service. */
const PAPER_ROWS_MAX = 1000
/** A mail takes more, within what mail servers take. */
const MAIL_ROWS_MAX = 2000
const BOUNCE_TAG_BYTES = 12

type Asker = { language: SessionLanguage; country: ProfileId }
type MailingHouse = Pick<House, 'db' | 'clock' | 'signingKeys' | 'mailer' | 'config' | 'log'>

/** May run twice: the second finds it answered. Before its day it only waits on. */
export async function answerRequest(
  identity: Identity,
  house: MailingHouse,
  { requestId }: { requestId: string },
  { lastTry }: { lastTry: boolean } = { lastTry: false },
): Promise<void> {
  const mail = await asPostOffice(identity.db, async (trx) => {
    const request = await holdRequest(trx, requestId)
    if (!request || !isOpen(request)) return null
    const now = identity.clock()
    const asker = await holdAsker(trx, request.personId)
    // N-09: without a registered address there is nowhere it may go.
    if (asker?.status !== 'active') {
      await noteUndeliverable(trx, requestId, now)
      return null
    }
    const { answerFrom } = request
    if (!isDue({ answerFrom, feePaid: request.feePaidAt !== null }, localDay(now, asker.country))) {
      const runAt = startOfDay(answerFrom, asker.country)
      await addJob(trx, 'answer-access-request', { requestId }, { key: jobKey(requestId), runAt })
      return null
    }
    const prepared = await prepareMail(house, trx, request, asker)
    if (!prepared) await byLetter(identity, trx, request, asker)
    return prepared
  })
  if (!mail) return
  const sent = await byMail(house, requestId, mail, lastTry)
  await asPostOffice(identity.db, async (trx) => {
    const request = await holdRequest(trx, requestId)
    if (!request || !isOpen(request)) return
    if (!sent) return byLetter(identity, trx, request, mail.answer)
    await noteAnswered(trx, requestId, { to: 'encrypted-email', letters: 0, now: identity.clock() })
    await tell(trx, request.personId)
  })
}

type PreparedMail = { readonly to: string; readonly returnPath: string | null; readonly answer: Answer }

async function prepareMail(
  house: MailingHouse,
  trx: Trx,
  { requestId, personId, replyTo, replyCertificate, replySuite }: AccessRequestRow,
  { language, country }: Asker,
): Promise<PreparedMail | null> {
  if (!replyTo || !replyCertificate || !replySuite) return null
  const { BOUNCE_PORT, MAIL_FROM } = house.config
  const tag = await bounceTagOf(trx, requestId, randomBytes(BOUNCE_TAG_BYTES).toString('hex'))
  const held = await collectHeld(trx, personId, { rowsMax: MAIL_ROWS_MAX })
  return {
    to: replyTo,
    returnPath: BOUNCE_PORT === 0 ? null : `bounce+${tag}@${MAIL_FROM.split('@')[1]}`,
    answer: { language, country, held, certificate: replyCertificate, suite: replySuite },
  }
}

/** Sent, then noted: cut in between, it comes twice under one Message-ID. False when it never will go this way. */
async function byMail(
  house: MailingHouse,
  requestId: string,
  { to, returnPath, answer }: PreparedMail,
  lastTry: boolean,
): Promise<boolean> {
  const sealed = await sealAnswer(openCertificates(house), answer)
  if (!sealed) return false
  const { language } = answer
  try {
    await house.mailer.send({
      to,
      subject: ANSWER_MAIL_TEXTS[language].subject,
      text: '',
      sealed,
      language,
      messageId: messageIdOf(house, ['access-answer', requestId]),
      ...(returnPath === null ? {} : { returnPath }),
    })
    return true
  } catch (error) {
    if (!(error instanceof MailRefused) && !lastTry) throw error
    house.log.warn({ event: 'access-answer-not-mailed', requestId })
    return false
  }
}

/**
 * The mail came back: its answer goes by letter.
 * @returns whether the tag is of such a mail
 */
export async function answerCameBack(identity: Identity, tag: string): Promise<boolean> {
  return asPostOffice(identity.db, async (trx) => {
    const request = await holdByTag(trx, tag)
    if (!request) return false
    const asker = await holdAsker(trx, request.personId)
    // Answered by letter already, or withdrawn: a report that comes twice changes nothing.
    if (request.answeredTo !== 'encrypted-email' || request.undeliverableAt) return true
    if (asker?.status === 'active') await byLetter(identity, trx, request, asker)
    else await noteUndeliverable(trx, request.requestId, identity.clock())
    return true
  })
}

async function byLetter(
  identity: Identity,
  trx: Trx,
  { requestId, personId }: AccessRequestRow,
  { language, country }: Asker,
): Promise<void> {
  const now = identity.clock()
  const held = await collectHeld(trx, personId, { rowsMax: PAPER_ROWS_MAX })
  const parts = cutReport(writeReport({ language, country }, held))
  for (const [i, sections] of parts.entries())
    await orderLetter(identity, trx, {
      personId,
      aboutId: requestId,
      language,
      facts: {
        kind: 'access-answer',
        part: i + 1,
        parts: parts.length,
        at: now.toISOString(),
        sections,
        notGiven: i === parts.length - 1 ? notGiven(language) : [],
      },
    })
  await noteAnswered(trx, requestId, { to: 'registered-address', letters: parts.length, now })
  await tell(trx, personId)
}

const tell = (trx: Trx, personId: string) =>
  addJob(trx, 'tell-person', { personId, about: 'data-answered', facts: {} })

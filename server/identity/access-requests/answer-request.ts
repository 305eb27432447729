/**
 * The answer to a request for access (I-12, N-08, N-09): everything held, put together on the day it is due, and sent to the registered
 * address as letters, or to whoever signed the asking e-mail with their certificate, encrypted for that certificate. Nowhere else.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { isDue } from '#rules/access-requests.ts'
import type { ProfileId } from '#rules/profiles.ts'
import { orderLetter } from '../letters/order-letter.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import {
  type AccessRequestRow,
  holdAsker,
  holdRequest,
  isOpen,
  noteAnswered,
  noteUndeliverable,
} from './access-request.store.ts'
import { jobKey } from './ask-access.ts'
import { cutReport } from './cut-report.ts'
import { collectHeld } from './held.store.ts'
import { localDay, startOfDay } from './local-day.ts'
import { notGiven, writeReport } from './write-report.ts'

/** On paper, of each kind, the newest; the rest is counted and free to see in self-service. */
export const PAPER_ROWS_MAX = 1000

/** May run twice: the second finds it answered. Before its day it only waits on. */
export async function answerRequest(
  identity: Identity,
  _house: Pick<House, 'mailer'>,
  { requestId }: { requestId: string },
): Promise<void> {
  await asPostOffice(identity.db, async (trx) => {
    const request = await holdRequest(trx, requestId)
    if (!request || !isOpen(request)) return
    const now = identity.clock()
    const asker = await holdAsker(trx, request.personId)
    // N-09: without a registered address there is nowhere it may go.
    if (asker?.status !== 'active') return noteUndeliverable(trx, requestId, now)
    const { answerFrom } = request
    if (!isDue({ answerFrom, feePaid: request.feePaidAt !== null }, localDay(now, asker.country))) {
      const runAt = startOfDay(answerFrom, asker.country)
      return addJob(trx, 'answer-access-request', { requestId }, { key: jobKey(requestId), runAt })
    }
    await byLetter(identity, trx, request, asker)
  })
}

async function byLetter(
  identity: Identity,
  trx: Trx,
  { requestId, personId }: AccessRequestRow,
  { language, country }: { language: SessionLanguage; country: ProfileId },
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
  await addJob(trx, 'tell-person', { personId, about: 'data-answered', facts: {} })
}

/** Opening a letter: the moment the sender can prove and the owner can see in the access log (B-16, O-04). */
import { enterAlone } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import type { LetterOpened } from '#api/mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { findOpenLetter } from './find-letter.ts'
import { insertEvent, insertOpenedForSender, nextEventNo } from './letter-events.store.ts'
import { letterEventOf } from './letter-evidence.ts'
import {
  countUnread,
  markFirstOpened,
  markRead,
  readDocuments,
  readOpenedAt,
  type StoredLetter,
} from './letters.store.ts'
import { requireIdShown } from './require-id-shown.ts'

/**
 * Opening again is no error: it is logged, and nothing else. Who only reads for somebody leaves the letter as it is: it stays unread
 * for its owner, and the sender's receipt waits for them (B-24 `receive-letters`). @throws Refusal `not-found`, `letter-locked`, `id-not-shown-lately`
 */
export function openLetter(house: House, actor: Actor, letterId: string): Promise<LetterOpened> {
  return enterAlone(house, actor, 'open-letters', async (trx, entered) => {
    const at = house.clock()
    const letter = await findOpenLetter(trx, actor, letterId)
    // A link has a level of its own, so of most letters nothing is asked.
    if (letter.minimum_level !== 'low')
      requireIdShown(house, actor, await readDocuments(trx, actor.mailboxId, letterId))
    const receives = hasAlso(entered, 'receive-letters')
    const openedAt = receives ? await recordOpening(trx, actor, letter, at) : (letter.opened_at ?? at)
    if (receives) await markRead(trx, actor.mailboxId, letterId, at)
    await logAccess(trx, {
      mailboxId: actor.mailboxId,
      action: 'opened',
      at,
      actorKind: entered.as,
      actorId: actor.personId,
      level: actor.level,
      letterId,
    })
    const unreadTotal = await countUnread(trx, actor.mailboxId)
    return { openedAt: openedAt.toISOString(), unread: !receives && letter.read_at === null, unreadTotal }
  })
}

/**
 * The first opening is evidence (E.1 ContentHandover), an event to the sender and a mark on the letter, all in the
 * caller's transaction; any later one changes nothing. Answers when the letter was first opened. Not `read`: its content went to a
 * program or into an archive, nobody has looked at it yet.
 */
export async function recordOpening(
  trx: Trx,
  actor: Pick<Actor, 'mailboxId' | 'personId'>,
  letter: StoredLetter,
  at: Date,
  { read }: { read: boolean } = { read: true },
): Promise<Date> {
  const { mailboxId } = actor
  const { letter_id: letterId, sender_id: senderId } = letter
  if (letter.opened_at) return letter.opened_at
  if (!(await markFirstOpened(trx, mailboxId, letterId, at, read)))
    return readOpenedAt(trx, mailboxId, letterId)
  const documents = await readDocuments(trx, mailboxId, letterId)
  const eventNo = await nextEventNo(trx, mailboxId, letterId)
  const event = letterEventOf(
    { letterId, senderId, documentSha256: documents.map((document) => document.sha256) },
    { eventNo, event: 'E.1 ContentHandover', at },
  )
  const chunkId = await appendLeaves(trx, [leafHashOf(letter.evidence_salt, event)])
  await insertEvent(trx, mailboxId, letterId, {
    event_no: eventNo,
    event: 'E.1 ContentHandover',
    at,
    leaf_chunk_id: chunkId,
    leaf_no: 0,
    actorId: actor.personId,
  })
  await insertOpenedForSender(trx, senderId, letterId, at)
  return at
}

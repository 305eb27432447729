/**
 * B-01: whether a page of letters is still what its reader was given (RFC 9110 §13). A page left open asks every minute, and nearly always
 * nothing is new: then nothing is read out, decrypted or sent. Who asks, whether they still may, and the state itself are looked up
 * anew each time, together with those of all who ask at the same moment: no answer comes from memory.
 */
import { createHash } from 'node:crypto'
import { refusalOf } from '#access/enter-mailbox.ts'
import { mayInOwn } from '#access/may.ts'
import type { Actor } from '#ground/actor.ts'
import { askedTogether } from '#ground/asked-together.ts'
import { readAsPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { type PageAsked, type PageState, statesOf } from './letters.store.ts'

/** Another way of showing letters, another number: what a page was tagged with before is not known any more. */
const SHAPE = 2

const lookUpState = askedTogether<PageAsked, PageState | undefined>(async (db, asked) => {
  const [rows = []] = (await readAsPostOffice(db, [statesOf(asked)])) as [PageState[]]
  const found = asked.map((): PageState | undefined => undefined)
  for (const row of rows) found[row.place - 1] = row
  return found
})

/** All that an answer depends on besides the time; `work`: in an enterprise, whose each letter is. Weak: `asOf` is another in each. */
export function tagOf(
  { personId, mailboxId, level }: Actor,
  { folderId, before, limit }: Omit<PageAsked, 'mailboxId'>,
  { versions, unread }: Pick<PageState, 'versions' | 'unread'>,
  work: readonly object[] = [],
): string {
  const all = [
    SHAPE,
    personId,
    mailboxId,
    level,
    folderId,
    before ?? '',
    limit,
    versions,
    unread,
    JSON.stringify(work),
  ]
  return `W/"${createHash('sha256').update(all.join(' ')).digest('base64url').slice(0, 27)}"`
}

/** Asked by who acts in their own mailbox alone. @throws Refusal as `enterMailbox` */
export async function isUnchanged(
  house: Pick<House, 'db'>,
  actor: Actor,
  page: Omit<PageAsked, 'mailboxId'>,
  tag: string,
): Promise<boolean> {
  const state = await lookUpState(house.db, { ...page, mailboxId: actor.mailboxId })
  const answer = mayInOwn(actor, 'read-letters', state)
  if (answer.kind === 'refused') throw refusalOf(answer.why)
  return state !== undefined && tagOf(actor, page, state) === tag
}

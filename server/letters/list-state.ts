/**
 * B-01: whether a page of letters is still what its reader was given (RFC 9110 §13). A page left open asks every minute, and nearly always
 * nothing is new: then nothing is read out, decrypted or sent. Who asks, whether they still may, and the state itself are looked up
 * anew each time, together with those of all who ask at the same moment: that nothing is new is never answered from memory.
 */
import { hash } from 'node:crypto'
import type { Actor } from '#ground/actor.ts'
import { askedTogether } from '#ground/asked-together.ts'
import { readAsPostOffice } from '#ground/db.ts'
import { type PageAsked, statesIn, statesOf } from './page-state.store.ts'

/** Another way of showing letters, another number: what a page was tagged with before is not known any more. */
const SHAPE = 3

/** The digest of a page of somebody's own mailbox as it is now: while it is the one that was given to them, they still may have it. */
export const lookUpState = askedTogether<PageAsked, string>(async (db, asked) => {
  const [rows] = await readAsPostOffice(db, [statesOf(asked)])
  return statesIn(rows!)
})

/**
 * All that an answer depends on besides the time. `state`: what the list was made of, as a digest; `work`: in an enterprise, whose each
 * letter is. Weak: `asOf` is another in each.
 */
export function tagOf(
  { personId, mailboxId, level }: Actor,
  { folderId, before, limit }: Omit<PageAsked, 'mailboxId'>,
  state: string,
  work: readonly object[] = [],
): string {
  const all = [SHAPE, personId, mailboxId, level, folderId, before ?? '', limit, JSON.stringify(work)]
  return `W/"${state}_${hash('sha256', all.join(' '), 'base64url').slice(0, 27)}"`
}

import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { doorOf } from './letter-outside.ts'
import { readLetters, type StoredLetter } from './letters.store.ts'

/** @throws Refusal `not-found` for a letter that is not there, not delivered, cancelled or another's: all the same answer */
export async function findLetter(trx: Trx, actor: Actor, letterId: string): Promise<StoredLetter> {
  const [letter] = await readLetters(trx, actor.mailboxId, [letterId])
  if (!letter) throw refuse('not-found')
  return letter
}

/** The letter, if this session may open it. @throws Refusal `letter-locked` (B-06, D-01, D-20), `not-found` */
export async function findOpenLetter(trx: Trx, actor: Actor, letterId: string): Promise<StoredLetter> {
  const letter = await findLetter(trx, actor, letterId)
  if (doorOf(letter, actor.level).kind === 'locked') throw refuse('letter-locked')
  return letter
}

/** Orders a letter to a person's registered address. What it says is sealed until the print house has it; the queue carries its id only. */
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import type { Identity } from '../room.ts'
import { seal } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { addLetter } from './letter.store.ts'
import type { LetterFacts } from './letter-words.ts'

export async function orderLetter(
  identity: Pick<Identity, 'clock' | 'keys'>,
  trx: Trx,
  order: { personId: string; aboutId: string; language: SessionLanguage; facts: LetterFacts },
): Promise<string> {
  const now = identity.clock()
  const letterId = newId(now.getTime())
  await addLetter(trx, {
    letterId,
    personId: order.personId,
    kind: order.facts.kind,
    aboutId: order.aboutId,
    language: order.language,
    sealed: seal(identity.keys.letter, Buffer.from(JSON.stringify(order.facts)), letterId),
    now,
  })
  await addJob(trx, 'hand-over-letter', { letterId }, { key: `hand-over-letter:${letterId}` })
  return letterId
}

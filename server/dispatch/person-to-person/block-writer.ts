/** D-17: blocks whoever wrote a letter in this mailbox. */
import type { BlockPerson, PersonBlocks } from '#api/person-to-person.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { blockAddress, blockPerson } from '#people/finding/block-people.ts'
import { writerOf } from './person-letters.store.ts'

/** @throws Refusal `not-found` for a letter that no person wrote, `address-not-reached`, `level-too-low` */
export async function blockWriter(house: House, actor: Actor, whom: BlockPerson): Promise<PersonBlocks> {
  requireLevel(actor, 'block-person')
  if ('digitalAddress' in whom) return blockAddress(house, actor, whom.digitalAddress)
  const writer = await inMailbox(house.db, actor.mailboxId, (trx) =>
    writerOf(trx, actor.mailboxId, whom.letterId),
  )
  if (!writer) throw refuse('not-found')
  return blockPerson(house, actor, { personId: writer.personId, said: writer.name })
}

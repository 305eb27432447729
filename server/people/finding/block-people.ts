/** D-17, B-08: people one does not want letters from. To them the address is one that nobody has. */
import type { PersonBlocks } from '#api/person-to-person.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { digitalAddressKey, parseDigitalAddress } from '#rules/digital-address.ts'
import { byDigitalAddresses } from '../find-candidates.ts'
import { logChange } from '../log-change.ts'
import { blockedPairs, deleteBlock, insertBlock, readBlocks } from './finding.store.ts'

export function listBlocks(house: Pick<House, 'db'>, actor: Actor): Promise<PersonBlocks> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, (trx) => shown(trx, actor.mailboxId))
}

/** @throws Refusal `address-not-reached` when nobody can be reached there, `level-too-low` */
export async function blockAddress(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  typed: string,
): Promise<PersonBlocks> {
  requireLevel(actor, 'block-person')
  const address = parseDigitalAddress(typed)
  if (address.kind === 'invalid') throw refuse('address-not-reached')
  const [holder] = await asPostOffice(house.db, (trx) => byDigitalAddresses(trx, [address]))
  if (!holder || holder.personId === actor.personId) throw refuse('address-not-reached')
  return blockPerson(house, actor, { personId: holder.personId, said: digitalAddressKey(address) })
}

/** Blocking somebody again changes nothing. `said`: how the owner knows them. */
export function blockPerson(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  blocked: { personId: string; said: string },
): Promise<PersonBlocks> {
  requireLevel(actor, 'block-person')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const block = {
      mailboxId,
      blockedId: blocked.personId,
      blockId: newId(at.getTime()),
      said: blocked.said,
      at,
    }
    if (await insertBlock(trx, block))
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
    return shown(trx, mailboxId)
  })
}

/** @throws Refusal `not-found`, `level-too-low` */
export function unblockPerson(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  blockId: string,
): Promise<PersonBlocks> {
  requireLevel(actor, 'block-person')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    if (!(await deleteBlock(trx, mailboxId, blockId))) throw refuse('not-found')
    await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at: house.clock() })
    return shown(trx, mailboxId)
  })
}

/** For dispatch: of these pairs the blocked ones, as `mailbox/person`. */
export const blocksAmong = (
  trx: Trx,
  pairs: readonly { mailboxId: string; personId: string }[],
): Promise<Set<string>> => (pairs.length === 0 ? Promise.resolve(new Set()) : blockedPairs(trx, pairs))

async function shown(trx: Trx, mailboxId: string): Promise<PersonBlocks> {
  const rows = await readBlocks(trx, mailboxId)
  return { blocks: rows.map(({ blockId, said, at }) => ({ blockId, name: said, since: at.toISOString() })) }
}

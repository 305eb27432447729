/** R1, D-05: the key to an erased mailbox is gone; now the rows of its letters go as well, with everything that opens their
 * commitments in the evidence log (R30), and with them the last thing that names their content in the packs. What was done
 * in the mailbox stays for its own time (R4). May run twice and stop anywhere. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { deleteLetters } from './letter-packs.store.ts'

const BITE = 1000

export async function forgetLetters(
  house: Pick<House, 'db'>,
  { mailboxId }: Jobs['forget-letters'],
): Promise<void> {
  for (let gone = BITE; gone > 0; )
    gone = await inMailbox(house.db, mailboxId, (trx) => deleteLetters(trx, mailboxId, BITE))
}

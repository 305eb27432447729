import { randomBytes } from 'node:crypto'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { tagOf } from '#people/contact/contact.store.ts'

/** Lower-case letters and digits: a mail server may change the case of an address. */
const TAG_BYTES = 12

/**
 * Where reports of a mail that does not arrive come back to: an address that names, by a random tag, the one the mail went to. Nobody who
 * has not seen that mail can make one. Nothing while no reports are taken in (BOUNCE_PORT).
 */
export async function returnPathOf(
  house: Pick<House, 'config'>,
  trx: Trx,
  mailboxId: string,
  emailNo: number,
): Promise<{ returnPath?: string }> {
  if (house.config.BOUNCE_PORT === 0) return {}
  const tag = await tagOf(trx, mailboxId, emailNo, randomBytes(TAG_BYTES).toString('hex'))
  return tag === undefined ? {} : { returnPath: `bounce+${tag}@${house.config.MAIL_FROM.split('@')[1]}` }
}

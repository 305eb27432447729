/** A letter and one who is to hear of it, found again at the moment of sending: what is no longer wanted is not sent. */
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Listener } from '#ground/jobs.ts'
import { type Hearing, readHearing } from './hearing.store.ts'

type Notice = { mailboxId: string; letterId: string; to?: Listener }

/** An owner is asked through the door of their own mailbox; who listens elsewhere lies between two. */
export function hear<T>(
  house: Pick<House, 'db' | 'clock'>,
  notice: Notice,
  work: (trx: Trx, hearing: Hearing) => Promise<T | undefined>,
): Promise<T | undefined> {
  const ask = async (trx: Trx) => {
    const hearing = await readHearing(trx, notice, house.clock())
    return hearing && work(trx, hearing)
  }
  return notice.to ? asPostOffice(house.db, ask) : inMailbox(house.db, notice.mailboxId, ask)
}

/** What makes two notices the same: the letter, and who hears of it for which reason. */
export function nameOf({ mailboxId, letterId, to }: Notice): string[] {
  if (!to) return [mailboxId, letterId]
  return 'grantId' in to ? [mailboxId, letterId, to.grantId] : [mailboxId, letterId, to.employeeId, to.why]
}

/** Staff see what came to the address for requests for access and was not taken as one; every look is on record (D-27). */
import { asPostOffice } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { type ByStaff, note } from '../../fraud/work-cases.ts'
import type { Identity } from '../../room.ts'
import { listRefused, markSeen, type RefusedMail } from './access-mail.store.ts'

type Room = Pick<Identity, 'db' | 'clock'>

const MAILS_SHOWN = 100

/** Newest first. */
export function listMails(room: Room, by: ByStaff): Promise<RefusedMail[]> {
  return asPostOffice(room.db, async (trx) => {
    await note(room, trx, by, { action: 'access-mail-list' })
    return listRefused(trx, MAILS_SHOWN)
  })
}

/** @throws `not-found` also for one that was done with before */
export async function finishMail(room: Room, by: ByStaff, mailId: string): Promise<void> {
  await asPostOffice(room.db, async (trx) => {
    await note(room, trx, by, { action: 'access-mail-done', aboutId: mailId })
    if (!(await markSeen(trx, mailId, room.clock()))) throw refuse('not-found')
  })
}

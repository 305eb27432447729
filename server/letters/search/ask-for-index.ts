import type { Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'

/** Within the caller's transaction; the mailbox's job, if it is not waiting already. */
export function askForIndex(trx: Trx, mailboxId: string): Promise<void> {
  return addJob(trx, 'index-letters', { mailboxId }, { key: `index-letters:${mailboxId}` })
}

/** B-09, P-02, R13: how an enterprise's mailbox ends, whether two administrators closed it or nobody has used it for years. */
import type { Trx } from '#ground/db.ts'
import { addJob, addJobs } from '#ground/jobs.ts'
import type { SecurityNoticeKind } from '#rules/security-notices.ts'
import { emailsOf } from '../emails.store.ts'
import {
  dropClosing,
  enterpriseNameOf,
  readAdministrators,
  readTellable,
  setEnterpriseState,
} from '../enterprises.store.ts'
import { erasureOf } from '../erasure-date.ts'
import { type MailboxRow, setMailboxRowState } from '../mailboxes.store.ts'

type Told = Extract<SecurityNoticeKind, `enterprise-${string}`>

/**
 * In the caller's transaction, with the mailbox locked. The caller logs it, and waits for the matching barrier after the commit. The
 * employments end once the content is gone.
 * @returns when the content must be gone
 */
export async function endEnterprise(
  trx: Trx,
  { mailboxId, mailbox, at }: { mailboxId: string; mailbox: MailboxRow; at: Date },
): Promise<Date> {
  await setMailboxRowState(trx, mailboxId, 'closed', at)
  await setEnterpriseState(trx, mailboxId, 'closed')
  await dropClosing(trx, mailboxId)
  const until = erasureOf(mailbox.profile, at)
  await addJob(trx, 'erase-mailbox', { mailboxId }, { key: `erase-mailbox:${mailboxId}`, runAt: until })
  await tellAdministrators(trx, mailboxId, 'enterprise-closed', { at, until })
  return until
}

export async function tellAdministrators(
  trx: Trx,
  mailboxId: string,
  about: Told,
  { at, until }: { at: Date; until?: Date },
): Promise<void> {
  const enterprise = await enterpriseNameOf(trx, mailboxId)
  const facts = { at: at.toISOString(), enterprise, ...(until ? { until: until.toISOString() } : {}) }
  const told = await readAdministrators(trx, mailboxId)
  await addJobs(
    trx,
    'tell-person',
    told.map(({ personId }) => ({ personId, about, facts })),
  )
}

/**
 * R13: who administers has perhaps not been seen for years, so it is told wherever somebody may still read it: to their work addresses and the
 * enterprise's own as well, and to everybody who works there where nobody administers it any more.
 */
export async function warnEnterprise(
  trx: Trx,
  mailboxId: string,
  { at, until }: { at: Date; until: Date },
): Promise<void> {
  const enterprise = await enterpriseNameOf(trx, mailboxId)
  const facts = { at: at.toISOString(), until: until.toISOString(), enterprise }
  const ofAll = (await emailsOf(trx, mailboxId)).filter((row) => row.verifiedAt).map((row) => row.email)
  const told = await readTellable(trx, mailboxId)
  await addJobs(
    trx,
    'tell-person',
    told.map(({ personId, email }, i) => ({
      personId,
      about: 'enterprise-unused' as const,
      facts,
      alsoTo: [...(email ? [email] : []), ...(i === 0 ? ofAll : [])],
    })),
  )
}

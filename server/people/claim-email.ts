import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { parseEmail } from '#rules/email.ts'
import { countSent } from './contact/count-sent.ts'
import { LINK_HOURS, LINKS_A_DAY, newEmailToken } from './email-token.ts'
import { type EmailRow, emailsOf, putEmail } from './emails.store.ts'
import { logChange } from './log-change.ts'
import { lockMailbox } from './mailboxes.store.ts'

/** D-12: at most so many e-mail addresses for one person. */
export const EMAILS_MAX = 3
const PLACES = Array.from({ length: EMAILS_MAX }, (_, i) => i + 1)

/** P-09, A-15: adds an e-mail address and has the link sent that verifies it; the same address again gets a new link and
 * ends the old one. Answers alike whether or not somebody else holds the address: only whoever reads its mail learns
 * anything. `by` is left out when the post office itself does it. Throws `email-not-added` when it is no address or three are
 * there already, `too-many-requests`, `level-too-low`. */
export async function claimEmail(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; email: string; by?: Actor },
): Promise<EmailRow> {
  if (input.by) requireLevel(input.by, 'add-email')
  const emailForm = parseEmail(input.email)
  if (emailForm === undefined) throw notAdded('form', 'This is not an e-mail address.')
  return inMailbox(house.db, input.mailboxId, async (trx) => {
    // the lock keeps two requests from taking the same place
    const mailbox = await lockMailbox(trx, input.mailboxId)
    if (!mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    const present = await emailsOf(trx, input.mailboxId)
    const same = present.find((row) => row.emailForm === emailForm)
    // One that fails gets a new link: following it shows that mail arrives again.
    if (same?.verifiedAt && !same.failingSince) return same
    const emailNo = same?.emailNo ?? PLACES.find((no) => present.every((row) => row.emailNo !== no))
    if (emailNo === undefined) throw notAdded('too-many', `At most ${EMAILS_MAX}. Remove one first.`)
    const at = house.clock()
    if (input.by) await countSent(trx, input.mailboxId, 'email_links', { at, perDay: LINKS_A_DAY })
    const { token, hash } = newEmailToken()
    const expiresAt = new Date(at.getTime() + LINK_HOURS * 3_600_000)
    const email = same?.email ?? input.email.trim()
    const emailId = await putEmail(
      trx,
      input.mailboxId,
      { emailNo, email, emailForm },
      { hash, expiresAt },
      at,
    )
    await addJob(
      trx,
      'send-email-verification',
      { mailboxId: input.mailboxId, emailNo, token },
      { key: `verify-email:${input.mailboxId}:${emailNo}` },
    )
    await logChange(trx, { mailboxId: input.mailboxId, by: input.by, action: 'settings-changed', at })
    const { verifiedAt, failingSince } = same ?? { verifiedAt: null, failingSince: null }
    return { emailId, emailNo, email, emailForm, verifiedAt, failingSince, tokenExpiresAt: expiresAt }
  })
}

function notAdded(reason: string, message: string) {
  return refuse('email-not-added', { faults: [{ field: 'address', reason, message }] })
}

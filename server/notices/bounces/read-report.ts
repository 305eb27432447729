import { bytesOf, fieldOf, mailText, partsOf, readEntity, readFields } from '#ground/read-mime.ts'

/** What a report says of a mail (RFC 3464 delivery status, RFC 5965 abuse feedback). Anything else says nothing. */
export type Report =
  /** It will never arrive there. */
  | { kind: 'hard' }
  /** It was given up, for a reason that may pass: a full mailbox, a server that was away. */
  | { kind: 'soft' }
  /** Its reader called it spam. */
  | { kind: 'complaint' }
  | { kind: 'nothing' }

/** What its reader, or their mail service, says of it that means: no more of these. Of RFC 5965 and 6591, `auth-failure` speaks of signatures, `virus` of
 * a machine, `not-spam` of the opposite. */
const COMPLAINTS: readonly string[] = ['abuse', 'fraud', 'opt-out', 'opt-out-list']

/** As mail systems write them; the second is RFC 6533's, with addresses in UTF-8. */
const STATUS_TYPES: readonly string[] = ['message/delivery-status', 'message/global-delivery-status']

/** A report is flat (RFC 6522): what is quoted of the mail itself is never looked at. */
export function readReport(raw: Buffer): Report {
  const mail = readEntity(mailText(raw))
  const parts = mail.type === 'multipart/report' ? (partsOf(mail) ?? []).map(readEntity) : []
  const bodyOf = (types: readonly string[]) => {
    const part = parts.find(({ type }) => types.includes(type))
    return part ? mailText(bytesOf(part) ?? Buffer.alloc(0)) : ''
  }
  if (mail.parameters.get('report-type')?.toLowerCase() === 'feedback-report') {
    const feedback = said(bodyOf(['message/feedback-report']), 'feedback-type')
    return { kind: COMPLAINTS.includes(feedback) ? 'complaint' : 'nothing' }
  }
  // The first block is about the message, each further one about a recipient. Ours has one; where it is an alias of several, it reached
  // somebody unless all of them failed.
  const recipients = bodyOf(STATUS_TYPES)
    .split(/\r\n\s*\r\n/)
    .filter((block) => said(block, 'action') !== '')
  if (recipients.length === 0 || recipients.some((block) => said(block, 'action') !== 'failed'))
    return { kind: 'nothing' }
  return { kind: recipients.every((block) => isForGood(codeOf(block))) ? 'hard' : 'soft' }
}

/** The first word of a field: what follows it in brackets is for people (RFC 3464 §2.1.2). */
const said = (block: string, name: string): string =>
  /^[^\s(;]*/.exec(fieldOf({ headers: readFields(block) }, name)?.toLowerCase() ?? '')![0]

/** The status; where it says no more than that it failed, what the other server said (RFC 3464 §2.3.6). */
function codeOf(block: string): string {
  const status = said(block, 'status')
  if (!/^[45]\.0\.0$/.test(status)) return status
  const diagnostic = fieldOf({ headers: readFields(block) }, 'diagnostic-code') ?? ''
  return /^smtp\s*;\s*[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})\b/i.exec(diagnostic)?.[1] ?? status
}

/**
 * RFC 3463: 5 is for good when it speaks of the address. A full mailbox (5.2.2) may empty; how large the mail was (5.2.3, 5.3.4), who sent it
 * (5.1.7, 5.1.8), what was in it (5.6) and a policy (5.7) speak of the message.
 */
const isForGood = (status: string): boolean =>
  /^5\.\d{1,3}\.\d{1,3}$/.test(status) && !/^5\.(?:1\.[78]|2\.[23]|3\.4|6\.\d+|7\.\d+)$/.test(status)

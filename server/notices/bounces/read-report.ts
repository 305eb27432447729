import { fieldOf, mailText, partsOf, readEntity, readFields } from '#ground/read-mime.ts'

/** What a report says of a mail (RFC 3464 delivery status, RFC 5965 abuse feedback). Anything else says nothing. */
export type Report =
  /** It will never arrive there. */
  | { kind: 'hard' }
  /** It was given up, for a reason that may pass: a full mailbox, a server that was away. */
  | { kind: 'soft' }
  /** Its reader called it spam. */
  | { kind: 'complaint' }
  | { kind: 'nothing' }

/** A report is flat (RFC 6522): what is quoted of the mail itself is never looked at. */
export function readReport(raw: Buffer): Report {
  const mail = readEntity(mailText(raw))
  const parts = mail.type === 'multipart/report' ? (partsOf(mail) ?? []).map(readEntity) : []
  const bodyOf = (type: string) => parts.find((part) => part.type === type)?.body ?? ''
  if (mail.parameters.get('report-type')?.toLowerCase() === 'feedback-report') {
    const feedback = said(bodyOf('message/feedback-report'), 'feedback-type')
    return { kind: feedback !== '' && feedback !== 'not-spam' ? 'complaint' : 'nothing' }
  }
  // The first block is about the message, each further one about a recipient; ours has one.
  const blocks = bodyOf('message/delivery-status').split(/\r\n\s*\r\n/)
  const status = blocks.find((block) => said(block, 'action') !== '') ?? ''
  if (said(status, 'action') !== 'failed') return { kind: 'nothing' }
  return { kind: isForGood(said(status, 'status')) ? 'hard' : 'soft' }
}

const said = (block: string, name: string): string =>
  fieldOf({ headers: readFields(block) }, name)?.toLowerCase() ?? ''

/** RFC 3463: 5 is for good, but a full mailbox (5.2.2) may empty, and a policy (5.7) speaks of the message, not of the address. */
const isForGood = (status: string): boolean =>
  /^5\.\d+\.\d+$/.test(status) && status !== '5.2.2' && !status.startsWith('5.7.')

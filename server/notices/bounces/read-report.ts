/** What a report says of a mail (RFC 3464 delivery status, RFC 5965 abuse feedback). Anything else says nothing. */
export type Report =
  /** It will never arrive there. */
  | { kind: 'hard' }
  /** It was given up, for a reason that may pass: a full mailbox, a server that was away. */
  | { kind: 'soft' }
  /** Its reader called it spam. */
  | { kind: 'complaint' }
  | { kind: 'nothing' }

const PARTS_MAX = 20

/** A report is flat (RFC 6522): its parts are told by one boundary. What is quoted of the mail itself is never looked at. */
export function readReport(raw: Buffer): Report {
  const { headers, body } = cut(raw.toString('latin1'))
  const [, type = ''] =
    /^multipart\/report\b.*?;\s*report-type="?([a-z-]+)/.exec(headers.get('content-type') ?? '') ?? []
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(headersText(raw))
  const mark = boundary?.[1] ?? boundary?.[2]
  if (type === '' || mark === undefined) return { kind: 'nothing' }
  const parts = `\n${body}`
    .split(`\n--${mark}`)
    .slice(1, PARTS_MAX + 1)
    .map((part) => cut(part.replace(/^[ \t]*\n/, '')))
  const part = (wanted: string) =>
    parts.find(({ headers }) => headers.get('content-type')?.startsWith(wanted))?.body
  if (type === 'feedback-report') {
    const feedback = fieldsOf(part('message/feedback-report') ?? '').get('feedback-type')
    return { kind: feedback !== undefined && feedback !== 'not-spam' ? 'complaint' : 'nothing' }
  }
  // The first block is about the message, each further one about a recipient; ours has one.
  const blocks = (part('message/delivery-status') ?? '').split(/\n\s*\n/)
  const status = blocks.map(fieldsOf).find((fields) => fields.has('action'))
  if (status?.get('action') !== 'failed') return { kind: 'nothing' }
  return { kind: isForGood(status.get('status') ?? '') ? 'hard' : 'soft' }
}

/** Header fields in lower case, unfolded, and what comes after the empty line. */
function cut(text: string): { headers: Map<string, string>; body: string } {
  const lines = text.replace(/\r\n/g, '\n')
  const end = lines.startsWith('\n') ? 0 : lines.indexOf('\n\n')
  return end < 0
    ? { headers: fieldsOf(lines), body: '' }
    : { headers: fieldsOf(lines.slice(0, end)), body: lines.slice(end).replace(/^\n{1,2}/, '') }
}

/** As they stand: the case of a boundary counts. */
const headersText = (raw: Buffer): string =>
  (raw.toString('latin1').replace(/\r\n/g, '\n').split('\n\n')[0] ?? '').replace(/\n[ \t]+/g, ' ')

/** RFC 3463: 5 is for good, but a full mailbox (5.2.2) may empty, and a policy (5.7) speaks of the message, not of the address. */
const isForGood = (status: string): boolean =>
  /^5\.\d+\.\d+$/.test(status) && status !== '5.2.2' && !status.startsWith('5.7.')

function fieldsOf(block: string): Map<string, string> {
  const lines = block
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name.toLowerCase(), value!.trim().toLowerCase()] as const]
    }),
  )
}

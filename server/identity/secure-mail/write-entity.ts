/** MIME as we sign it: base64 throughout, so that no mail server on the way changes a byte. */
import { randomBytes } from 'node:crypto'

const CRLF = '\r\n'

export type Part = {
  /** With its parameters. */
  readonly type: string
  readonly bytes: Uint8Array
  /** ASCII; an attachment by this name. */
  readonly fileName?: string
}

export function writePart({ type, bytes, fileName }: Part): string {
  return [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    ...(fileName === undefined ? [] : [`Content-Disposition: attachment; filename="${fileName}"`]),
    '',
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ].join(CRLF)
}

/** @param type `mixed`, or `signed` with its parameters */
export function writeMultipart(type: string, parts: readonly string[]): string {
  const boundary = randomBytes(18).toString('hex')
  return [
    `Content-Type: multipart/${type}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  ].join(CRLF)
}

/** An e-mail as the demo mailbox took it over. */
export type CaughtMail = {
  /** Envelope recipients. */
  to: string[]
  /** The From header. */
  from: string
  subject: string
  text: string
  messageId: string
  at: string
  /** All headers as they came, names in lower case. */
  headers: Record<string, string>
  /** The whole message as it came over the wire. */
  raw: string
}

/** Mail over SMTP. One fixed sender, plain text or sealed, each message marked as sent by a machine (RFC 3834). */
import type { Transporter } from 'nodemailer'
import { type Mailer, MailRefused } from '#ground/ports.ts'

export type SmtpMailerOptions = {
  /** smtp:// uses STARTTLS when the server offers it, smtps:// is TLS from the start; certificates are checked. */
  url: string
  /** The one address all notices come from (D-15). */
  from: string
  /** Signs every message (RFC 6376); an RSA key in PEM. */
  dkim?: { selector: string; privateKey: string }
  /** Milliseconds for each of connecting, greeting and every answer. Default 15 seconds. */
  timeoutMs?: number
  /** Default 4. */
  connectionsMax?: number
}

const MESSAGES_PER_CONNECTION = 100
const ONE_ADDRESS = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/

export function openSmtpMailer(options: SmtpMailerOptions): Mailer & { close(): void } {
  const { url, from, dkim, timeoutMs = 15_000, connectionsMax = 4 } = options
  // The library comes with the first message: two of the three processes send none, and it weighs as much as a room of ours.
  let opened: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      url,
      pool: true,
      maxConnections: connectionsMax,
      maxMessages: MESSAGES_PER_CONNECTION,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(dkim && {
        dkim: {
          domainName: from.split('@')[1]!,
          keySelector: dkim.selector,
          privateKey: dkim.privateKey,
        },
      }),
    })
    // A pooled connection that dies while idle tells the pool; the message under way is told by its own rejection.
    transport.on('error', () => {})
    return transport
  }
  return {
    async send({ to, subject, text, language, messageId, returnPath = from, sealed }) {
      // Before anything is assembled: one address, and no line break that could begin a header of its own.
      if (!ONE_ADDRESS.test(to)) throw new MailRefused('the recipient is not one e-mail address')
      if (!ONE_ADDRESS.test(returnPath)) throw new MailRefused('the return path is not one e-mail address')
      if (/[\r\n]/.test(subject + messageId + language)) throw new MailRefused('a header holds a line break')
      opened ??= open()
      const transport = await opened
      try {
        await transport.sendMail({
          from: { name: 'Brevhus', address: from },
          to: { name: '', address: to },
          envelope: { from: returnPath, to: [to] },
          subject,
          ...(sealed ? { attachments: [sealedPart(sealed)] } : { text }),
          messageId,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            'Content-Language': language,
          },
        })
      } catch (error) {
        const ofRecipient = (error as { command?: string }).command === 'RCPT TO'
        throw isRefusal(error)
          ? new MailRefused('the mail server refused the message', { ofRecipient })
          : error
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  }
}

/** Alone in its mail it is the mail's content, not one part of it (RFC 8551 §3.3). */
const sealedPart = ({ kind, der }: { kind: string; der: Buffer }) => ({
  contentType: `application/pkcs7-mime; smime-type=${kind}`,
  filename: 'smime.p7m',
  contentTransferEncoding: 'base64' as const,
  content: der,
})

/** A permanent answer to the recipient or to the message itself. One to our login or greeting is the operator's business:
 * the message waits. */
function isRefusal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string }
  const aboutTheMessage = command === 'RCPT TO' || command === 'DATA'
  return aboutTheMessage && responseCode !== undefined && responseCode >= 500
}

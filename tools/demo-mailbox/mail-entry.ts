import { escapeHtml } from '../demo/demo-page.ts'
import type { CaughtMail } from './caught-mail.ts'

/** Only the link of a verification e-mail is ever in one of our mails; it leads back to this machine. */
const LINK = /https?:\/\/[^\s<>"'&]+/g

export function mailEntry(mail: CaughtMail): string {
  const row = (name: string, value: string) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`
  const text = escapeHtml(mail.text).replace(LINK, (link) => `<a href="${link}">${link}</a>`)
  return `<h2>${escapeHtml(mail.subject)}</h2>
<dl>${row('To', mail.to.join(', '))}${row('From', mail.from)}${row('At', mail.at)}${row('Message-ID', mail.messageId)}</dl>
<p class="words">${text}</p>`
}

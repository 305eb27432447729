import type { CaughtMail } from './caught-mail.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** Only the link of a verification e-mail is ever in one of our mails; it leads back to this machine. */
const LINK = /https?:\/\/[^\s<>"'&]+/g

export function mailPage(mails: readonly CaughtMail[]): string {
  const list = mails.map(mailArticle).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width">
<title>Demo mailbox: ${mails.length} e-mails</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
article { border-top: 1px solid; padding: 1rem 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 }
dt { opacity: .7 } dd { margin: 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 1rem 0 0 }
</style>
</head>
<body>
<h1>Demo mailbox</h1>
<p>Every e-mail Brevhus has sent since this was started, newest first. Nothing leaves this machine.</p>
${list || '<p>No e-mail yet.</p>'}
</body>
</html>
`
}

function mailArticle(mail: CaughtMail): string {
  const row = (name: string, value: string) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`
  const text = escapeHtml(mail.text).replace(LINK, (link) => `<a href="${link}">${link}</a>`)
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<dl>${row('To', mail.to.join(', '))}${row('From', mail.from)}${row('At', mail.at)}${row('Message-ID', mail.messageId)}</dl>
<pre>${text}</pre>
</article>`
}

import { escapeHtml } from '../demo-mailbox/mail-page.ts'
import type { PostedLetter } from './posted-letter.ts'

export function letterBoxPage(letters: readonly PostedLetter[]): string {
  const rows = letters
    .map(
      ({ id, to, status, at }) => `<li><a href="/letters/${escapeHtml(id)}.pdf">${escapeHtml(to.name)}</a>
<span>${escapeHtml([...to.lines, `${to.postcode} ${to.city}`].join(', '))}</span>
<small>${escapeHtml(status)} · ${escapeHtml(at)}</small></li>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width">
<title>Letter box: ${letters.length} letters</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
ul { padding: 0 } li { list-style: none; display: grid; border-top: 1px solid; padding: .75rem 0 }
small { opacity: .75 }
</style>
</head>
<body>
<h1>The letter box at home</h1>
<p>Letters on paper that the demo print house has printed since it was started, newest first. Nothing leaves this machine.</p>
${rows ? `<ul>${rows}</ul>` : '<p>No letter yet.</p>'}
</body>
</html>
`
}

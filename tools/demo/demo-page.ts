/** The frame of the pages on which the demo shows what left the post office: e-mail, SMS, push notices and paper. */
import type { IncomingMessage, ServerResponse } from 'node:http'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** Anything else as Host is a page of another site that had its name point here. */
export const isOwnHost = ({ headers }: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')

type DemoPage = {
  title: string
  /** What is caught here. */
  lead: string
  /** Newest first, each as HTML: a heading and what belongs to it. */
  entries: readonly string[]
  /** Said while there is no entry. */
  none: string
}

/** Answers with the page; it asks again every five seconds, and runs no script. */
export function showDemoPage(reply: ServerResponse, { title, lead, entries, none }: DemoPage): void {
  const list = entries.map((entry) => `<li>${entry}</li>`).join('\n')
  reply.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  reply.end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width">
<title>${title}: ${entries.length}</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
ol { padding: 0 } li { list-style: none; border-top: 1px solid; padding: 1rem 0 }
h2 { font-size: 1.125rem } h2, p, dl, dd { margin: 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem }
.words { white-space: pre-wrap; margin-block-start: .75rem }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${lead} Newest first, since this was started. Nothing leaves this machine.</p>
${list ? `<ol>${list}</ol>` : `<p class="words">${none}</p>`}
</main>
</body>
</html>
`)
}

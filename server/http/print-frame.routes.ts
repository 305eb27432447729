/**
 * The empty page an HTML letter is printed from. A letter lives in a frame without an origin, so that nothing in it can touch the
 * mailbox around it; for the same reason the mailbox cannot tell that frame to print. This page is such a frame as well:
 * the app sends it the letter's text, it puts it on paper, and the only script that runs in it is the one below, by its hash.
 * What comes with the letter (scripts, handlers, frames, requests) does not: S-14.
 */
import { createHash } from 'node:crypto'
import type { Routes } from '#ground/routes.ts'

/**
 * The letter is read where nothing of it loads, and what could lead this frame away or have it connect is taken out: for a frame in which a
 * script may run, a refresh counts, and Chromium connects to its address before it asks a policy. Handlers and all requests are
 * refused by the policy.
 */
const SCRIPT = `
addEventListener('message', async ({ source, data }) => {
  if (source !== parent || typeof data?.html !== 'string') return
  const letter = new DOMParser().parseFromString(data.html, 'text/html')
  for (const one of letter.querySelectorAll('meta, link, base, script')) one.remove()
  document.documentElement.replaceWith(document.adoptNode(letter.documentElement))
  document.title = String(data.title)
  await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))
  print()
  parent.postMessage('printed', '*')
}, { once: true })
parent.postMessage('ready', '*')
`

export const PRINT_FRAME = {
  path: '/print-frame',
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      'sandbox allow-scripts allow-modals',
      "default-src 'none'",
      `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ].join('; '),
    'cache-control': 'no-cache',
  },
  body: `<!doctype html><html lang="en"><title>Brevhus</title><script>${SCRIPT}</script></html>`,
} as const

export const printFrameRoutes: Routes = (app) => {
  app.get(PRINT_FRAME.path, async (_request, reply) =>
    reply.headers(PRINT_FRAME.headers).send(PRINT_FRAME.body),
  )
}

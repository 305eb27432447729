/** The built web app from web/dist with the headers it is to run under; everything that is no file is the app itself. */
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PRINT_FRAME } from '#http/print-frame.routes.ts'

const DIST = fileURLToPath(new URL('../../web/dist/', import.meta.url))

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Nothing inline, nothing from elsewhere, no WebAssembly, no evaluation. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function serveWeb(path: string, response: ServerResponse, ending = ''): void {
  // The sign-in room's own page. The app in its place would be sent here again and again.
  if (path.startsWith('/sign-in')) {
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><html lang="da"><title>Log ind</title><h1>Log ind</h1></html>')
    return
  }
  if (path === PRINT_FRAME.path) {
    response.writeHead(200, PRINT_FRAME.headers).end(PRINT_FRAME.body)
    return
  }
  const wanted = normalize(path).replace(/^(\.\.(\/|$))+/, '')
  const file = extname(wanted) === '' ? 'index.html' : wanted
  let content: Buffer
  try {
    content = readFileSync(join(DIST, file))
  } catch {
    response.writeHead(404).end()
    return
  }
  response
    .writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .end(ending ? Buffer.concat([content, Buffer.from(ending)]) : content)
}

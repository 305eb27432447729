/** The cookies of an opened and of an ended session. */
import type { FastifyReply } from 'fastify'
import { clearCookie, readCookie, writeCookie } from './cookies.ts'
import type { Opened } from './open-session.ts'
import type { Site } from './site.ts'

export function setSessionCookies(site: Site, reply: FastifyReply, opened: Opened): void {
  reply.header('set-cookie', writeCookie(site, 'session', opened.token.text))
  // D-02: sixty days count from the last use, in the browser as well, whichever way it signed in.
  const device = opened.session.appId && readCookie(site, reply.request.headers.cookie, 'device')
  if (device) reply.header('set-cookie', writeCookie(site, 'device', device))
  if (opened.browser) reply.header('set-cookie', writeCookie(site, 'browser', opened.browser.text))
}

/** The browser stays known. What it showed was never to be stored, so there is nothing else to clear. */
export function dropSessionCookie(site: Site, reply: FastifyReply): void {
  reply.header('set-cookie', clearCookie(site, 'session'))
}

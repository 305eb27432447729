/** The cookies of an opened and of an ended session. */
import type { FastifyReply } from 'fastify'
import { clearCookie, writeCookie } from './cookies.ts'
import type { Opened } from './open-session.ts'
import type { Site } from './site.ts'

export function setSessionCookies(site: Site, reply: FastifyReply, opened: Opened): void {
  reply.header('set-cookie', writeCookie(site, 'session', opened.token.text))
  if (opened.browser) reply.header('set-cookie', writeCookie(site, 'browser', opened.browser.text))
}

/** The browser stays known; the session and what was cached of it go. */
export function dropSessionCookie(site: Site, reply: FastifyReply): void {
  reply.header('set-cookie', clearCookie(site, 'session'))
  reply.header('clear-site-data', '"cache"')
}

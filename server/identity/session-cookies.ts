/** The cookies of an opened and of an ended session. */
import type { FastifyReply } from 'fastify'
import { clearCookie, writeCookie } from './cookies.ts'
import type { Opened } from './open-session.ts'
import type { Site } from './site.ts'

export function setSessionCookies(site: Site, reply: FastifyReply, opened: Opened): void {
  reply.header('set-cookie', writeCookie(site, 'session', opened.token.text))
  if (opened.browser) reply.header('set-cookie', writeCookie(site, 'browser', opened.browser.text))
}

/** The browser stays known. What it showed was never to be stored, so there is nothing else to clear. */
export function dropSessionCookie(site: Site, reply: FastifyReply): void {
  reply.header('set-cookie', clearCookie(site, 'session'))
}

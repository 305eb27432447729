/** `/id/block…`: by the person signed in, by user ID and block code, by the link of a security notice (I-05). */
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { readBlockLink } from '#ground/block-link.ts'
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { blockByCode, blockByLink, blockOwn } from '../block/block-id.ts'
import { PAGES } from '../enrolment/order-code.ts'
import type { Identity } from '../room.ts'
import { dropSessionCookie } from '../session-cookies.ts'
import { visitOf } from '../visit.ts'
import { BLOCK_OWN_PATH, blockedPage, blockLinkPage, blockPage } from './block-page.ts'
import { ANSWER_AFTER_MS } from './enrolment.routes.ts'
import { formOf, type Guest, pageOf, receive, requireForm, SMALL_FORM, show, signInPath } from './guest.ts'
import { ID_TEXTS } from './id-texts.ts'
import { PAGE_TEXTS, sayWait } from './texts.ts'

const OPEN = { config: { action: 'anyone' } } as const
const Token = Type.Object({ token: Type.String({ maxLength: 60 }) })

export function addBlock(identity: Identity, pages: App): void {
  const pageFor = (guest: Guest, failure: string | null) =>
    blockPage({ ...pageOf(guest, identity), ownToken: guest.session ? guest.token : null, failure })

  pages.get(PAGES.block, OPEN, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    return show(reply, pageFor(guest, null))
  })

  pages.post(PAGES.block, { ...OPEN, ...SMALL_FORM }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    requireForm(identity, request, form, null)
    const soonest = sleep(ANSWER_AFTER_MS)
    const again = async (failure: string, status: number) => {
      await soonest
      return show(reply.code(status), pageFor(guest, failure))
    }
    try {
      const { name = '', code = '' } = form
      await blockByCode(identity, visitOf(identity, request), { name, code })
      await soonest
      return show(reply, blockedPage({ language: guest.language }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { block } = ID_TEXTS[guest.language]
      if (error.code === 'sign-in-failed') return again(block.wrong, 401)
      if (error.code !== 'sign-in-wait') throw error
      const seconds = error.retryAfterSeconds ?? 60
      reply.header('retry-after', String(seconds))
      return again(sayWait(PAGE_TEXTS[guest.language], seconds), 429)
    }
  })

  pages.post(BLOCK_OWN_PATH, { config: { action: 'block-id' }, ...SMALL_FORM }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    if (!guest.session) return reply.redirect(signInPath('/'), 303)
    requireForm(identity, request, formOf(request), guest.session.sessionId)
    await blockOwn(identity, guest.session)
    dropSessionCookie(identity.site, reply)
    return show(reply, blockedPage({ language: guest.language }))
  })

  pages.get(`${PAGES.block}/:token`, { ...OPEN, schema: { params: Token } }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const { token } = request.params
    if (!readBlockLink(identity.keys.blockLink, token))
      return show(reply.code(410), pageFor(guest, ID_TEXTS[guest.language].block.over))
    return show(reply, blockLinkPage({ ...pageOf(guest, identity), token }))
  })

  pages.post(
    `${PAGES.block}/:token`,
    { ...OPEN, ...SMALL_FORM, schema: { params: Token } },
    async (request, reply) => {
      const guest = await receive(identity, request, reply)
      requireForm(identity, request, formOf(request), null)
      const noticeId = readBlockLink(identity.keys.blockLink, request.params.token)
      try {
        if (noticeId) await blockByLink(identity, noticeId)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'link-used-up') throw error
        return show(reply.code(410), pageFor(guest, ID_TEXTS[guest.language].block.over))
      }
      if (!noticeId) return show(reply.code(410), pageFor(guest, ID_TEXTS[guest.language].block.over))
      dropSessionCookie(identity.site, reply)
      return show(reply, blockedPage({ language: guest.language }))
    },
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { readCookie } from '../cookies.ts'
import { PAGES } from '../enrolment/order-code.ts'
import { askForFactor } from '../enrolment/second-factor.ts'
import { orderByPasskey, orderTemporaryPassword } from '../enrolment/temporary-password.ts'
import type { Identity } from '../room.ts'
import { languageOf, visitOf } from '../visit.ts'
import { ANSWER_AFTER_MS } from './enrolment.routes.ts'
import { formOf, pageOf, receive, requireForm, SMALL_FORM, show } from './guest.ts'
import { addPasskeyQuestions } from './passkey-questions.ts'
import { temporaryOrderedPage, temporaryPage } from './temporary-page.ts'
import { PAGE_TEXTS, sayWait } from './texts.ts'

const OPEN = { config: { action: 'anyone' } } as const

export function addTemporary(identity: Identity, pages: App): void {
  pages.get(PAGES.temporary, OPEN, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    return show(reply, temporaryPage({ ...pageOf(guest, identity), failure: null }))
  })

  pages.get(PAGES.temporaryOrdered, OPEN, async (request, reply) => {
    const { language } = await receive(identity, request, reply)
    return show(reply, temporaryOrderedPage({ language }))
  })

  pages.post(PAGES.temporary, { ...OPEN, ...SMALL_FORM }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    requireForm(identity, request, form, null)
    const soonest = sleep(ANSWER_AFTER_MS)
    try {
      await orderTemporaryPassword(identity, visitOf(identity, request), {
        name: form.name ?? '',
        channel: form.channel === 'sms' ? 'sms' : 'letter',
        deviceCode: form.code ?? '',
        language: guest.language,
      })
      await soonest
      return show(reply, temporaryOrderedPage({ language: guest.language }))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'sign-in-wait') throw error
      await soonest
      const seconds = error.retryAfterSeconds ?? 60
      reply.header('retry-after', String(seconds)).code(429)
      const failure = sayWait(PAGE_TEXTS[guest.language], seconds)
      return show(reply, temporaryPage({ ...pageOf(guest, identity), failure }))
    }
  })
}

/** By SMS beside a passkey: it says itself whose it is. */
export function addTemporaryPasskey(identity: Identity, app: App): void {
  addPasskeyQuestions(identity, app, PAGES.temporary, {
    ask: (form) => askForFactor(identity, form),
    answer: async (given, request) => {
      const language = languageOf(
        readCookie(identity.site, request.headers.cookie, 'language'),
        request.headers['accept-language'],
      )
      await orderByPasskey(identity, visitOf(identity, request), { ...given, language })
      return PAGES.temporaryOrdered
    },
  })
}

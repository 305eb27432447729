/** `/id/enrol`, `/id/recover`, `/id/activate`, `/id/choose`: server-rendered, no script. No law is decided here. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { listCards } from '../devices/code-card.store.ts'
import { orderCard } from '../devices/order-card.ts'
import { choiceOf, chooseLogin } from '../enrolment/choose-login.ts'
import { orderByLetter, PAGES } from '../enrolment/order-code.ts'
import { tryCode } from '../enrolment/try-code.ts'
import type { Identity } from '../room.ts'
import { setSessionCookies } from '../session-cookies.ts'
import { visitOf } from '../visit.ts'
import { activatePage, choosePage } from './choose-page.ts'
import { devicesPage } from './devices-page.ts'
import { enrolPage, letterSentPage } from './enrol-page.ts'
import { formOf, type Guest, pageOf, receive, requireForm, SMALL_FORM, show, signInPath } from './guest.ts'
import { ID_TEXTS } from './id-texts.ts'
import { PAGE_TEXTS, sayWait } from './texts.ts'

/** No answer to a number leaves sooner, so that the little more work for a number somebody has can't be measured. */
export const ANSWER_AFTER_MS = 300

/** For people who are not signed in: what they show is a code from a letter. */
const OPEN = { config: { action: 'anyone' } } as const
const OPEN_FORM = { ...OPEN, ...SMALL_FORM } as const

export function addEnrolment(identity: Identity, pages: App): void {
  for (const way of ['enrol', 'recover'] as const) {
    pages.get(PAGES[way], OPEN, async (request, reply) => {
      const guest = await receive(identity, request, reply)
      return show(reply, enrolPage({ ...pageOf(guest, identity), way, failure: null }))
    })

    pages.post(PAGES[way], OPEN_FORM, async (request, reply) => {
      const guest = await receive(identity, request, reply)
      const form = formOf(request)
      requireForm(identity, request, form, null)
      const soonest = sleep(ANSWER_AFTER_MS)
      const again = async (failure: string, status: number) => {
        await soonest
        return show(reply.code(status), enrolPage({ ...pageOf(guest, identity), way, failure }))
      }
      try {
        await orderByLetter(identity, visitOf(identity, request), {
          number: form.number ?? '',
          language: guest.language,
        })
        await soonest
        return show(reply, letterSentPage({ language: guest.language }))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.code === 'request-invalid') return again(ID_TEXTS[guest.language].failed.number, 422)
        return sayLater(guest, error, reply, again)
      }
    })
  }

  pages.get(PAGES.activate, OPEN, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    return show(reply, activatePage({ ...pageOf(guest, identity), failure: null }))
  })

  pages.post(PAGES.activate, OPEN_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    requireForm(identity, request, form, null)
    const { failed } = ID_TEXTS[guest.language]
    const soonest = sleep(ANSWER_AFTER_MS)
    const again = async (failure: string, status: number) => {
      await soonest
      return show(reply.code(status), activatePage({ ...pageOf(guest, identity), failure }))
    }
    try {
      const choosing = await tryCode(identity, visitOf(identity, request), {
        name: form.name ?? '',
        code: form.code ?? '',
        formCookie: guest.formCookie,
      })
      const given = { userId: '', publicServices: false, forgetDevices: false, keepDevices: false }
      await soonest
      return show(reply, choosePage({ ...pageOf(guest, identity), choosing, failures: [], given }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'code-mistyped') return again(failed.mistyped, 422)
      if (error.code === 'sign-in-failed') return again(failed.wrong, 401)
      if (error.code === 'code-not-yet')
        return again(failed.notYet(inWords(guest, error.retryAfterSeconds ?? 60)), 403)
      return sayLater(guest, error, reply, again)
    }
  })

  pages.get(PAGES.devices, { config: { action: 'read-devices' } }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    if (!guest.session) return reply.redirect(signInPath(PAGES.devices), 303)
    const hasCard = (await listCards(identity.db, guest.session.personId)).length > 0
    return show(reply, devicesPage({ ...pageOf(guest), hasCard }))
  })

  pages.post(PAGES.devices, { config: { action: 'order-card' }, ...SMALL_FORM }, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const { session } = guest
    if (!session) return reply.redirect(signInPath(PAGES.devices), 303)
    requireForm(identity, request, formOf(request), session.sessionId)
    // Pressed twice, one card is ordered.
    if ((await listCards(identity.db, session.personId)).length === 0) await orderCard(identity, session)
    return reply.redirect(PAGES.devices, 303)
  })

  pages.post(PAGES.choose, OPEN_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    requireForm(identity, request, form, null)
    const { ticket = '', userId = '', password = '' } = form
    const given = {
      userId,
      publicServices: form.publicServices === 'yes',
      forgetDevices: form.forgetDevices === 'yes',
      keepDevices: form.keepDevices === 'yes',
    }
    try {
      const opened = await chooseLogin(identity, visitOf(identity, request), {
        ticket,
        formCookie: guest.formCookie,
        ...(userId ? { userId } : {}),
        password,
        acceptTerms: form.terms === 'yes',
        acceptPublicServices: given.publicServices,
        forgetDevices: given.forgetDevices,
        keepDevices: given.keepDevices,
      })
      setSessionCookies(identity.site, reply, opened)
      return reply.redirect(PAGES.devices, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const choice = await choiceOf(identity, ticket, guest.formCookie)
      const { failed } = ID_TEXTS[guest.language]
      if (!choice || error.code === 'link-used-up')
        return show(reply.code(410), activatePage({ ...pageOf(guest, identity), failure: failed.over }))
      const failures = error.faults.map(({ field, reason }) => {
        if (field === 'userId') return reason === 'taken' ? failed.userIdTaken : failed.userIdForm
        return field === 'terms' ? failed.terms : (failed.password[reason] ?? error.message)
      })
      if (failures.length === 0) throw error
      const choosing = { ticket, ...choice }
      return show(reply.code(422), choosePage({ ...pageOf(guest, identity), choosing, failures, given }))
    }
  })
}

function sayLater(
  guest: Guest,
  error: Refusal,
  reply: FastifyReply,
  again: (failure: string, status: number) => unknown,
) {
  if (error.code !== 'sign-in-wait') throw error
  const seconds = error.retryAfterSeconds ?? 60
  reply.header('retry-after', String(seconds))
  return again(sayWait(PAGE_TEXTS[guest.language], seconds), 429)
}

function inWords(guest: Guest, seconds: number): string {
  const texts = PAGE_TEXTS[guest.language]
  return seconds < 60 ? texts.seconds(Math.max(1, seconds)) : texts.minutes(Math.ceil(seconds / 60))
}

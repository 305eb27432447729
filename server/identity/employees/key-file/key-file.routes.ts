/** Key files over HTTP: the program's three questions, and the pages around them. */
import {
  AnswerKeyChallenge,
  EnrolKey,
  KEY_FILE_PATHS,
  KeyAnswered,
  KeyChallenge,
  KeyEnrolled,
} from '#api/key-file.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { openCertificates } from '../../certificates/room.ts'
import { formOf, pageOf, receive, requireForm, SMALL_FORM, show } from '../../pages/guest.ts'
import { pageScope } from '../../pages/page-scope.ts'
import type { Identity } from '../../room.ts'
import { setSessionCookies } from '../../session-cookies.ts'
import { visitOf } from '../../visit.ts'
import { saidPage } from '../employee-pages.ts'
import { asColleague, idIn, isRefusal } from '../page-door.ts'
import { COMPANY_PATHS as P } from '../paths.ts'
import { EMPLOYEE_TEXTS } from '../texts.ts'
import { newChallenge } from './key-challenge.ts'
import { keyLinkPage, keysPage, orderedKeyPage } from './key-pages.ts'
import { endKey, enrolKey, listOwnKeys, orderKey } from './order-key.ts'
import { answerChallenge, readKeyLink, signInWithKey } from './sign-in-with-key.ts'

/** The code, the key's answer or the link is what is shown; there is no session yet. */
const ANYONE = { config: { action: 'anyone' } } as const
const ORDERS = { config: { action: 'order-key-file' } } as const

export function keyFileRoutes(identity: Identity): Routes {
  return (app, house) => {
    const pki = openCertificates(house)
    const small = { ...ANYONE, bodyLimit: 8 * 1024 }
    // No browser asks these, and none of them reads a cookie: another site gains nothing by causing one.
    app.post(
      KEY_FILE_PATHS.enrol,
      { ...small, schema: { body: EnrolKey, response: { 200: KeyEnrolled } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return enrolKey(identity, pki, request.body)
      },
    )
    app.post(
      KEY_FILE_PATHS.challenge,
      { ...small, schema: { response: { 200: KeyChallenge } } },
      async (_request, reply) => {
        reply.header('cache-control', 'no-store')
        const { challenge, expiresAt } = newChallenge(identity.keys, identity.clock())
        return { challenge, expiresAt: expiresAt.toISOString() }
      },
    )
    app.post(
      KEY_FILE_PATHS.answer,
      { ...small, schema: { body: AnswerKeyChallenge, response: { 200: KeyAnswered } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        const token = await answerChallenge(identity, visitOf(identity, request), request.body)
        return { link: `${identity.site.origin}${P.keyLink}?${new URLSearchParams({ token })}` }
      },
    )
    pageScope(identity, app, house, (pages) => {
      pages.get(P.keys(':id'), ORDERS, (request, reply) =>
        asColleague(
          identity,
          request,
          reply,
          request.url.split('?')[0]!,
          async ({ session, looking, query }) => {
            const employeeId = idIn(request)
            const { employment, keys } = await listOwnKeys(identity, session, employeeId)
            const { country } = employment
            return show(reply, keysPage(looking, { employeeId, country, keys, done: query.done === 'ended' }))
          },
        ),
      )
      pages.post(P.keys(':id'), { ...ORDERS, ...SMALL_FORM }, (request, reply) =>
        asColleague(identity, request, reply, request.url, async ({ session, looking }) => {
          const form = formOf(request)
          requireForm(identity, request, form, session.sessionId)
          const employeeId = idIn(request)
          if (form.end !== undefined) {
            if (!/^[0-9a-f-]{36}$/.test(form.end)) throw refuse('not-found')
            await endKey(identity, session, employeeId, form.end)
            return reply.redirect(`${P.keys(employeeId)}?done=ended`, 303)
          }
          const { code } = await orderKey(identity, session, employeeId)
          const { origin } = identity.site
          const minutes = EMPLOYEE_LIMITS.keyCodeMinutes
          return show(reply, orderedKeyPage(looking, { employeeId, origin, code, minutes }))
        }),
      )
      pages.get(P.keyLink, ANYONE, async (request, reply) => {
        const guest = await receive(identity, request, reply)
        const { token = '' } = guest.query
        try {
          const { employee, enterprise } = await readKeyLink(identity, token)
          const shown = { token, name: employee.name, enterprise: enterprise.name }
          return show(reply, keyLinkPage(pageOf(guest, identity), shown))
        } catch (error) {
          if (!isRefusal(error, 'link-used-up')) throw error
          const texts = EMPLOYEE_TEXTS[guest.language]
          return show(reply.code(410), saidPage(guest, texts.failedTitle, texts.key.failed))
        }
      })
      pages.post(P.keyLink, { ...ANYONE, ...SMALL_FORM }, async (request, reply) => {
        const guest = await receive(identity, request, reply)
        const form = formOf(request)
        requireForm(identity, request, form, null)
        try {
          const opened = await signInWithKey(identity, visitOf(identity, request), form.token ?? '')
          setSessionCookies(identity.site, reply, opened)
          return reply.redirect('/', 303)
        } catch (error) {
          if (!isRefusal(error, 'link-used-up')) throw error
          const texts = EMPLOYEE_TEXTS[guest.language]
          return show(reply.code(410), saidPage(guest, texts.failedTitle, texts.key.failed))
        }
      })
    })
  }
}

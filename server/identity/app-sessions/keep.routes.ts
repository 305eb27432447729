/** The page that keeps a device. No logic here. */
import type { FastifyReply } from 'fastify'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import type { PinFault } from '#rules/pin.ts'
import { writeCookie } from '../cookies.ts'
import { listDevices } from '../device.store.ts'
import { formOf, type Guest, receive, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import { safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { describeBrowser } from '../user-agent.ts'
import { visitOf } from '../visit.ts'
import { keepDevice } from './keep-device.ts'
import { KEEP_PATH, type KeepPage, keepPage } from './keep-page.ts'
import { KEEP_TEXTS } from './keep-texts.ts'

const NAME_MAX = 60

export function addKeepPage(identity: Identity, pages: App): void {
  const shown = async (
    reply: FastifyReply,
    guest: Guest & { session: PresentSession },
    page: Pick<KeepPage, 'next' | 'name' | 'failure'>,
  ) => {
    const devices = await listDevices(identity.db, guest.session.personId)
    const hasPasskey = devices.some(({ kind }) => kind === 'passkey')
    return show(
      reply.code(page.failure ? 422 : 200),
      keepPage({ language: guest.language, formToken: guest.token, hasPasskey, ...page }),
    )
  }
  const signedIn = (guest: Guest): Guest & { session: PresentSession } => {
    if (!guest.session) throw refuse('sign-in-needed')
    return { ...guest, session: guest.session }
  }

  for (const path of [KEEP_PATH, `${KEEP_PATH}/*`])
    pages.get(path, { config: { action: 'keep-device' } }, async (request, reply) => {
      const guest = signedIn(await receive(identity, request, reply))
      const name = describeBrowser(visitOf(identity, request).userAgent) ?? ''
      const { '*': after = '' } = request.params as { '*'?: string }
      return shown(reply, guest, { next: safeReturn(`/${after}`), name, failure: null })
    })

  pages.post(KEEP_PATH, { config: { action: 'keep-device' }, ...SMALL_FORM }, async (request, reply) => {
    const guest = signedIn(await receive(identity, request, reply))
    const form = formOf(request)
    requireForm(identity, request, form, guest.session.sessionId)
    const next = safeReturn(form.return)
    const { name = '', pin = '', again = '' } = form
    const texts = KEEP_TEXTS[guest.language].failed
    const faulty = (field: 'name' | 'pin' | 'again', text: string) =>
      shown(reply, guest, { next, name: name.slice(0, NAME_MAX), failure: { field, text } })
    if (name.trim() === '' || name.length > NAME_MAX) return faulty('name', texts.name)
    if (pin !== again) return faulty('again', texts.again)
    const devices = await listDevices(identity.db, guest.session.personId)
    // Without either nothing would open it again.
    if (pin === '' && !devices.some(({ kind }) => kind === 'passkey')) return faulty('pin', texts.shape)
    try {
      const given = { name, pin: pin === '' ? null : pin }
      const { secret } = await keepDevice(identity, guest.session, visitOf(identity, request), given)
      reply.header('set-cookie', writeCookie(identity.site, 'device', secret.text))
      return reply.redirect(next, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'device-not-usable') return faulty('name', texts.many)
      const [fault] = error.code === 'request-invalid' ? error.faults : []
      if (!fault) throw error
      return faulty('pin', texts[fault.reason as PinFault])
    }
  })
}

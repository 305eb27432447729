/** Kept devices over HTTP: `/api/session/apps…` and the page `/sign-in/pin`. No logic here. */
import { AppParams, AppSession, AppSessions, KeepDevice, SESSION_PATHS, SIGN_IN_PAGES } from '#api/session.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import { writeCookie } from '../cookies.ts'
import { formOf, pageOf, receive, requireForm, SMALL_FORM, show, signInPath } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import { safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import { dropSessionCookie, setSessionCookies } from '../session-cookies.ts'
import { sessionOf } from '../session-of.ts'
import { signOut } from '../sign-out.ts'
import { type IncomingRequest, visitOf } from '../visit.ts'
import { addKeepPage } from './keep.routes.ts'
import { keepDevice } from './keep-device.ts'
import { endDevice, ownDevices } from './own-devices.ts'
import { pinPage } from './pin-page.ts'
import { PIN_TEXTS } from './pin-texts.ts'
import { keptDevice, reopenWithPin } from './reopen-with-pin.ts'

export function appSessionRoutes(identity: Identity): Routes {
  const enter = async (request: IncomingRequest) => {
    const session = await sessionOf(identity, request)
    if (!session) throw refuse('sign-in-needed')
    return session
  }
  const P = SESSION_PATHS
  return (app, house) => {
    app.get(
      P.apps,
      { config: { action: 'read-sessions' }, schema: { response: { 200: AppSessions } } },
      async (request) => ownDevices(identity, await enter(request)),
    )
    app.post(
      P.apps,
      { config: { action: 'keep-device' }, schema: { body: KeepDevice, response: { 200: AppSession } } },
      async (request, reply) => {
        const session = await enter(request)
        const kept = await keepDevice(identity, session, visitOf(identity, request), request.body)
        reply.header('set-cookie', writeCookie(identity.site, 'device', kept.secret.text))
        return kept.app
      },
    )
    app.delete(
      P.app,
      { config: { action: 'end-sessions' }, schema: { params: AppParams, response: { 200: AppSessions } } },
      async (request) => endDevice(identity, await enter(request), request.params.appId),
    )
    pageScope(identity, app, house, (pages) => {
      addPinPage(identity, pages)
      addKeepPage(identity, pages)
    })
  }
}

/** Started from the home screen it is `none`; a browser too old to say is taken at its word. */
const opensApp = (site: string | string[] | undefined) =>
  site === undefined || site === 'none' || site === 'same-origin'

function addPinPage(identity: Identity, pages: App): void {
  // D-02: a code or a passkey at every opening of the installed app. Only the app's own icon, a notice and our own pages end what was
  // open: a link on somebody else's page must not be able to sign people out.
  pages.get(SIGN_IN_PAGES.app, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const next = safeReturn(guest.query.return)
    if (!opensApp(request.headers['sec-fetch-site'])) return reply.redirect(next, 303)
    if (guest.session) {
      await signOut(identity, guest.session)
      dropSessionCookie(identity.site, reply)
    }
    return reply.redirect(signInPath(next), 303)
  })

  pages.get(SIGN_IN_PAGES.pin, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const next = safeReturn(guest.query.return)
    if (guest.session) return reply.redirect(next, 303)
    const device = await keptDevice(identity, visitOf(identity, request))
    const failure = device ? null : PIN_TEXTS[guest.language].over
    return show(reply, pinPage({ ...pageOf(guest), next, device: device?.name ?? null, failure }))
  })

  pages.post(SIGN_IN_PAGES.pin, SMALL_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const next = safeReturn(form.return)
    requireForm(identity, request, form, null)
    const visit = visitOf(identity, request)
    try {
      const opened = await reopenWithPin(identity, visit, form.pin ?? '')
      setSessionCookies(identity.site, reply, opened)
      return reply.redirect(next, 303)
    } catch (error) {
      const known = error instanceof Refusal && ['sign-in-failed', 'device-not-usable'].includes(error.code)
      if (!known) throw error
      const device = await keptDevice(identity, visit)
      const texts = PIN_TEXTS[guest.language]
      const failure = device ? texts.wrong : texts.over
      const page = { ...pageOf(guest, identity), next, device: device?.name ?? null, failure }
      return show(reply.code(device ? 401 : 410), pinPage(page))
    }
  })
}

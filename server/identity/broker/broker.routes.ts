/** `/sign-in/with/…`: to an electronic ID of others and back (I-09). No law is decided here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ElectronicIdParams, ElectronicIds, SESSION_PATHS, SIGN_IN_PAGES } from '#api/session.ts'
import { describeError } from '#ground/log.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { atLeast } from '#rules/levels.ts'
import { formOf, type Guest, receive, requireForm, SMALL_FORM, show, signInPath } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import { letterPath, safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { setSessionCookies } from '../session-cookies.ts'
import { sessionOf } from '../session-of.ts'
import { visitOf } from '../visit.ts'
import { forgetElectronicId, ownElectronicIds } from './own-electronic-ids.ts'
import { UpstreamRefusal } from './relying-party.ts'
import { returnFromUpstream, type Stop } from './return-from-upstream.ts'
import { noAccountPage } from './upstream-part.ts'
import type { Upstream } from './upstreams.ts'
import { openVisitLimit } from './visit-limit.ts'
import { visitUpstream } from './visit-upstream.ts'

export function brokerRoutes(identity: Identity): Routes {
  const limit = openVisitLimit(identity.clock)
  return (app, house) => {
    // The way back carries a code in its address: the scope keeps it out of caches and of other sites' sight.
    pageScope(identity, app, house, (pages) => {
      pages.post('/sign-in/with/:upstream', SMALL_FORM, async (request, reply) => {
        const guest = await receive(identity, request, reply)
        const upstream = upstreamOf(identity, request)
        const form = formOf(request)
        const stepUp = form.purpose === 'step-up'
        const next = form.letter === undefined ? safeReturn(form.return) : letterPath(form.letter)
        const { session } = guest
        if (stepUp && !session) return reply.redirect(signInPath(next), 303)
        requireForm(identity, request, form, stepUp ? session!.sessionId : null)
        const askedLevel = form.level === 'high' ? 'high' : 'substantial'
        // `again`: a service provider asks who it is once more, whatever the session has (`prompt=login`, `max_age`).
        const enough = stepUp && form.again !== 'yes' && atLeast(session!.level, askedLevel)
        if (enough) return reply.redirect(next, 303)
        const place = { stepUp, next, askedLevel } as const
        if (!limit.allows(request.ip)) return sayStop(reply, upstream, place, 'too-many')
        try {
          const url = await visitUpstream(identity, {
            upstream,
            formCookie: guest.formCookie,
            sessionId: stepUp ? session!.sessionId : null,
            askedLevel,
            next,
            language: guest.language,
          })
          return reply.redirect(url.href, 303)
        } catch (error) {
          if (!(error instanceof UpstreamRefusal)) throw error
          tell(upstream, request, error.fault, describeError(error.cause))
          return sayStop(reply, upstream, place, error.fault)
        }
      })

      pages.get('/sign-in/with/:upstream/return', async (request, reply) => {
        const guest = await receive(identity, request, reply)
        const upstream = upstreamOf(identity, request)
        const returned = await returnFromUpstream(identity, {
          upstream,
          query: queryOf(request.url),
          formCookie: guest.formCookie,
          session: guest.session,
          visit: visitOf(identity, request),
        })
        if (returned.kind === 'stopped') {
          tell(upstream, request, returned.why, returned.detail)
          return sayStop(reply, upstream, placeOf(guest, returned), returned.why)
        }
        if (returned.kind === 'opened') setSessionCookies(identity.site, reply, returned.opened)
        return reply.redirect(returned.next, 303)
      })

      pages.get('/sign-in/with/:upstream/no-account', async (request, reply) => {
        const { language } = await receive(identity, request, reply)
        const { id, profile } = upstreamOf(identity, request)
        return show(reply, noAccountPage({ language, name: profile.name, self: noAccountPath(id) }))
      })
    })

    const enter = async (request: FastifyRequest): Promise<PresentSession> => {
      const session = await sessionOf(identity, request)
      if (!session) throw refuse('sign-in-needed')
      return session
    }
    app.get(
      SESSION_PATHS.electronicIds,
      { config: { action: 'read-devices' }, schema: { response: { 200: ElectronicIds } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return ownElectronicIds(identity, await enter(request))
      },
    )
    app.delete(
      SESSION_PATHS.electronicId,
      {
        config: { action: 'change-devices' },
        schema: { params: ElectronicIdParams, response: { 200: ElectronicIds } },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return forgetElectronicId(
          identity,
          await enter(request),
          visitOf(identity, request),
          request.params.linkId,
        )
      },
    )

    /** For the operator: which upstream, how it ended, and the kind of error; never what it said. */
    function tell(upstream: Upstream, request: FastifyRequest, why: Stop, err: unknown): void {
      const level = why === 'not-genuine' || why === 'unavailable' ? 'warn' : 'info'
      house.log[level]({ event: 'upstream-stopped', upstream: upstream.id, why, traceId: request.id, err })
    }
  }
}

type Place = { stepUp: boolean; next: string; askedLevel: 'substantial' | 'high' }

/** A step-up whose session is gone goes on as a sign-in. */
const placeOf = (guest: Guest, { stepUp, next, askedLevel }: Place): Place => ({
  stepUp: stepUp && guest.session !== null,
  next,
  askedLevel,
})

const noAccountPath = (id: string) => `/sign-in/with/${id}/no-account`

/** Back to the page the journey began on, with a word about what happened; the code in the address is left behind. */
function sayStop(reply: FastifyReply, { id }: Upstream, { stepUp, next, askedLevel }: Place, why: Stop) {
  if (why === 'no-account') return reply.redirect(noAccountPath(id), 303)
  const path = stepUp ? SIGN_IN_PAGES.stepUp : SIGN_IN_PAGES.signIn
  const level = stepUp && askedLevel === 'high' ? { level: 'high' } : {}
  return reply.redirect(
    `${path}?${new URLSearchParams({ return: next, ...level, said: why, with: id })}`,
    303,
  )
}

function upstreamOf(identity: Identity, request: FastifyRequest): Upstream {
  const upstream = identity.upstreams.get((request.params as { upstream: string }).upstream)
  if (!upstream) throw refuse('not-found')
  return upstream
}

function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at + 1)
}

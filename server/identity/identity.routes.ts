/** `/api/session…`: the session's own wire (see `#api/session.ts`). No logic here. */
import type { FastifyReply } from 'fastify'
import { ActingChoices, ChangeActing } from '#api/acting-for.ts'
import { CardChallenge, StepUpByCard } from '#api/code-card.ts'
import {
  ChangePassword,
  ConfirmPassword,
  ConfirmTotp,
  DeviceParams,
  Devices,
  OwnSessions,
  PasskeyChallenge,
  RegisterPasskey,
  RenameDevice,
  SESSION_PATHS,
  SessionCheck,
  SessionParams,
  SessionState,
  SignedIn,
  SignedOutAt,
  SignInHistory,
  StepUpByPasskey,
  StepUpByTotp,
  TotpEnrolment,
} from '#api/session.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { blockOwnDevice } from './block/block-id.ts'
import {
  beginPasskey,
  beginTotp,
  confirmTotp,
  nameDevice,
  readDevices,
  registerPasskey,
  removeDevice,
} from './change-devices.ts'
import { orderCard } from './devices/order-card.ts'
import { askCard, stepUpWithCard } from './devices/use-card.ts'
import { type ActingWish, actFor, actingChoices } from './employees/act-for.ts'
import type { Opened } from './open-session.ts'
import type { Identity } from './room.ts'
import type { SessionRow } from './session.store.ts'
import { dropSessionCookie, setSessionCookies } from './session-cookies.ts'
import { presentSession, requireOwnOrigin, sessionOf } from './session-of.ts'
import { SIGNED_OUT, sessionState } from './session-state.ts'
import { changePassword, confirmPassword } from './set-password.ts'
import { endOthers, endOwnSession, ownSessions, signInHistory, signOut } from './sign-out.ts'
import { stepUpWithCode } from './step-up-with-code.ts'
import { askToStepUp, stepUpWithPasskey } from './use-passkey.ts'
import { type IncomingRequest, sessionHashOf, type Visit, visitOf } from './visit.ts'

export function identityRoutes(identity: Identity): Routes {
  const enter = async (request: IncomingRequest): Promise<{ session: SessionRow; visit: Visit }> => {
    const session = await sessionOf(identity, request)
    if (!session) throw refuse('sign-in-needed')
    return { session, visit: visitOf(identity, request) }
  }
  const raised = async (reply: FastifyReply, opened: Opened): Promise<SignedIn> => {
    setSessionCookies(identity.site, reply, opened)
    return sessionState(identity, opened.session)
  }
  const P = SESSION_PATHS

  return (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      if (request.routeOptions.url?.startsWith(P.state)) reply.header('cache-control', 'no-store')
      done()
    })

    app.get(
      P.state,
      { config: { action: 'anyone' }, schema: { response: { 200: SessionState } } },
      async (request) => {
        const session = await presentSession(identity, visitOf(identity, request), 'passive', 'any')
        return session ? sessionState(identity, session) : SIGNED_OUT
      },
    )
    app.get(
      P.check,
      { config: { action: 'anyone' }, schema: { response: { 200: SessionCheck } } },
      async (request) => {
        const session = await presentSession(
          identity,
          { sessionHash: sessionHashOf(identity, request) },
          'passive',
          'any',
        )
        if (!session) throw refuse('sign-in-needed')
        return { level: session.level, endsAt: session.endsAt.toISOString() }
      },
    )
    app.post(
      P.extend,
      { config: { action: 'extend-session' }, schema: { response: { 200: SignedIn } } },
      async (request) => sessionState(identity, (await enter(request)).session),
    )
    app.post(
      P.signOut,
      { config: { action: 'anyone' }, schema: { response: { 200: SignedOutAt } } },
      async (request, reply) => {
        requireOwnOrigin(identity, request)
        const session = await presentSession(identity, visitOf(identity, request), 'passive', 'any')
        if (session) await signOut(identity, session)
        dropSessionCookie(identity.site, reply)
        return { signedIn: false as const, next: '/sign-out' }
      },
    )

    app.get(
      P.actingFor,
      { config: { action: 'choose-acting' }, schema: { response: { 200: ActingChoices } } },
      async (request) => actingChoices(identity, (await enter(request)).session),
    )
    app.post(
      P.actingFor,
      { config: { action: 'choose-acting' }, schema: { body: ChangeActing, response: { 200: SignedIn } } },
      async (request, reply) => {
        const { session } = await enter(request)
        const wish = request.body
        const own = 'employeeId' in wish && wish.employeeId === null
        return raised(reply, await actFor(identity, session, own ? null : (wish as ActingWish)))
      },
    )

    app.post(
      P.stepUpTotp,
      { config: { action: 'step-up' }, schema: { body: StepUpByTotp, response: { 200: SignedIn } } },
      async (request, reply) => {
        const { session, visit } = await enter(request)
        return raised(reply, await stepUpWithCode(identity, session, visit, request.body.code))
      },
    )
    app.get(
      P.stepUpCard,
      { config: { action: 'step-up' }, schema: { response: { 200: CardChallenge } } },
      async (request) => askCard(identity, (await enter(request)).session.personId),
    )
    app.post(
      P.stepUpCard,
      { config: { action: 'step-up' }, schema: { body: StepUpByCard, response: { 200: SignedIn } } },
      async (request, reply) => {
        const { session, visit } = await enter(request)
        return raised(reply, await stepUpWithCard(identity, session, visit, request.body))
      },
    )
    app.post(
      P.blockDevice,
      { config: { action: 'block-id' }, schema: { params: DeviceParams, response: { 200: Devices } } },
      async (request) => {
        const { session } = await enter(request)
        await blockOwnDevice(identity, session, request.params.deviceId)
        return readDevices(identity, session)
      },
    )
    app.post(
      P.orderCard,
      { config: { action: 'order-card' }, schema: { response: { 200: Devices } } },
      async (request) => {
        const { session } = await enter(request)
        await orderCard(identity, session)
        return readDevices(identity, session)
      },
    )
    app.post(
      P.stepUpPasskeyOptions,
      { config: { action: 'step-up' }, schema: { response: { 200: PasskeyChallenge } } },
      async (request) => askToStepUp(identity, (await enter(request)).session),
    )
    app.post(
      P.stepUpPasskeyVerify,
      { config: { action: 'step-up' }, schema: { body: StepUpByPasskey, response: { 200: SignedIn } } },
      async (request, reply) => {
        const { session, visit } = await enter(request)
        return raised(reply, await stepUpWithPasskey(identity, session, visit, request.body))
      },
    )

    app.post(
      P.confirmPassword,
      {
        config: { action: 'confirm-password' },
        schema: { body: ConfirmPassword, response: { 200: SignedIn } },
      },
      async (request) => {
        const { session, visit } = await enter(request)
        await confirmPassword(identity, session, visit, request.body.password)
        return sessionState(identity, session)
      },
    )
    app.put(
      P.changePassword,
      {
        config: { action: 'change-password' },
        schema: { body: ChangePassword, response: { 200: SignedIn } },
      },
      async (request) => {
        const { session, visit } = await enter(request)
        await changePassword(identity, session, visit, request.body)
        return sessionState(identity, session)
      },
    )

    app.get(
      P.devices,
      { config: { action: 'read-devices' }, schema: { response: { 200: Devices } } },
      async (request) => readDevices(identity, (await enter(request)).session),
    )
    app.post(
      P.totpBegin,
      { config: { action: 'change-devices' }, schema: { response: { 200: TotpEnrolment } } },
      async (request) => beginTotp(identity, (await enter(request)).session),
    )
    app.post(
      P.totpConfirm,
      { config: { action: 'change-devices' }, schema: { body: ConfirmTotp, response: { 200: Devices } } },
      async (request) => confirmTotp(identity, (await enter(request)).session, request.body),
    )
    app.post(
      P.passkeyOptions,
      { config: { action: 'change-devices' }, schema: { response: { 200: PasskeyChallenge } } },
      async (request) => beginPasskey(identity, (await enter(request)).session),
    )
    app.post(
      P.passkeyRegister,
      { config: { action: 'change-devices' }, schema: { body: RegisterPasskey, response: { 200: Devices } } },
      async (request) => registerPasskey(identity, (await enter(request)).session, request.body),
    )
    app.patch(
      P.device,
      {
        config: { action: 'change-devices' },
        schema: { params: DeviceParams, body: RenameDevice, response: { 200: Devices } },
      },
      async (request) =>
        nameDevice(identity, (await enter(request)).session, request.params.deviceId, request.body),
    )
    app.delete(
      P.device,
      { config: { action: 'change-devices' }, schema: { params: DeviceParams, response: { 200: Devices } } },
      async (request) => removeDevice(identity, (await enter(request)).session, request.params.deviceId),
    )

    app.get(
      P.sessions,
      { config: { action: 'read-sessions' }, schema: { response: { 200: OwnSessions } } },
      async (request) => ownSessions(identity, (await enter(request)).session),
    )
    app.delete(
      P.session,
      {
        config: { action: 'end-sessions' },
        schema: { params: SessionParams, response: { 200: OwnSessions } },
      },
      async (request) => endOwnSession(identity, (await enter(request)).session, request.params.sessionId),
    )
    app.post(
      P.endOthers,
      { config: { action: 'end-sessions' }, schema: { response: { 200: OwnSessions } } },
      async (request) => endOthers(identity, (await enter(request)).session),
    )
    app.get(
      P.history,
      { config: { action: 'read-history' }, schema: { response: { 200: SignInHistory } } },
      async (request) => signInHistory(identity, (await enter(request)).session),
    )
  }
}

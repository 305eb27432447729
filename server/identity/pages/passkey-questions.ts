/** The two questions the passkey script of a page asks where nobody is signed in: what to sign, and whether it is right. Problems are JSON here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { PasskeyAssertion, type PasskeyChallenge } from '#api/session.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { readCookie } from '../cookies.ts'
import type { Identity } from '../room.ts'
import { requireOwnOrigin } from '../session-of.ts'
import { isFormToken } from './form-token.ts'

const FormToken = Type.String({ minLength: 1, maxLength: 100 })
const AskPasskey = Type.Object({ form: FormToken }, { additionalProperties: false })
const AnswerPasskey = Type.Object(
  {
    form: FormToken,
    next: Type.String({ maxLength: 400 }),
    challengeId: Type.String({ format: 'uuid' }),
    assertion: PasskeyAssertion,
  },
  { additionalProperties: false },
)

export type PasskeyQuestions = {
  /** @param form what binds question and answer to one browser */
  ask(form: string): Promise<PasskeyChallenge>
  /** @returns where the page goes on */
  answer(given: Static<typeof AnswerPasskey>, request: FastifyRequest, reply: FastifyReply): Promise<string>
}

const OPEN = { config: { action: 'anyone' } } as const

/** @param path of the page; the questions are below it. */
export function addPasskeyQuestions(
  identity: Identity,
  app: App,
  path: string,
  { ask, answer }: PasskeyQuestions,
): void {
  const bound = (request: FastifyRequest, token: string): string => {
    requireOwnOrigin(identity, request)
    const cookie = readCookie(identity.site, request.headers.cookie, 'form')
    if (!cookie || !isFormToken(identity.keys, token, cookie, null)) throw refuse('origin-foreign')
    return cookie
  }
  app.post(`${path}/passkey/options`, { ...OPEN, schema: { body: AskPasskey } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return ask(bound(request, request.body.form))
  })
  app.post(`${path}/passkey/verify`, { ...OPEN, schema: { body: AnswerPasskey } }, async (request, reply) => {
    const form = bound(request, request.body.form)
    const next = await answer({ ...request.body, form }, request, reply)
    return reply.header('cache-control', 'no-store').send({ next })
  })
}

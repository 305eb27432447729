/** Holds every JSON answer below /v1 and /api to the schema its route declares, in every test that goes through HTTP. What
 * does not fit is kept and fails the test when its house closes. */

import type { TSchema } from 'typebox'
import { Problem } from '#api/problem-document.ts'
import type { ProblemCode } from '#api/problems.ts'
import type { Routes } from '#ground/routes.ts'
import { checkOf, faultsOf } from '#ground/validate.ts'
import { problemReferences, SENDER_PROBLEMS } from '#http/sender-problems.ts'

export type AnswerFinding = { route: string; status: number; found: string }

export const watchAnswers =
  (findings: AnswerFinding[]): Routes =>
  (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      const { url = '', schema } = request.routeOptions
      const type = String(reply.getHeader('content-type') ?? '')
      if (!/^\/(v1|api)\//.test(url) || !/\bjson\b/.test(type)) return payload
      const found = (what: string) => {
        findings.push({ route: `${request.method} ${url}`, status: reply.statusCode, found: what })
      }
      const isText = typeof payload === 'string' || Buffer.isBuffer(payload)
      if (!isText) {
        found('JSON that is neither text nor bytes, so that nobody can check it')
        return payload
      }
      const body: unknown = JSON.parse(String(payload))
      const declared = type.startsWith('application/problem+json')
        ? Problem
        : declaredFor(schema?.response as Declared | undefined, reply.statusCode)
      if (!declared) found('no schema is declared for this answer')
      else if (!checkOf(declared).Check(body)) found(JSON.stringify(faultsOf(checkOf(declared).Errors(body))))
      else if (declared === Problem && url.startsWith('/v1/')) {
        const { code } = body as { code: ProblemCode }
        if (!SENDER_PROBLEMS.includes(code)) found(`the problem ${code} is not documented for senders`)
        if (!(reply.statusCode in problemReferences({ method: request.method, url })))
          found(`this address does not document the status of ${code}`)
      }
      return payload
    })
  }

type Declared = Readonly<Record<string, TSchema>>

function declaredFor(response: Declared | undefined, status: number): TSchema | undefined {
  return response?.[status] ?? response?.[`${Math.floor(status / 100)}xx`] ?? response?.default
}

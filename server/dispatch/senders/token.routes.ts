/** /oauth/token, in the form OAuth asks for (RFC 6749 §5). */
import { TokenAnswer, TokenProblem, TokenRequest } from '#api/sender-token.ts'
import { issueToken, TokenRefused } from '#dispatch/senders/issue-token.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'

export function tokenRoutes(app: App, house: House): void {
  app.post(
    '/oauth/token',
    {
      schema: {
        summary: 'Access token for a sender: client_credentials with private_key_jwt',
        tags: ['senders'],
        consumes: ['application/x-www-form-urlencoded'],
        body: TokenRequest,
        response: { 200: TokenAnswer, 400: TokenProblem, 401: TokenProblem },
      },
      errorHandler: (error, _request, reply) => {
        reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
        if (error instanceof TokenRefused)
          return reply.code(401).send({ error: error.code, error_description: error.description })
        const faults = (error as { faults?: { field: string; message: string }[] }).faults
        if (!faults) throw error
        const description = faults.map((fault) => `${fault.field}: ${fault.message}`).join(' ')
        return reply.code(400).send({ error: 'invalid_request', error_description: description })
      },
    },
    async (request, reply) => {
      const { token, expiresInSeconds } = await issueToken(house, request.body.client_assertion)
      reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
      return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresInSeconds }
    },
  )
}

/** POST /oauth/token (RFC 6749 §4.4 with RFC 7523 §2.2), in the form OAuth asks for. */
import { type Static, Type } from 'typebox'
import { Count, closed } from '#api/dispatch.ts'

export const TokenRequest = Type.Object({
  grant_type: Type.Literal('client_credentials'),
  client_assertion_type: Type.Literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: Type.String({ minLength: 20, maxLength: 8000 }),
  client_id: Type.Optional(Type.String({ maxLength: 100 })),
  scope: Type.Optional(Type.String({ maxLength: 200 })),
})
export type TokenRequest = Static<typeof TokenRequest>

export const TokenAnswer = Type.Object(
  { access_token: Type.String(), token_type: Type.Literal('Bearer'), expires_in: Count },
  closed,
)

/** RFC 6749 §5.2. */
export const TokenProblem = Type.Object({ error: Type.String(), error_description: Type.String() }, closed)

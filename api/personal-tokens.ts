/** Personal tokens (B-14): read only, named, with an end, revoked at once. */
import Type, { type Static } from 'typebox'
import { TOKENS } from '#rules/personal-tokens.ts'

const Instant = Type.String({ format: 'date-time' })
const TokenScopes = Type.Array(Type.Enum([...TOKENS.scopes]), {
  minItems: 1,
  maxItems: 2,
  uniqueItems: true,
})

export const PersonalToken = Type.Object({
  tokenId: Type.String({ format: 'uuid' }),
  name: Type.String(),
  scopes: TokenScopes,
  madeAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Type.Union([Instant, Type.Null()]),
})
export type PersonalToken = Static<typeof PersonalToken>

export const PersonalTokens = Type.Object({
  tokens: Type.Array(PersonalToken, { maxItems: TOKENS.most }),
  most: Type.Integer(),
  daysMost: Type.Integer(),
  address: Type.String({ description: 'What a program asks for first (JMAP session).' }),
})
export type PersonalTokens = Static<typeof PersonalTokens>

export const MakeToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: TOKENS.nameMax }),
    scopes: TokenScopes,
    days: Type.Integer({ minimum: 1, maximum: TOKENS.daysMost }),
  },
  { additionalProperties: false },
)
export type MakeToken = Static<typeof MakeToken>

/** The only time the token is shown. */
export const TokenMade = Type.Object({ ...PersonalToken.properties, token: Type.String() })
export type TokenMade = Static<typeof TokenMade>

export const TokenParams = Type.Object({ tokenId: Type.String({ format: 'uuid' }) })

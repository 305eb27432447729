/** OpenAPI 3.1 of the sender's interface, at /v1/openapi.json. It is collected from the routes as they are registered, so it holds
 * the very consts that validate; here they only get names, problems and the way to sign in. */
import swagger from '@fastify/swagger'
import type { TSchema } from 'typebox'
import * as batches from '#api/batches.ts'
import * as letters from '#api/dispatch.ts'
import { Problem } from '#api/problem-document.ts'
import * as events from '#api/sender-events.ts'
import * as token from '#api/sender-token.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { problemReferences, problemResponses } from '#http/sender-problems.ts'

/** Names of components, in the order of writing: a const that is part of another comes before it. */
const NAMED: Readonly<Record<string, TSchema>> = {
  Problem,
  Recipient: letters.Recipient,
  RowFault: letters.RowFault,
  Suggestion: letters.Suggestion,
  DocumentOfLetter: letters.DocumentOfLetter,
  LetterOrder: letters.LetterOrder,
  PostLetters: letters.PostLetters,
  LetterOutcome: letters.LetterOutcome,
  LetterAnswer: letters.LetterAnswer,
  PostLettersAnswer: letters.PostLettersAnswer,
  LetterStatus: letters.LetterStatus,
  LetterReceipt: letters.LetterReceipt,
  DocumentAnswer: letters.DocumentAnswer,
  BatchManifest: batches.BatchManifest,
  RecipientRow: batches.RecipientRow,
  PostBatch: batches.PostBatch,
  BatchStatus: batches.BatchStatus,
  RefusedRow: batches.RefusedRow,
  ErrorList: batches.ErrorList,
  BatchList: batches.BatchList,
  SenderEvent: events.SenderEvent,
  EventPage: events.EventPage,
  PrintQueue: events.PrintQueue,
  TokenRequest: token.TokenRequest,
  TokenAnswer: token.TokenAnswer,
  TokenProblem: token.TokenProblem,
}

const DESCRIPTION = `Hand in letters, one or hundreds of thousands; Brevhus finds each recipient, delivers, and can prove it.

Get an access token at /oauth/token. Every POST carries an \`Idempotency-Key\`: repeated with the same key, a request is done
once and answered the same. Refusals are problem documents (RFC 9457) whose \`code\` is stable. A file of many letters is a ZIP
archive with \`manifest.json\` (BatchManifest), a recipient list (CSV or JSON Lines of RecipientRow) and documents.
The evidence log is public at /evidence (C2SP tlog-tiles).`

type Json = { [key: string]: unknown }
type RouteSchema = Json & {
  consumes?: string[] | undefined
  body?: unknown
  response?: Json
  headers?: unknown
}

/** Before any route: it listens to the routes that come after it. */
export async function collectOpenApi(app: App, house: House): Promise<void> {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Brevhus for senders',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as never,
      },
      servers: [{ url: house.config.PUBLIC_URL }],
      components: {
        securitySchemes: {
          sender: {
            type: 'oauth2',
            description:
              'client_credentials with private_key_jwt (RFC 7523): a JWT signed with your key; iss and sub your sender id, aud the token address, a new jti, exp at most five minutes away.',
            flows: { clientCredentials: { tokenUrl: `${house.config.PUBLIC_URL}/oauth/token`, scopes: {} } },
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: (isForSenders(url)
        ? described((schema ?? {}) as RouteSchema, url, route.config?.body)
        : { ...schema, hide: true }) as never,
    }),
    transformObject: (made) =>
      finish(('openapiObject' in made ? made.openapiObject : made.swaggerObject) as unknown as Json) as never,
  })
}

const isForSenders = (url: string): boolean => url.startsWith('/v1/') || url === '/oauth/token'
/** Addresses that ask for no token. */
const isOpen = (url: string): boolean => url === '/oauth/token' || /^\/v1\/(?:openapi\.json|docs)$/.test(url)

function described(schema: RouteSchema, url: string, byHand: TSchema | undefined): RouteSchema {
  const { consumes, body, ...rest } = schema
  const content =
    body === undefined && consumes ? { body: { content: bodyByHand(consumes, byHand) } } : { body, consumes }
  return { ...rest, ...content, security: isOpen(url) ? [] : [{ sender: [] }] }
}

/** Bodies that a route reads by itself: JSON beside its documents, or the bytes of one document. */
function bodyByHand(consumes: readonly string[], json: TSchema | undefined): Json {
  const forms = consumes.map((type) => {
    if (json && type === 'application/json') return [type, { schema: json }]
    if (json && type === 'multipart/form-data')
      return [
        type,
        {
          schema: {
            type: 'object',
            required: ['letters'],
            properties: { letters: json },
            additionalProperties: { type: 'string', contentMediaType: 'application/octet-stream' },
            description: 'The JSON in `letters`, and a part for each document it names.',
          },
        },
      ]
    return [type, { schema: { type: 'string', contentMediaType: type, description: 'The bytes.' } }]
  })
  return Object.fromEntries(forms)
}

type Operation = Json & { parameters?: Json[]; requestBody?: unknown; responses: Json }

function finish(document: Json): Json {
  const names = new Map<string, string>()
  for (const [name, schema] of Object.entries(NAMED)) names.set(textOf(schema), name)
  const paths = refer(document.paths, names) as Record<string, Record<string, Operation>>
  for (const [url, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operation.operationId = operationId(method, url)
      for (const parameter of operation.parameters ?? [])
        if (parameter.name === 'idempotency-key')
          Object.assign(parameter, { name: 'Idempotency-Key', required: true })
      for (const { content } of Object.values(operation.responses) as { content?: Json }[])
        if (content?.['text/csv']) content['text/csv'] = { schema: { type: 'string' } }
      if (isOpen(url)) continue
      operation.responses = { ...operation.responses, ...problemReferences({ method, url }) }
    }
  }
  const components = document.components as Json
  const schemas = Object.entries(NAMED).map(([name, schema]) => [
    name,
    inside(JSON.parse(textOf(schema)), names),
  ])
  return {
    ...document,
    paths,
    components: { ...components, schemas: Object.fromEntries(schemas), responses: problemResponses() },
  }
}

/** The same for the same schema, whatever order its members are in and whichever of two ways says "any name". */
function textOf(schema: unknown): string {
  return JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const { patternProperties, ...rest } = value as { patternProperties?: Json }
    const members = patternProperties
      ? { ...rest, additionalProperties: Object.values(patternProperties)[0] }
      : rest
    return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** Wherever a named const stands, its name: programs that generate clients get types with names. */
function refer(node: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof node !== 'object' || node === null) return node
  const name = names.get(textOf(node))
  return name === undefined ? inside(node, names) : { $ref: `#/components/schemas/${name}` }
}

function inside(node: object, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((item) => refer(item, names))
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, refer(value, names)]))
}

/** `postLetters`, `getLettersByLetterIdReceipt`. */
function operationId(method: string, url: string): string {
  const words = url
    .replace('/v1/', '/')
    .split(/[/.-]/)
    .filter(Boolean)
    .map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : capital(word)))
  return method + words.join('')
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

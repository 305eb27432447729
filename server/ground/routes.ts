/** What a room's routes are given. The types stand here because a room may not import the edge, only the edge a room. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
} from 'fastify'
import type { TSchema } from 'typebox'
import type { House } from '#ground/house.ts'
import type { Action } from '#rules/action-levels.ts'

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** A room's routes: a function that adds them to the app. */
export type Routes = (app: App, house: House) => void | Promise<void>

declare module 'fastify' {
  interface FastifyInstance {
    /** The page for a person at an address where nothing is; an app without pages has none. */
    showLost?: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
  }
  interface FastifyContextConfig {
    /** The JSON a route reads and validates by itself, for its documentation. */
    body?: TSchema
    /** I-13: what a person does here; the guard asks the table of levels before anything else runs. `anyone`: no sign-in needed. */
    action?: Action | 'anyone'
  }
}

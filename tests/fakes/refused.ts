/** What the fixture mailbox refuses, as the server would. */
import type { TSchema } from 'typebox'
import Value from 'typebox/value'

export type Answered = { status?: number; schema?: TSchema; body?: unknown }

export class Refused extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

export function read<S extends TSchema>(schema: S, body: unknown): ReturnType<typeof Value.Parse<S>> {
  if (!Value.Check(schema, body)) throw new Refused(422, 'request-invalid')
  return body as ReturnType<typeof Value.Parse<S>>
}

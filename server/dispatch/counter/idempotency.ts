/** The header every POST carries: the sender's own name for a request, so that repeating it is safe (S-05). */
import type { IncomingHttpHeaders } from 'node:http'
import { refuse } from '#ground/refuse.ts'

const KEY = /^[\x21-\x7e]{8,128}$/

export function readIdempotencyKey(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key']
  if (typeof key !== 'string' || !KEY.test(key)) throw refuse('idempotency-key-missing')
  return key
}

/** A sender shows its token before anything of its body is read: whoever has none costs no more than its headers (A-11, O-06). */
import type { FastifyRequest } from 'fastify'
import { senderGate } from '#dispatch/senders/access-token.ts'
import type { SenderRow } from '#dispatch/senders/sender.store.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'

/** Who asks. @throws Refusal token-missing, of a route outside the gate */
export type SenderOf = (request: FastifyRequest) => SenderRow

/** Closes a scope: every route that is added to it from now on is for senders alone. */
export function admitSenders(scope: App, house: House): SenderOf {
  const admit = senderGate(house)
  const admitted = new WeakMap<FastifyRequest, SenderRow>()
  scope.addHook('onRequest', async (request) => {
    // What is offered (tus) is told to everybody, and is no one's.
    if (request.method !== 'OPTIONS') admitted.set(request, await admit(request.headers.authorization))
  })
  return (request) => {
    const sender = admitted.get(request)
    if (!sender) throw refuse('token-missing')
    return sender
  }
}

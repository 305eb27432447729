/** Who asks, as the sign-in of a request tells it. Which powers that gives is for the access room to say. The type stands
 * on the ground floor so that the identity room can make one and the letters room use one without knowing each other. */
import type { FastifyRequest } from 'fastify'
import type { Level } from '#rules/levels.ts'

export type Actor = {
  readonly personId: string
  /** The mailbox the person works in: their own. */
  readonly mailboxId: string
  /** Level of the session at this moment; a raised one falls again. */
  readonly level: Level
  /** The highest level this person's devices can raise a session to; `low` while they have none. */
  readonly reach: Level
  readonly sessionEndsAt: Date
}

/**
 * Turns a request into its actor.
 * @throws Refusal `sign-in-needed` without a living session, `mailbox-not-open` for a person without a mailbox, and
 * `origin-foreign` for a state-changing request that another site caused
 */
export type ActorOf = (request: FastifyRequest) => Promise<Actor>

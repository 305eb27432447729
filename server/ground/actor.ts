/** Who asks, as the sign-in of a request tells it. Which powers that gives is for the access room to say. The type stands
 * on the ground floor so that the identity room can make one and the letters room use one without knowing each other. */
import type { FastifyRequest } from 'fastify'
import { refuse } from '#ground/refuse.ts'
import type { Level } from '#rules/levels.ts'

export type Actor = {
  readonly personId: string
  /** The mailbox the person works in: their own, that of the enterprise they act for, or one they were given access to. */
  readonly mailboxId: string
  /** Set while the session acts in another's mailbox: whether it still may, the access room asks in every transaction. */
  readonly actingFor?: ActingFor
  /** Level of the session at this moment; a raised one falls again. */
  readonly level: Level
  /** The highest level this person's devices can raise a session to; `low` while they have none. */
  readonly reach: Level
  readonly sessionEndsAt: Date
  /** When an electronic ID was last shown in this session; nothing while its level is low, and of what is no session. */
  readonly idShownAt?: Date
  /**
   * Asked while something long goes out: is what they came by still theirs? Not once they signed out, their ID was blocked, they died, or a
   * token was taken back; a session that merely grew old does not end what it began.
   */
  readonly stillIn?: () => Promise<boolean>
  /** 64 bytes that only requests of this session bring along: what is sealed under them nobody opens between two requests. */
  readonly secret?: () => Buffer
}

export type ActingFor = {
  /** The person's own; the other mailbox may have another. */
  readonly language: 'da' | 'nb' | 'sv' | 'en'
  /** The person's own mailbox. */
  readonly ownMailboxId: string | null
} & (
  | { readonly as: 'employee'; readonly enterpriseId: string; readonly employeeId: string }
  /** By a grant: a delegate, guardian, attorney or heir (B-10 to B-12). */
  | { readonly as: 'holder'; readonly grantId: string; readonly mailboxId: string }
)

/**
 * Turns a request into its actor.
 * @throws Refusal `sign-in-needed` without a living session, `mailbox-not-open` for a person without a mailbox, `level-too-low` while
 * acting in another's mailbox below the level that asks for, and `origin-foreign` for a state-changing request that another site caused
 */
export type ActorOf = (request: FastifyRequest) => Promise<Actor>

/**
 * The person as themselves, also while they act in another person's mailbox: for what is nobody's mailbox's business, such as looking for
 * somebody to write to. @throws Refusal `acting-for-enterprise` for an employee, `mailbox-not-open` without a mailbox of their own
 */
export const asOneself =
  (actorOf: ActorOf): ActorOf =>
  async (request) => {
    const { actingFor, ...actor } = await actorOf(request)
    if (!actingFor) return actor
    if (actingFor.as === 'employee') throw refuse('acting-for-enterprise')
    if (!actingFor.ownMailboxId) throw refuse('mailbox-not-open')
    return { ...actor, mailboxId: actingFor.ownMailboxId }
  }

/** The same for what is a person's own alone. @throws Refusal `acting-for-enterprise` too */
export const inOwnName =
  (actorOf: ActorOf): ActorOf =>
  async (request) => {
    const actor = await actorOf(request)
    if (actor.actingFor) throw refuse('acting-for-enterprise')
    return actor
  }

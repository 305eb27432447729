/** I-13 at the door of a use case. The table is in rules/action-levels.ts. */
import type { Actor } from '#ground/actor.ts'
import { refuse } from '#ground/refuse.ts'
import { type Action, levelFor } from '#rules/action-levels.ts'
import { atLeast } from '#rules/levels.ts'

/** @throws Refusal `level-too-low`, which the web app answers with a step-up in place */
export function requireLevel(actor: Pick<Actor, 'level' | 'reach'>, action: Action): void {
  if (!atLeast(actor.level, levelFor(action, actor.reach))) throw refuse('level-too-low')
}

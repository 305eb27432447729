import { atLeast, type Level } from './levels.ts'

/**
 * I-13: the least level each thing a person does with their own account asks for. One table, so that nothing can be reached
 * through a weaker door. Letters have a law of their own (levels.ts).
 */
export const ACTION_LEVELS = {
  'read-settings': 'low',
  'change-language': 'low',
  'change-notices': 'low',
  // G8: withdrawing is never harder than giving, and giving shows nobody anything.
  'set-exchange-consent': 'low',
  // Letters and notices follow a verified address: who only knows a password must not be able to redirect them.
  'add-email': 'substantial',
  'remove-email': 'substantial',
  // Harmless by itself: the address was added at its own level, and the link goes to its reader alone.
  'verify-email': 'low',
  'withdraw-number-consent': 'substantial',
  // I-11: a kept device opens without a password for sixty days.
  'keep-device': 'substantial',
} as const satisfies Record<string, Level>

export type Action = keyof typeof ACTION_LEVELS

/**
 * The level this action asks of this person. `reach` is the highest they can raise a session to: somebody without any device
 * can show no more than a password, and must not be kept from their own e-mail or from leaving.
 */
export function levelFor(action: Action, reach: Level): Level {
  const asked = ACTION_LEVELS[action]
  return atLeast(reach, asked) ? asked : reach
}

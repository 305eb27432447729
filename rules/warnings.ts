/** What a sender is told of a letter that goes all the same: at once in the answer, and as the code of its event. */
export const WARNINGS = {
  /** S-19, A-16. */
  'sensitive-without-number':
    'The letter is marked sensitive and was addressed without a national number: a namesake may be the one who gets it.',
  /** */
  'address-only':
    'The letter goes to everybody at the address who agreed to be found by it: it must hold nothing personal.',
} as const

export type WarningCode = keyof typeof WARNINGS

/**
 * Names of the levels on the wire (`acr`), per assurance scheme. A service provider may ask in either scheme; who asks nothing is told in
 * the scheme of the person's profile.
 * Sources: NSIS 2.0.1 and the core ontology of data.gov.dk; Digdir's ID-porten documentation, "acr_values".
 */
import { atLeast, LEVELS, type Level } from './levels.ts'
import type { Profile } from './profiles.ts'

export type AssuranceScheme = Profile['assuranceScheme']

export const ACR = {
  NSIS: {
    low: 'https://data.gov.dk/concept/core/nsis/loa/Low',
    substantial: 'https://data.gov.dk/concept/core/nsis/loa/Substantial',
    high: 'https://data.gov.dk/concept/core/nsis/loa/High',
  },
  'ID-porten': {
    low: 'idporten-loa-low',
    substantial: 'idporten-loa-substantial',
    high: 'idporten-loa-high',
  },
} as const satisfies Record<AssuranceScheme, Record<Level, string>>

export const ACR_VALUES: readonly string[] = Object.values(ACR).flatMap((names) => Object.values(names))

/** The level a name stands for; null for a name that is none of ours. */
function levelOfAcr(acr: string): Level | null {
  for (const names of Object.values(ACR)) {
    const level = LEVELS.find((one) => names[one] === acr)
    if (level) return level
  }
  return null
}

export type AcrAnswer =
  /** Reached now: this is what the ID token says. */
  | { kind: 'reached'; acr: string; level: Level }
  /** Not now, but within this person's reach after a step-up. */
  | { kind: 'step-up'; to: Level }
  /** Nothing that was asked for can be reached (RFC 9470 §5). */
  | { kind: 'unmet' }

/**
 * RFC 9470 strictly: what is asked for is reached, or the answer says so. `asked` is in order of preference (OpenID Connect Core §3.1.2.1);
 * the first one this person can reach is the one that counts. A name of ours is reached by its level and by every higher one, and the answer
 * repeats the name that was asked for.
 */
export function answerAcr(
  asked: readonly string[],
  held: {
    session: Level
    /** The strongest level the person could raise the session to. */
    reach: Level
    /** The least level that what is to be handed over allows, whatever is asked. */
    least: Level
    scheme: AssuranceScheme
  },
): AcrAnswer {
  const { session, reach, least, scheme } = held
  const strongest = atLeast(session, reach) ? session : reach
  const wished = asked.length === 0 ? [ACR[scheme][atLeast(session, least) ? session : least]] : asked
  for (const acr of wished) {
    const level = levelOfAcr(acr)
    if (level === null || !atLeast(strongest, level) || !atLeast(strongest, least)) continue
    const needed = atLeast(level, least) ? level : least
    return atLeast(session, needed) ? { kind: 'reached', acr, level } : { kind: 'step-up', to: needed }
  }
  return { kind: 'unmet' }
}

/** Certificate policies along a path (RFC 5280 §6.1). Without policy mappings, which are refused, the policy tree is a set: a policy is
 * valid at a certificate when it names it and it was valid above, or anyPolicy was. */
import { ANY_POLICY } from '../oids.ts'
import type { PathExtensions } from './extensions.ts'

export type PolicyAsk = {
  /** Policies the relying party takes; undefined: any. */
  readonly acceptable?: readonly string[]
  /** The path must be valid for one of them. */
  readonly requireExplicit?: boolean
  readonly inhibitAny?: boolean
}

export type PolicyState = {
  readonly valid: ReadonlySet<string>
  readonly explicit: number
  readonly inhibitAny: number
}

/** @param length certificates below the anchor */
export function beginPolicies(ask: PolicyAsk, length: number): PolicyState {
  return {
    valid: new Set([ANY_POLICY]),
    explicit: ask.requireExplicit ? 0 : length + 1,
    inhibitAny: ask.inhibitAny ? 0 : length + 1,
  }
}

export type Place = { readonly selfIssued: boolean; readonly isFinal: boolean }

/** §6.1.3 (d) to (f). Undefined: no policy is left where one is required. */
export function takePolicies(
  state: PolicyState,
  named: PathExtensions['policies'],
  place: Place,
): PolicyState | undefined {
  const valid = new Set<string>()
  for (const policy of named ?? [])
    if (policy !== ANY_POLICY && (state.valid.has(policy) || state.valid.has(ANY_POLICY))) valid.add(policy)
  const anyCounts = state.inhibitAny > 0 || (place.selfIssued && !place.isFinal)
  if (named?.includes(ANY_POLICY) && anyCounts) for (const policy of state.valid) valid.add(policy)
  if (state.explicit === 0 && valid.size === 0) return undefined
  return { ...state, valid }
}

/** §6.1.4 (h) to (j): what this authority asks of those below it. */
export function preparePolicies(
  state: PolicyState,
  extensions: PathExtensions,
  selfIssued: boolean,
): PolicyState {
  const step = (counter: number) => (selfIssued || counter === 0 ? counter : counter - 1)
  return {
    valid: state.valid,
    explicit: Math.min(step(state.explicit), extensions.requireExplicitPolicy ?? Number.POSITIVE_INFINITY),
    inhibitAny: Math.min(step(state.inhibitAny), extensions.inhibitAnyPolicy ?? Number.POSITIVE_INFINITY),
  }
}

/** §6.1.5: the policies the path is valid for, `any` standing for all; undefined: none, where one is required. */
export function endPolicies(
  state: PolicyState,
  extensions: PathExtensions,
  ask: PolicyAsk,
): readonly string[] | undefined {
  const explicit = extensions.requireExplicitPolicy === 0 ? 0 : Math.max(0, state.explicit - 1)
  const all = [...state.valid]
  const { acceptable } = ask
  const policies =
    acceptable === undefined || acceptable.includes(ANY_POLICY)
      ? all
      : state.valid.has(ANY_POLICY)
        ? [...acceptable]
        : all.filter((policy) => acceptable.includes(policy))
  return explicit === 0 && policies.length === 0 ? undefined : policies
}

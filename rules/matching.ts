/**
 * The matching law: who gets a letter that is addressed without a national number (S-01 to S-04, A-01 to A-16).
 * This file is the only place where it is written.
 */

export type MatchMode = 'name-address' | 'first-name-address' | 'address'

/** Every text is normalised: names by `firstNameOf` and `lastNameOf`, the address by `addressForm`. */
export type MatchQuery = { mode: MatchMode; first?: string; last?: string; addressForm: string }

/**
 * A person in the exchange index: consenting, unprotected, living, with an open mailbox. Whoever lacks one of these is
 * not a candidate at all. The candidates of a query are found by a 64-bit key, so strangers may be among them.
 */
export type Candidate = {
  personId: string
  mailboxId: string
  first: string
  last: string
  addressForm: string
}

export type Match =
  | { kind: 'nobody' }
  | { kind: 'one'; candidate: Candidate }
  | { kind: 'several'; count: number }
  | { kind: 'residents'; candidates: Candidate[] }

/**
 * Decides one query. The fields are compared always, for a key that agrees proves nothing.
 * - Name modes: exactly one or nobody; two consenting namesakes: neither gets it.
 * - Address only: every consenting resident, in the order given.
 * A query whose needed fields are empty reaches nobody: an empty name must never match an empty name.
 */
export function decide(query: MatchQuery, candidates: readonly Candidate[]): Match {
  if (!complete(query)) return { kind: 'nobody' }
  const agreeing = candidates.filter((candidate) => agrees(query, candidate))
  const hits = agreeing.length > 1 ? oncePerMailbox(agreeing) : agreeing
  const only = hits[0]
  if (only === undefined) return { kind: 'nobody' }
  if (query.mode === 'address') return { kind: 'residents', candidates: hits }
  return hits.length === 1 ? { kind: 'one', candidate: only } : { kind: 'several', count: hits.length }
}

function complete(query: MatchQuery): boolean {
  if (query.addressForm === '') return false
  if (query.mode === 'address') return true
  if (!query.first) return false
  return query.mode === 'first-name-address' || Boolean(query.last)
}

function agrees(query: MatchQuery, candidate: Candidate): boolean {
  if (query.addressForm !== candidate.addressForm) return false
  if (query.mode === 'address') return true
  if (query.first !== candidate.first) return false
  return query.mode === 'first-name-address' || query.last === candidate.last
}

/** The index may hold a person twice at one address (two address kinds); that is still one recipient. */
function oncePerMailbox(hits: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  return hits.filter((hit) => !seen.has(hit.mailboxId) && seen.add(hit.mailboxId))
}

/**
 * The text the 64-bit name-and-address key is computed over. A line break separates: no normalised name or address can hold one, so
 * two different triples never give the same text.
 */
export function nameAddressForm(first: string, last: string, addressForm: string): string {
  return `${first}\n${last}\n${addressForm}`
}

/**
 * I-07: what makes a use of an ID look like fraud. Every rule is a row with its bounds, gives a reason with the numbers it saw, and
 * can be explained to the person and to staff. No score is learned, nothing is decided about anybody: a finding is a notice to the
 * person and a case for staff to look at (G7).
 */
export const FRAUD_RULES = {
  /** Many accepted sign-ins from many networks: a password or session that is passed round. */
  velocity: { weight: 3, signIns: 12, networks: 4, withinMinutes: 60 },
  /** A browser and a network that this person has not used. People travel and buy phones: a hint, not a finding. */
  'new-device-and-network': { weight: 1 },
  /** A country nobody signed in from as this person for half a year. A hint that adds to others. */
  'new-country': { weight: 2 },
  /** Codes are tried, or pushed on the person until one is given away. */
  'code-pushing': { weight: 3, wrongCodes: 5, withinMinutes: 10 },
  /** The right password, from a network that fails with many other people's names: a stolen list is tried. */
  'credential-stuffing': { weight: 3, others: 10, withinMinutes: 60 },
  /** Nobody is that fast. Distance counts beyond what the places may be wrong by. */
  'impossible-travel': { weight: 3, kmMin: 500, kmPerHourMax: 900 },
} as const

/** From this sum on a use is suspicious: the person is told, staff get a case. */
export const SUSPICIOUS_FROM = 3

/** How far back a person's own uses are looked at. */
export const LOOK_BACK_HOURS = 24

export type Place = {
  /** ISO 3166-1, two letters. */
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  /** The place may be wrong by this much. */
  readonly accuracyKm: number
}

export type IdUse = {
  readonly atMs: number
  readonly outcome: 'signed-in' | 'raised' | 'refused'
  /** A code or PIN was shown, not a password. */
  readonly secondFactor: boolean
  /** Equal for one network; null when it is not known any more. */
  readonly network: string | null
  readonly place: Place | null
}

export type Suspect = IdUse & {
  readonly newBrowser: boolean
  readonly newNetwork: boolean
  readonly newCountry: boolean
}

export type UseContext = {
  /** This person's uses before it, within the look-back, any order. */
  readonly own: readonly IdUse[]
  /** How many other people were refused from this network within the rule's time. */
  readonly othersRefused: number
}

/** The numbers a reason is made of. */
export type Finding =
  | { readonly rule: 'velocity'; readonly signIns: number; readonly networks: number }
  | { readonly rule: 'new-device-and-network' }
  | { readonly rule: 'new-country'; readonly country: string }
  | { readonly rule: 'code-pushing'; readonly wrongCodes: number }
  | { readonly rule: 'credential-stuffing'; readonly others: number }
  | {
      readonly rule: 'impossible-travel'
      readonly km: number
      readonly minutes: number
      readonly from: string
      readonly to: string
    }

export type FraudVerdict = {
  readonly suspicious: boolean
  readonly weight: number
  readonly findings: readonly Finding[]
}

export function judgeUse(use: Suspect, context: UseContext): FraudVerdict {
  const earlier = context.own.filter(({ atMs }) => atMs <= use.atMs)
  const findings = [
    velocity(use, earlier),
    newDeviceAndNetwork(use),
    newCountry(use),
    codePushing(use, earlier),
    credentialStuffing(use, context.othersRefused),
    impossibleTravel(use, earlier),
  ].filter((finding) => finding !== null)
  const weight = findings.reduce((sum, { rule }) => sum + FRAUD_RULES[rule].weight, 0)
  return { suspicious: weight >= SUSPICIOUS_FROM, weight, findings }
}

const accepted = ({ outcome }: IdUse) => outcome !== 'refused'
const within = (use: IdUse, minutes: number) => (other: IdUse) => use.atMs - other.atMs < minutes * 60_000

function velocity(use: Suspect, earlier: readonly IdUse[]): Finding | null {
  const rule = FRAUD_RULES.velocity
  if (use.outcome !== 'signed-in') return null
  const recent = [...earlier.filter(within(use, rule.withinMinutes)), use].filter(
    ({ outcome }) => outcome === 'signed-in',
  )
  const networks = new Set(recent.flatMap(({ network }) => network ?? [])).size
  if (recent.length < rule.signIns || networks < rule.networks) return null
  return { rule: 'velocity', signIns: recent.length, networks }
}

function newDeviceAndNetwork(use: Suspect): Finding | null {
  return accepted(use) && use.newBrowser && use.newNetwork ? { rule: 'new-device-and-network' } : null
}

function newCountry(use: Suspect): Finding | null {
  return accepted(use) && use.newCountry && use.place
    ? { rule: 'new-country', country: use.place.country }
    : null
}

function codePushing(use: Suspect, earlier: readonly IdUse[]): Finding | null {
  const rule = FRAUD_RULES['code-pushing']
  if (!use.secondFactor) return null
  const wrong = [...earlier.filter(within(use, rule.withinMinutes)), use].filter(
    ({ outcome, secondFactor }) => secondFactor && outcome === 'refused',
  ).length
  return wrong >= rule.wrongCodes ? { rule: 'code-pushing', wrongCodes: wrong } : null
}

function credentialStuffing(use: Suspect, others: number): Finding | null {
  const rule = FRAUD_RULES['credential-stuffing']
  return use.outcome === 'signed-in' && others >= rule.others ? { rule: 'credential-stuffing', others } : null
}

function impossibleTravel(use: Suspect, earlier: readonly IdUse[]): Finding | null {
  const rule = FRAUD_RULES['impossible-travel']
  const to = use.place
  if (!accepted(use) || !to) return null
  const last = earlier
    .filter((other) => accepted(other) && other.place !== null)
    .sort((a, b) => b.atMs - a.atMs)[0]
  const from = last?.place
  if (!last || !from) return null
  const km = distanceKm(from, to) - from.accuracyKm - to.accuracyKm
  const hours = (use.atMs - last.atMs) / 3_600_000
  if (km < rule.kmMin || km <= rule.kmPerHourMax * hours) return null
  return {
    rule: 'impossible-travel',
    km: Math.round(km),
    minutes: Math.round(hours * 60),
    from: from.country,
    to: to.country,
  }
}

const EARTH_RADIUS_KM = 6371

/** Great-circle distance (haversine). */
export function distanceKm(
  a: Pick<Place, 'latitude' | 'longitude'>,
  b: Pick<Place, 'latitude' | 'longitude'>,
): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180
  const dLat = rad(b.latitude - a.latitude)
  const dLon = rad(b.longitude - a.longitude)
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

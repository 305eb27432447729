/**
 * I-07: looks at what was signed in since the last time, every minute. Beside the sign-in and not in its way: a rule that is slow or
 * wrong keeps nobody out, and nobody learns from an answer's time what was found.
 */
import { country, explainFinding } from '#api/fraud-texts.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJobs } from '#ground/jobs.ts'
import type { GeoIp } from '#ground/ports.ts'
import { FRAUD_RULES, type FraudVerdict, type IdUse, judgeUse, LOOK_BACK_HOURS } from '#rules/fraud.ts'
import { describeBrowser } from '../user-agent.ts'
import {
  countOthersRefused,
  insertCase,
  moveWatch,
  type OwnEvent,
  readEarlierAddresses,
  readNewEvents,
  readOwnEvents,
  takeWatch,
  type WatchedEvent,
} from './watch.store.ts'

/** A sign-in may commit later than its own time says: this much is looked at once more. */
const OVERLAP_MS = 2 * 60_000
/** After this long without the worker, older ones are not told of any more. */
const CATCH_UP_MS = 24 * 3_600_000
const EVENTS_A_RUN = 500
/** A person is told once a day at most; staff see every case. */
const QUIET_MS = 24 * 3_600_000

/** May run twice: an event has one case at most. Returns how many cases it opened. */
export async function watchSignIns(
  house: Pick<House, 'db' | 'clock'> & { readonly geoIp: GeoIp },
): Promise<{ looked: number; cases: number }> {
  const now = house.clock()
  return asPostOffice(house.db, async (trx) => {
    const oldest = new Date(now.getTime() - CATCH_UP_MS)
    const stood = await takeWatch(trx, oldest)
    const from = new Date(Math.max(stood.getTime() - OVERLAP_MS, oldest.getTime()))
    const events = await readNewEvents(trx, from, now, EVENTS_A_RUN)
    let cases = 0
    for (const event of events) {
      const verdict = await judge(trx, house.geoIp, event)
      if (verdict.suspicious && (await openCase(trx, house.geoIp, event, verdict, now))) cases += 1
    }
    // A full run stops at its last event; the next one goes on there.
    await moveWatch(trx, events.length < EVENTS_A_RUN ? now : events.at(-1)!.at)
    return { looked: events.length, cases }
  })
}

async function judge(trx: Trx, geoIp: GeoIp, event: WatchedEvent): Promise<FraudVerdict> {
  const ago = (ms: number) => new Date(event.at.getTime() - ms)
  const own = await readOwnEvents(trx, event, ago(LOOK_BACK_HOURS * 3_600_000))
  const stuffing = FRAUD_RULES['credential-stuffing'].withinMinutes
  const othersRefused =
    event.outcome === 'signed-in' ? await countOthersRefused(trx, event, ago(stuffing * 60_000)) : 0
  const use = idUseOf(geoIp, event)
  const earlier = event.newNetwork && use.place ? await readEarlierAddresses(trx, event) : []
  const countries = new Set(earlier.flatMap((address) => geoIp.find(address)?.country ?? []))
  const { newBrowser, newNetwork } = event
  return judgeUse(
    {
      ...use,
      newBrowser,
      newNetwork,
      // Without an earlier place there is nothing to compare with.
      newCountry: use.place !== null && countries.size > 0 && !countries.has(use.place.country),
    },
    { own: own.map((one) => idUseOf(geoIp, one)), othersRefused },
  )
}

function idUseOf(geoIp: GeoIp, event: OwnEvent): IdUse {
  return {
    atMs: event.at.getTime(),
    outcome: event.outcome,
    secondFactor: event.method !== 'password',
    network: event.network,
    place: event.address === null ? null : geoIp.find(event.address),
  }
}

async function openCase(
  trx: Trx,
  geoIp: GeoIp,
  event: WatchedEvent,
  { findings, weight }: FraudVerdict,
  now: Date,
): Promise<boolean> {
  const { personId, language } = event
  const quietSince = new Date(now.getTime() - QUIET_MS)
  const caseId = newId(now.getTime())
  const added = await insertCase(trx, { caseId, event, findings, weight, now, quietSince })
  if (added.kind === 'there') return false
  if (added.tell) {
    const place = event.address && geoIp.find(event.address)
    const facts = {
      at: event.at.toISOString(),
      browser: describeBrowser(event.userAgent) ?? '',
      place: place ? country(language, place.country) : '',
      reason: findings.map((finding) => explainFinding(language, finding)).join(' '),
    }
    await addJobs(trx, 'tell-person', [{ personId, about: 'suspicious-sign-in', facts }])
  }
  return true
}

/** S-13, D-18: who is called that and lives there, among those who may be found. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FindPeople, PeopleFound } from '#api/person-to-person.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { holdFor, PERSON_SEARCH, readPersonSearch } from '#rules/person-search.ts'
import { countSearch, foundPeople } from './finding.store.ts'

const HOUR_MS = 3_600_000

/**
 * Two statements whatever is found, and an answer on the next full step of time: nobody there, hidden and blocked are one answer,
 * also by the clock. `hold` waits so many milliseconds.
 * @throws Refusal `request-invalid`, `too-many-requests`, `level-too-low`
 */
export async function findPeople(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  asked: FindPeople,
  hold: (ms: number) => Promise<unknown> = sleep,
): Promise<PeopleFound> {
  requireLevel(actor, 'find-people')
  const began = performance.now()
  const search = readPersonSearch(asked)
  if (search.kind === 'invalid')
    throw refuse('request-invalid', {
      faults: [{ field: search.field, reason: search.reason, message: SAID[search.reason] }],
    })
  const now = house.clock()
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const used = await inMailbox(house.db, actor.mailboxId, (trx) => countSearch(trx, actor.mailboxId, hour))
  if (used.thisHour > PERSON_SEARCH.perHour || used.thisDay > PERSON_SEARCH.perDay)
    throw refuse('too-many-requests', {
      detail: `At most ${PERSON_SEARCH.perHour} searches an hour and ${PERSON_SEARCH.perDay} a day.`,
      retryAfterSeconds: Math.ceil((hour.getTime() + HOUR_MS - now.getTime()) / 1000),
    })
  const people = await asPostOffice(house.db, (trx) =>
    foundPeople(trx, search, { by: actor.personId, most: PERSON_SEARCH.hitsMax }),
  )
  await hold(holdFor(performance.now() - began))
  return { people }
}

const SAID = {
  form: 'Cannot be searched for. Names are letters; a postcode is four digits.',
  'too-wide': 'Give two names, or one name and a postcode or a town.',
} as const

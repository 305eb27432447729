/** For tests of rooms behind the sign-in: routes are given an `ActorOf` that reads two headers a test sets. */
import type { Actor, ActorOf } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { Level } from '#rules/levels.ts'
import type { SeededPerson } from './seed-people.ts'

const SESSION_HOURS = 8

export function actorFor(house: House, person: SeededPerson, level: Level): Actor {
  const sessionEndsAt = new Date(house.clock().getTime() + SESSION_HOURS * 3_600_000)
  return {
    personId: person.personId,
    mailboxId: person.mailboxId,
    level,
    reach: 'substantial',
    sessionEndsAt,
  }
}

/** The people of a test by their `x-test-person` (mailbox id) and level `x-test-level`. */
export function signIns(house: House, people: readonly SeededPerson[]): ActorOf {
  return async ({ headers }) => {
    const person = people.find(({ mailboxId }) => mailboxId === headers['x-test-person'])
    if (!person) throw refuse('sign-in-needed')
    return actorFor(house, person, headers['x-test-level'] as Level)
  }
}

export const as = (person: SeededPerson, level: Level = 'substantial') => ({
  'x-test-person': person.mailboxId,
  'x-test-level': level,
})

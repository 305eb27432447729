/** People who keep letters, over HTTP. */
import { after } from 'node:test'
import type { Folder, LettersChanged } from '#api/keeping.ts'
import type { AccessLogPage, LetterPage } from '#api/mailbox.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { App, Routes } from '#ground/routes.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { type OpenHouse, type OpenHouseOptions, openHouse } from '#tests/open-house.ts'
import { type LetterSeed, seedLetter } from '#tests/seed-letters.ts'
import {
  type PersonSeed,
  type SeededPerson,
  type SeededSender,
  seedPerson,
  seedSender,
} from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'

type Level = 'low' | 'substantial'
type Said<T> = { status: number; body: T & { code?: string; faults?: { field: string; reason: string }[] } }

export type Keepers = { open: OpenHouse; app: App; sender: SeededSender; people: SeededPerson[] }

/**
 * A house with letters' routes, a sender, and people who come into it; closed after the file's last test.
 * `roomsOf` gives other routes, or lets others act; it is handed who signs in by a test's headers.
 */
export async function openKeepers(
  roomsOf: (byHeaders: ActorOf) => Routes[] = (byHeaders) => [lettersRoutes(byHeaders)],
  options: OpenHouseOptions = {},
) {
  const open = await openHouse(options)
  after(() => open.close())
  const people: SeededPerson[] = []
  const app = await open.app(...roomsOf(signIns(open.house, people)))
  const keepers: Keepers = { open, app, people, sender: await seedSender(open.house) }
  return Object.assign(keepers, { newcomer: (seed: PersonSeed = {}) => newcomer(keepers, seed) })
}

/** Somebody new, and what they can ask for. */
export async function newcomer({ open, app, sender, people }: Keepers, seed: PersonSeed = {}) {
  const person = await seedPerson(open.house, seed)
  people.push(person)
  const ask = async <T = object>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    level: Level = 'substantial',
  ): Promise<Said<T>> => {
    const answer = await app.inject({
      method,
      url,
      headers: as(person, level),
      ...(payload ? { payload } : {}),
    })
    const body = (answer.body ? answer.json() : {}) as Said<T>['body']
    return { status: answer.statusCode, body }
  }
  const letter = async (more: Partial<LetterSeed> = {}) => {
    open.clock.advance(1000)
    const seeded = { mailboxId: person.mailboxId, senderId: sender.senderId, ...more }
    return (await seedLetter(open.house, seeded)).letterId
  }
  const letters = async (count: number, more: Partial<LetterSeed> = {}) => {
    const ids: string[] = []
    for (let i = 0; i < count; i++) ids.unshift(await letter(more))
    return ids
  }
  const list = async (place: string, level: Level = 'substantial') =>
    (await ask<LetterPage>('GET', `/api/letters?in=${place}`, undefined, level)).body.letters
  const ids = async (place: string) => (await list(place)).map((row) => row.letterId)
  const change = async (letterIds: string[], change: object, level: Level = 'substantial') =>
    ask<LettersChanged>('POST', '/api/letters/changes', { letterIds, change }, level)
  const undo = async (changeId: string | null) =>
    ask<LettersChanged>('POST', `/api/letters/changes/${changeId}/undo`, {})
  const folder = async (name: string, parentId?: string) =>
    ask<Folder>('POST', '/api/folders', { name, ...(parentId ? { parentId } : {}) })
  const moveFolder = async (folderId: string, from: string | null, parentId: string | null) =>
    ask<Folder>('PUT', `/api/folders/${folderId}/place`, { from, parentId })
  const log = async () => (await ask<AccessLogPage>('GET', '/api/access-log?limit=100')).body.entries
  return { person, ask, letter, letters, list, ids, change, undo, folder, moveFolder, log }
}

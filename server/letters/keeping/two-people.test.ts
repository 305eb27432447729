/**
 * Two people, one of them the other's attorney, and a delegate work on the same letters, notes and folders at once, through a listening
 * server on a real database, write to each other, and one takes the delegate's access back (B-01, B-02, B-10, B-11, S-13); and all three, as
 * colleagues, on the letters of a firm (B-15). What one changes from what one saw may have changed since. Nobody is ever told what no
 * order of what was done explains: every answer, of lists and letters too, is held against a simple reference (at-once-model.ts).
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { accessRoutes } from '#access/access.routes.ts'
import type { Folder } from '#api/keeping.ts'
import { PEOPLE_PATHS } from '#api/person-to-person.ts'
import { personLetterRoutes } from '#dispatch/person-to-person/person-letters.routes.ts'
import type { Actor, ActorOf } from '#ground/actor.ts'
import {
  type Doing,
  type Event,
  explained,
  type Named,
  type Owner,
  type Person,
  type Seat,
  type Told,
  type World,
} from '#tests/at-once-model.ts'
import {
  type FolderName,
  LETTERS,
  NAMES,
  PLACES,
  type Plan,
  SEATS,
  type Step,
  type Window,
  windows,
} from '#tests/at-once-plans.ts'
import { openKeepers } from '#tests/keeper.ts'
import { seedFirm } from '#tests/seed-firm.ts'
import { actorBy, seedGrant } from '#tests/seed-grant.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { actorFor } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import { routeLetters } from '../work/route-letters.ts'

const actors = new Map<string, Actor>()
const { open, app, newcomer, sender } = await openKeepers((byHeaders) => {
  const actorOf: ActorOf = async (request) =>
    actors.get(String(request.headers['x-test-as'])) ?? byHeaders(request)
  return [lettersRoutes(actorOf), accessRoutes(actorOf), personLetterRoutes(actorOf)]
})
const site = await app.listen({ port: 0, host: '127.0.0.1' })

/** What the windows know of: ids by mailbox, changes too, oldest first. */
type Known = {
  run: string
  letters: Record<Seat['box'], string[]>
  changes: string[]
  folders: Record<Owner, Record<FolderName, string>>
  grantId: string
  addresses: Record<Owner, string>
}

const NOBODYS = '01930000-0000-7000-8000-000000000000'

function doingOf({ letters, changes, folders }: Known, { box }: Seat, plan: Plan): Doing {
  const letter = (n: number) => letters[box][n % letters[box].length]!
  const folder = (name: FolderName) => folders[box as Owner][name]
  const place = (name: string) => (name === 'folder' || name === 'shelf' ? folder(name) : name)
  const under = (name: FolderName | null) => name && folder(name)
  switch (plan.kind) {
    case 'change': {
      const { wish } = plan
      const ids = [...new Set(plan.letters.map(letter))]
      return { kind: 'change', ids, wish: wish.kind === 'move' ? { ...wish, to: place(wish.to) } : wish }
    }
    case 'undo':
      return { kind: 'undo', change: changes.at(-1 - (plan.nth % (changes.length || 1))) ?? NOBODYS }
    case 'delete':
      return { kind: 'delete', ids: [...new Set(plan.letters.map(letter))] }
    case 'list':
      return { kind: 'list', place: place(plan.place) }
    case 'drop-folder':
    case 'rename-folder':
      return { ...plan, folder: folder(plan.folder) }
    case 'move-folder':
      return { ...plan, folder: folder(plan.folder), parent: under(plan.parent), from: under(plan.from) }
    case 'work': {
      const { wish, from } = plan
      return {
        kind: 'work',
        id: letter(plan.letter),
        wish: {
          ...(wish.department === undefined ? {} : { department: firm.departments[wish.department]! }),
          ...(wish.assigned === undefined ? {} : { assigned: employee(wish.assigned) }),
          ...(wish.done === undefined ? {} : { done: wish.done }),
        },
        from: { department: firm.departments[from.department]!, assigned: employee(from.assigned) },
      }
    }
    case 'empty':
    case 'folders':
    case 'take-back':
    case 'write':
      return { kind: plan.kind }
    default:
      return { ...plan, id: letter(plan.letter) }
  }
}

async function ask(known: Known, { person, box }: Seat, doing: Doing): Promise<{ told: Told; named: Named }> {
  const [method, path, payload] = requestOf(known, doing)
  const written = doing.kind === 'write'
  const body = written
    ? letterForm(known.addresses[box === 'astrid' ? 'bo' : 'astrid'])
    : JSON.stringify(payload)
  const answer = await fetch(new URL(path, site), {
    method,
    headers: {
      'x-test-as': `${person} ${box} ${known.run}`,
      ...(payload ? { 'content-type': 'application/json' } : {}),
      ...(written ? { 'idempotency-key': randomUUID() } : {}),
    },
    ...(payload || written ? { body } : {}),
  })
  const text = await answer.text()
  const { status } = answer
  assert.ok(status < 500 && status !== 429, `${method} ${path}: ${status} ${text}`)
  if (status === 200 || status === 201) return toldBy(doing, status, JSON.parse(text))
  return { told: status === 409 ? { status, said: JSON.parse(text).code } : { status }, named: {} }
}

function requestOf({ grantId }: Known, doing: Doing): [string, string, object?] {
  switch (doing.kind) {
    case 'change':
      return ['POST', '/api/letters/changes', { letterIds: doing.ids, change: doing.wish }]
    case 'undo':
      return ['POST', `/api/letters/changes/${doing.change}/undo`, {}]
    case 'delete':
      return ['POST', '/api/trash/delete', { letterIds: doing.ids }]
    case 'empty':
      return ['POST', '/api/trash/empty', { until: open.clock.now().toISOString() }]
    case 'mark':
      return ['POST', `/api/letters/${doing.id}/read`, { unread: doing.unread }]
    case 'open':
      return ['POST', `/api/letters/${doing.id}/open`, {}]
    case 'note':
      return ['PUT', `/api/letters/${doing.id}/note`, { text: doing.note, from: doing.from }]
    case 'drop-folder':
      return ['DELETE', `/api/folders/${doing.folder}`]
    case 'rename-folder':
      return ['PUT', `/api/folders/${doing.folder}`, { name: doing.name, from: doing.from }]
    case 'move-folder':
      return ['PUT', `/api/folders/${doing.folder}/place`, { parentId: doing.parent, from: doing.from }]
    case 'folders':
      return ['GET', '/api/folders']
    case 'work': {
      const { department: departmentId, assigned: assignedTo, done } = doing.wish
      const from = { departmentId: doing.from.department, assignedTo: doing.from.assigned }
      return ['PUT', `/api/letters/${doing.id}/work`, { departmentId, assignedTo, done, from }]
    }
    case 'show-work':
      return ['GET', `/api/letters/${doing.id}/work`]
    case 'take-back':
      return ['DELETE', `/api/access/given/${grantId}`]
    case 'write':
      return ['POST', PEOPLE_PATHS.letters]
    case 'list':
      return ['GET', `/api/letters?in=${doing.place}&limit=100`]
    case 'show':
      return ['GET', `/api/letters/${doing.id}`]
  }
}

function letterForm(to: string): FormData {
  const form = new FormData()
  form.append('letter', JSON.stringify({ to, title: 'Hej', text: 'Vi ses på søndag.' }))
  return form
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of any route, read by what was asked
function toldBy({ kind }: Doing, status: number, body: any): { told: Told; named: Named } {
  type Row = { letterId: string; place: string; starred: boolean; unread: boolean }
  const row = ({ letterId, place, starred, unread }: Row) => [letterId, place, starred, unread]
  const folderRow = ({ folderId, name, parentId }: Folder) => [folderId, name, parentId]
  const down = (rows: unknown[][]) => rows.sort((a, b) => (String(a[0]) < String(b[0]) ? 1 : -1))
  switch (kind) {
    case 'change':
    case 'undo': {
      const said = [body.changeId !== null, down(body.letters.map(row))]
      return { told: { status, said, total: body.unreadTotal }, named: { change: body.changeId } }
    }
    case 'delete':
    case 'empty':
      return { told: { status, said: [body.deleted, body.locked, body.more] }, named: {} }
    case 'mark':
    case 'open':
      return { told: { status, said: body.unread, total: body.unreadTotal }, named: {} }
    case 'list':
      return { told: { status, said: body.letters.map(row), total: body.unread }, named: {} }
    case 'show':
      return { told: { status, said: [...row(body), body.note] }, named: {} }
    case 'rename-folder':
    case 'move-folder':
      return { told: { status, said: folderRow(body) }, named: {} }
    case 'folders':
      return { told: { status, said: down(body.folders.map(folderRow)) }, named: {} }
    case 'work':
    case 'show-work': {
      const said = [body.departmentId, body.assignedTo, body.done, body.events.length]
      return { told: { status, said }, named: {} }
    }
    case 'write':
      return { told: { status }, named: { letter: body.letterId } }
    default:
      return { told: { status }, named: {} }
  }
}

let addresses = 100

/** The same in every run, with other letters. */
const firm = await seedFirm(open.house, {
  astrid: (await newcomer({ givenNames: 'Astrid' })).person,
  bo: (await newcomer({ givenNames: 'Bo' })).person,
  sofie: (await newcomer({ givenNames: 'Sofie' })).person,
})
const employee = (who: Person | null) => who && firm.employees[who]

/** New letters, which the rules have given to the first department. */
async function lettersOfFirm(): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < LETTERS; i++) {
    open.clock.advance(1000)
    const { letterId } = await seedLetter(open.house, {
      mailboxId: firm.mailboxId,
      senderId: sender.senderId,
    })
    ids.push(letterId)
  }
  await routeLetters(open.house, firm.mailboxId)
  return ids
}

async function begin(): Promise<{ world: World; known: Known }> {
  open.clock.advance(120_000)
  const run = randomUUID()
  const [astrid, bo] = [await newcomer({ givenNames: 'Astrid' }), await newcomer({ givenNames: 'Bo' })]
  const { person: sofie } = await newcomer({ givenNames: 'Sofie' })
  const boxOf = async (who: typeof astrid) => {
    const number = String(++addresses)
    const { personId, mailboxId } = who.person
    await open.house.db
      .insertInto('digital_address')
      .values({
        address_number: number,
        suffix: 'A',
        handle: 'lindholm',
        person_id: personId,
        mailbox_id: mailboxId,
        issued_at: open.clock.now(),
      })
      .execute()
    const [folder, shelf] = [await who.folder(NAMES[0]), await who.folder(NAMES[1])]
    const folders = { folder: folder.body.folderId, shelf: shelf.body.folderId }
    return { address: `lindholm#${number}A`, folders, letters: await who.letters(LETTERS) }
  }
  const own = { astrid: await boxOf(astrid), bo: await boxOf(bo) }
  const held = async (holder: typeof sofie, capacity: 'attorney' | 'delegate-sender') => {
    const grantId = await seedGrant(open.house, { owner: astrid.person, holder }, { capacity })
    const name = capacity === 'attorney' ? 'bo' : 'sofie'
    actors.set(`${name} astrid ${run}`, actorBy(open.house, { owner: astrid.person, holder, grantId }))
    return grantId
  }
  await held(bo.person, 'attorney')
  const grantId = await held(sofie, 'delegate-sender')
  actors.set(`astrid astrid ${run}`, actorFor(open.house, astrid.person, 'substantial'))
  actors.set(`bo bo ${run}`, actorFor(open.house, bo.person, 'substantial'))
  const of = <T>(what: (box: (typeof own)['bo']) => T) => ({ astrid: what(own.astrid), bo: what(own.bo) })
  for (const who of ['astrid', 'bo', 'sofie'] as const) actors.set(`${who} firm ${run}`, firm.actorOf(who))
  const work = await lettersOfFirm()
  const routed = { department: firm.departments[0]!, assigned: null, done: false, events: 1 }
  const fresh = { place: 'inbox', from: null, starred: false, unread: true, note: null }
  return {
    world: {
      boxes: of(({ letters, folders }) => ({
        letters: Object.fromEntries(letters.map((id) => [id, { ...fresh }])),
        changes: {},
        folders: {
          [folders.folder]: { name: NAMES[0], parent: null },
          [folders.shelf]: { name: NAMES[1], parent: null },
        },
      })),
      delegated: true,
      firm: {
        letters: Object.fromEntries(work.map((id) => [id, { ...routed }])),
        sofie: { department: firm.departments[1]!, employee: firm.employees.sofie },
      },
    },
    known: {
      run,
      letters: { ...of(({ letters }) => [...letters].reverse()), firm: work },
      changes: [],
      folders: of(({ folders }) => folders),
      grantId,
      addresses: of(({ address }) => address),
    },
  }
}

/** Each window asks for one thing after the other, all windows at once; in the end everybody looks at everything. */
async function live(known: Known, plans: Partial<Record<Window, Step[]>>): Promise<Event[]> {
  const events: Event[] = []
  let happened = 0
  const one = async (seat: Seat, doing: Doing) => {
    const began = happened++
    const { told, named } = await ask(known, seat, doing)
    events.push({ seat, doing, began, ended: happened++, told, named })
    if (named.change) known.changes.push(named.change)
    if (named.letter) known.letters[seat.box === 'astrid' ? 'bo' : 'astrid'].push(named.letter)
  }
  await Promise.all(
    Object.entries(plans).map(async ([window, steps]) => {
      const seat = SEATS[window as Window]
      for (const { plan, waitMs } of steps) {
        if (waitMs > 0) await wait(waitMs)
        await one(seat, doingOf(known, seat, plan))
      }
    }),
  )
  for (const seat of [SEATS['Bo for Astrid'], SEATS.Bo]) {
    for (const place of PLACES) await one(seat, doingOf(known, seat, { kind: 'list', place }))
    for (const id of known.letters[seat.box]) await one(seat, { kind: 'show', id })
    await one(seat, { kind: 'folders' })
  }
  for (const id of known.letters.firm) await one(SEATS['Astrid for the firm'], { kind: 'show-work', id })
  return events
}

const told = (events: readonly Event[]) =>
  events
    .map(
      ({ seat, doing, began, ended, told, named }) =>
        `${began}–${ended} ${seat.person} in ${seat.box}’s: ${JSON.stringify(doing)} → ${JSON.stringify({ ...told, ...named })}`,
    )
    .join('\n')

test('B-01 B-02 B-10 B-11 B-15 S-13: two people, an attorney’s power, a delegate and colleagues on the same letters, notes and folders at once are never told a wrong state', async () => {
  await fc.assert(
    fc.asyncProperty(windows, async (plans) => {
      const { world, known } = await begin()
      const events = await live(known, plans)
      // The firm's letters and those of the two touch nowhere, so each may be explained by itself.
      for (const firms of [true, false]) {
        const met = events.filter(({ seat }) => (seat.box === 'firm') === firms)
        assert.ok(explained(world, met), `no order explains\n${told(met)}`)
      }
    }),
    { numRuns: 25, interruptAfterTimeLimit: 15_000, endOnFailure: true },
  )
})

/**
 * Two people, one of them the other's attorney, and a delegate work on the same letters at once, through a listening server on a real
 * database, write to each other, and one takes the delegate's access back (B-01, B-02, B-10, B-11, S-13). Nobody is ever told what no
 * order of what was done explains: every answer, of lists and letters too, is held against a simple reference (at-once-model.ts).
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { accessRoutes } from '#access/access.routes.ts'
import { PEOPLE_PATHS } from '#api/person-to-person.ts'
import { personLetterRoutes } from '#dispatch/person-to-person/person-letters.routes.ts'
import type { Actor, ActorOf } from '#ground/actor.ts'
import { openKeepers } from '#tests/keeper.ts'
import { actorBy, seedGrant } from '#tests/seed-grant.ts'
import { actorFor } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import {
  type Doing,
  type Event,
  explained,
  type Named,
  type Owner,
  type Person,
  type Place,
  type Seat,
  type Told,
  type Wish,
  type World,
} from './at-once-model.ts'

const actors = new Map<string, Actor>()
const { open, app, newcomer } = await openKeepers((byHeaders) => {
  const actorOf: ActorOf = async (request) =>
    actors.get(String(request.headers['x-test-as'])) ?? byHeaders(request)
  return [lettersRoutes(actorOf), accessRoutes(actorOf), personLetterRoutes(actorOf)]
})
const site = await app.listen({ port: 0, host: '127.0.0.1' })

const LETTERS = 3
const PLACES = ['inbox', 'archive', 'trash', 'folder'] as const

/** Who sits at a window; a person may sit at two. In what follows letters, changes and places are numbers and names until they are there. */
const SEATS = {
  'Astrid at one window': { person: 'astrid', box: 'astrid' },
  'Astrid at another': { person: 'astrid', box: 'astrid' },
  'Bo for Astrid': { person: 'bo', box: 'astrid' },
  'Sofie for Astrid': { person: 'sofie', box: 'astrid' },
  Bo: { person: 'bo', box: 'bo' },
} as const satisfies Record<string, Seat>
type Window = keyof typeof SEATS

type Plan =
  | { kind: 'change'; letters: number[]; wish: Wish }
  | { kind: 'undo'; nth: number }
  | { kind: 'delete'; letters: number[] }
  | { kind: 'mark'; letter: number; unread: boolean }
  | { kind: 'open' | 'show'; letter: number }
  | { kind: 'note'; letter: number; note: string; from: string | null }
  | { kind: 'list'; place: Place }
  | { kind: 'empty' | 'drop-folder' | 'take-back' | 'write' }

/** `waitMs`: before it is asked, so that the windows meet at ever other moments. */
type Step = { plan: Plan; waitMs: number }

/** What the windows know of: ids by mailbox, changes too, oldest first. */
type Known = {
  run: string
  letters: Record<Owner, string[]>
  changes: string[]
  folders: Record<Owner, string>
  grantId: string
  addresses: Record<Owner, string>
}

const NOBODYS = '01930000-0000-7000-8000-000000000000'

function doingOf({ letters, changes, folders }: Known, { box }: Seat, plan: Plan): Doing {
  const letter = (n: number) => letters[box][n % letters[box].length]!
  const place = (name: string) => (name === 'folder' ? folders[box] : name)
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
      return { kind: 'drop-folder', folder: folders[box] }
    case 'empty':
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
  return status === 200 || status === 201
    ? toldBy(doing, status, JSON.parse(text))
    : { told: { status }, named: {} }
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
    case 'write':
      return { told: { status }, named: { letter: body.letterId } }
    default:
      return { told: { status }, named: {} }
  }
}

let addresses = 100

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
    const folder = (await who.folder('Mappe')).body.folderId
    return { address: `lindholm#${number}A`, folder, letters: await who.letters(LETTERS) }
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
  const fresh = { place: 'inbox', from: null, starred: false, unread: true, note: null }
  return {
    world: {
      boxes: of(({ letters, folder }) => ({
        letters: Object.fromEntries(letters.map((id) => [id, { ...fresh }])),
        changes: {},
        folder,
      })),
      delegated: true,
    },
    known: {
      run,
      letters: of(({ letters }) => [...letters].reverse()),
      changes: [],
      folders: of(({ folder }) => folder),
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
  }
  return events
}

const letter = fc.nat({ max: LETTERS })
const some = fc.uniqueArray(letter, { minLength: 1, maxLength: LETTERS })
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), to: fc.constantFrom('inbox', 'archive', 'folder') }),
  { weight: 2, arbitrary: fc.constant({ kind: 'trash' as const }) },
  fc.constant({ kind: 'restore' as const }),
  fc.record({ kind: fc.constant('star' as const), starred: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unread' as const), unread: fc.boolean() }) },
)
const just = <K extends Plan['kind']>(kind: K) => fc.record({ kind: fc.constant(kind) })

/** What who sits there is likely to do. Letters are written at one window, as few a minute may be written (S-13). */
function stepOf(window: Window): fc.Arbitrary<Step> {
  const { person, box } = SEATS[window]
  const owner: Person = box
  const plans: fc.WeightedArbitrary<Plan>[] = [
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('change' as const), letters: some, wish }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('list' as const), place: fc.constantFrom(...PLACES) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), nth: fc.nat({ max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('show' as const), letter }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), letter, unread: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), letter }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('note' as const),
        letter,
        note: fc.constantFrom('', 'husk', 'ring'),
        from: fc.constantFrom(null, null, 'husk', 'ring'),
      }),
    },
    { weight: 1, arbitrary: just('drop-folder') },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), letters: some }) },
    { weight: person === owner ? 1 : 0, arbitrary: just('empty') },
    { weight: window === 'Bo' || window === 'Astrid at one window' ? 1 : 0, arbitrary: just('write') },
    { weight: window === 'Astrid at another' ? 1 : 0, arbitrary: just('take-back') },
  ]
  return fc.record({
    plan: fc.oneof(...plans.filter(({ weight }) => weight! > 0)),
    waitMs: fc.nat({ max: 4 }),
  })
}

const windows = fc.record(
  Object.fromEntries(
    (Object.keys(SEATS) as Window[]).map((window) => [window, fc.array(stepOf(window), { maxLength: 4 })]),
  ) as Record<Window, fc.Arbitrary<Step[]>>,
)

const told = (events: readonly Event[]) =>
  events
    .map(
      ({ seat, doing, began, ended, told, named }) =>
        `${began}–${ended} ${seat.person} in ${seat.box}’s: ${JSON.stringify(doing)} → ${JSON.stringify({ ...told, ...named })}`,
    )
    .join('\n')

test('B-01 B-02 B-10 B-11 S-13: two people, an attorney’s power and a delegate on the same letters at once are never told a wrong state', async () => {
  await fc.assert(
    fc.asyncProperty(windows, async (plans) => {
      const { world, known } = await begin()
      const events = await live(known, plans)
      assert.ok(explained(world, events), `no order explains\n${told(events)}`)
    }),
    { numRuns: 25, interruptAfterTimeLimit: 15_000, endOnFailure: true },
  )
})

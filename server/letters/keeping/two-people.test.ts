/**
 * Two windows of an owner and a delegate work on the same letters, one after the other and at once, through HTTP on a real database, and
 * everybody always sees what a simple reference says (B-01, B-02, B-10). Of two things done at once one came first: which, is not
 * said, but it must have been one of the two.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { LettersChanged } from '#api/keeping.ts'
import type { Letter, LetterPage } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { App } from '#ground/routes.ts'
import { type Keepers, newcomer } from '#tests/keeper.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { actorBy, seedGrant } from '#tests/seed-grant.ts'
import { type SeededPerson, seedPerson, seedSender } from '#tests/seed-people.ts'
import { actorFor, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import {
  apply,
  copyOf,
  type Doing,
  type Model,
  type Outcome,
  seen,
  unreadIn,
  type Who,
  type Wish,
} from './at-once-model.ts'

let open: OpenHouse
let app: App
let keepers: Keepers
let daughter: SeededPerson
const actors = new Map<string, Actor>()
before(async () => {
  open = await openHouse()
  const people: SeededPerson[] = []
  const byHeaders = signIns(open.house, people)
  app = await open.app(
    lettersRoutes(async (request) => actors.get(String(request.headers['x-test-as'])) ?? byHeaders(request)),
  )
  keepers = { open, app, people, sender: await seedSender(open.house) }
  daughter = await seedPerson(open.house, { givenNames: 'Sofie' })
})
after(() => open.close())

const LETTERS = 4
const PLACES = ['inbox', 'archive', 'trash', 'folder'] as const

type Answer = { status: number; body: Partial<LettersChanged> }
type Real = {
  ids: readonly string[]
  folder: string
  mailbox: string
  changeIds: Map<string, string>
  steps: number
}

/** Letters and places of a doing are numbers until the mailbox is there. */
type Plan =
  | { kind: 'change'; letters: number[]; wish: Wish }
  | { kind: 'undo'; nth: number }
  | { kind: 'delete'; letters: number[] }
  | { kind: 'mark'; letter: number; unread: boolean }
  | { kind: 'open'; letter: number }
  | { kind: 'note'; letter: number; note: string }
type Step = { who: Who; plan: Plan }

async function ask(real: Real, who: Who, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) {
  const answer = await app.inject({
    method,
    url,
    headers: { 'x-test-as': `${who} ${real.mailbox}` },
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.body ? answer.json() : {} }
}

function doingOf(model: Model, real: Real, { plan }: Step): Doing {
  const placed = (wish: Wish): Wish => (wish.kind === 'move' ? { ...wish, to: placeOf(real, wish.to) } : wish)
  switch (plan.kind) {
    case 'change':
      return { kind: 'change', ids: plan.letters.map((n) => real.ids[n]!), wish: placed(plan.wish) }
    case 'undo':
      return {
        kind: 'undo',
        change: [...model.changes.keys()].at(-1 - (plan.nth % (model.changes.size || 1))) ?? 'none',
      }
    case 'delete':
      return { kind: 'delete', ids: plan.letters.map((n) => real.ids[n]!) }
    default:
      return { ...plan, id: real.ids[plan.letter]! }
  }
}

const placeOf = (real: Real, name: string) => (name === 'folder' ? real.folder : name)
const NOBODYS = '01930000-0000-7000-8000-000000000000'

function act(real: Real, who: Who, doing: Doing): Promise<Answer> {
  switch (doing.kind) {
    case 'change':
      return ask(real, who, 'POST', '/api/letters/changes', { letterIds: doing.ids, change: doing.wish })
    case 'undo':
      return ask(
        real,
        who,
        'POST',
        `/api/letters/changes/${real.changeIds.get(doing.change) ?? NOBODYS}/undo`,
        {},
      )
    case 'delete':
      return ask(real, who, 'POST', '/api/trash/delete', { letterIds: doing.ids })
    case 'mark':
      return ask(real, who, 'POST', `/api/letters/${doing.id}/read`, { unread: doing.unread })
    case 'open':
      return ask(real, who, 'POST', `/api/letters/${doing.id}/open`, {})
    case 'note':
      return ask(real, who, 'PUT', `/api/letters/${doing.id}/note`, { text: doing.note })
  }
}

/** Everything there is to see, through the lists and the letters themselves. */
async function look(real: Real, who: Who): Promise<{ letters: string[]; unread: number }> {
  const found = new Map<string, Parameters<typeof seen>[0] extends Iterable<[string, infer L]> ? L : never>()
  let unread = 0
  for (const name of PLACES) {
    const place = placeOf(real, name)
    const { body } = (await ask(real, who, 'GET', `/api/letters?in=${place}&limit=100`)) as {
      body: LetterPage
    }
    unread = body.unread
    for (const row of body.letters) {
      assert.ok(!found.has(row.letterId), 'a letter lies in one place')
      const { body: letter } = (await ask(real, who, 'GET', `/api/letters/${row.letterId}`)) as {
        body: Letter
      }
      assert.ok(!letter.locked)
      assert.deepEqual([letter.place, letter.starred, letter.unread], [row.place, row.starred, row.unread])
      found.set(row.letterId, {
        place: row.place,
        starred: row.starred,
        unread: row.unread,
        note: letter.note,
      })
    }
  }
  return { letters: seen(found), unread }
}

const expected = (model: Model) => ({ letters: seen(model.letters), unread: unreadIn(model, 'inbox') })

function fits(answer: Answer, outcome: Outcome): boolean {
  if (answer.status !== outcome.status) return false
  const changed = answer.body.letters?.map((letter) => letter.letterId).sort() ?? []
  return answer.status !== 200 || JSON.stringify(changed) === JSON.stringify([...outcome.changed].sort())
}

class OneAfterTheOther implements fc.AsyncCommand<Model, Real> {
  readonly step: Step
  constructor(step: Step) {
    this.step = step
  }
  check = () => true
  async run(model: Model, real: Real): Promise<void> {
    open.clock.advance(1000)
    const { who } = this.step
    const doing = doingOf(model, real, this.step)
    const name = `change ${real.steps++}`
    const outcome = apply(model, who, doing, name)
    const answer = await act(real, who, doing)
    assert.ok(fits(answer, outcome), `${JSON.stringify(answer)}, expected ${JSON.stringify(outcome)}`)
    if (outcome.made) real.changeIds.set(name, answer.body.changeId!)
    if (answer.body.unreadTotal !== undefined) assert.equal(answer.body.unreadTotal, unreadIn(model, 'inbox'))
    assert.deepEqual(await look(real, real.steps % 2 ? 'owner' : 'delegate'), expected(model))
  }
  toString = () => `${this.step.who}: ${JSON.stringify(this.step.plan)}`
}

class AtOnce implements fc.AsyncCommand<Model, Real> {
  readonly steps: readonly [Step, Step]
  constructor(steps: readonly [Step, Step]) {
    this.steps = steps
  }
  check = () => true
  async run(model: Model, real: Real): Promise<void> {
    open.clock.advance(1000)
    const both = this.steps.map((step, i) => ({
      who: step.who,
      doing: doingOf(model, real, step),
      name: `change ${real.steps}.${i}`,
    }))
    real.steps++
    const answers = await Promise.all(both.map(({ who, doing }) => act(real, who, doing)))
    const after = await look(real, real.steps % 2 ? 'owner' : 'delegate')
    const orders = [
      [0, 1],
      [1, 0],
    ].map((order) => {
      const then = copyOf(model)
      const outcomes: Outcome[] = []
      for (const i of order) outcomes[i] = apply(then, both[i]!.who, both[i]!.doing, both[i]!.name)
      return { then, outcomes }
    })
    const held = orders.find(
      ({ then, outcomes }) =>
        JSON.stringify(expected(then)) === JSON.stringify(after) &&
        answers.every((answer, i) => fits(answer, outcomes[i]!)),
    )
    assert.ok(
      held,
      `${JSON.stringify({ answers, after })}\nis neither ${orders.map(({ then, outcomes }) => JSON.stringify([expected(then), outcomes])).join('\nnor ')}`,
    )
    Object.assign(model, held.then)
    held.outcomes.forEach((outcome, i) => {
      if (outcome.made) real.changeIds.set(both[i]!.name, answers[i]!.body.changeId!)
    })
  }
  toString = () =>
    `at once ${this.steps.map(({ who, plan }) => `${who}: ${JSON.stringify(plan)}`).join(' | ')}`
}

const letter = fc.nat({ max: LETTERS - 1 })
const some = fc.uniqueArray(letter, { minLength: 1, maxLength: LETTERS })
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), to: fc.constantFrom('inbox', 'archive', 'folder') }),
  { weight: 2, arbitrary: fc.constant({ kind: 'trash' as const }) },
  fc.constant({ kind: 'restore' as const }),
  fc.record({ kind: fc.constant('star' as const), starred: fc.boolean() }),
  fc.record({ kind: fc.constant('unread' as const), unread: fc.boolean() }),
)
const plan: fc.Arbitrary<Plan> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('change' as const), letters: some, wish }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), nth: fc.nat({ max: 2 }) }) },
  fc.record({ kind: fc.constant('delete' as const), letters: some }),
  fc.record({ kind: fc.constant('mark' as const), letter, unread: fc.boolean() }),
  fc.record({ kind: fc.constant('open' as const), letter }),
  fc.record({ kind: fc.constant('note' as const), letter, note: fc.constantFrom('', 'husk', 'ring') }),
)
const step: fc.Arbitrary<Step> = fc.record({ who: fc.constantFrom<Who>('owner', 'owner', 'delegate'), plan })

async function mailbox(): Promise<{ model: Model; real: Real }> {
  const owner = await newcomer(keepers)
  const folder = (await owner.folder('Mappe')).body.folderId
  const ids = await owner.letters(LETTERS)
  const mailbox = owner.person.mailboxId
  const grantId = await seedGrant(
    open.house,
    { owner: owner.person, holder: daughter },
    { capacity: 'delegate-sender' },
  )
  actors.set(`owner ${mailbox}`, actorFor(open.house, owner.person, 'substantial'))
  actors.set(`delegate ${mailbox}`, actorBy(open.house, { owner: owner.person, holder: daughter, grantId }))
  const letters: Model['letters'] = new Map(
    ids.map((id) => [id, { place: 'inbox', from: null, starred: false, unread: true, note: null }]),
  )
  return {
    model: { letters, changes: new Map() },
    real: { ids, folder, mailbox, changeIds: new Map(), steps: 0 },
  }
}

test('B-01 B-02 B-10: two windows and a delegate on the same letters never see a wrong state', async () => {
  const commands = fc.commands(
    [
      step.map((one) => new OneAfterTheOther(one)),
      fc.tuple(step, step).map((two) => new AtOnce(two)),
      fc.tuple(step, step).map((two) => new AtOnce(two)),
    ],
    { maxCommands: 12, size: 'max' },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (these) => {
      const start = await mailbox()
      await fc.asyncModelRun(() => start, these)
    }),
    { numRuns: 25, interruptAfterTimeLimit: 15_000, endOnFailure: true },
  )
})

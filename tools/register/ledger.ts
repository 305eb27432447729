import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { familyName, givenNames } from './neighbourhood.ts'
import { newbornNumberOf } from './numbers.ts'
import type { Population } from './population.ts'
import { randomOf } from './random.ts'
import {
  CHANGE_KINDS,
  type ChangeKind,
  type ChangeRecord,
  type Country,
  type PersonRecord,
  type RegisteredAddress,
} from './records.ts'

/** What the operator of the simulator asks for. Without `nationalNumber`, `count` people are drawn by lot. */
export interface SimulateOrder {
  kind: ChangeKind
  nationalNumber?: string
  count?: number
  to?: RegisteredAddress
  givenNames?: string
  familyName?: string
}

/** An order that cannot be carried out; nothing was changed. */
export class SimulateError extends Error {
  readonly code: 'unknown-person' | 'not-possible' | 'order-invalid'
  readonly field: string
  constructor(code: SimulateError['code'], field: string, message: string) {
    super(message)
    this.code = code
    this.field = field
  }
}

export interface Ledger {
  /** Cursor of the newest change; 0 before the first. */
  readonly cursor: number
  /** People after the changes, newborns behind the population. */
  readonly people: number
  person(index: number): PersonRecord
  find(nationalNumber: string): PersonRecord | undefined
  apply(order: SimulateOrder): ChangeRecord[]
  since(after: number, limit: number): ChangeRecord[]
  /** Resolves at the next change, or after `waitMs`. */
  waitForChange(waitMs: number, signal: AbortSignal): Promise<void>
  close(): void
}

const COUNT_MAX = 10_000
const SEARCH_MAX = 50_000

/**
 * The changes since the population was born, in memory and, with `file`, on disk before they are answered for.
 * The file's first line says which population it belongs to; a last line cut off by a crash was never
 * acknowledged and is dropped.
 */
export function openLedger(
  population: Population,
  options: { seed: number; file?: string; now?: () => Date },
): Ledger {
  const now = options.now ?? (() => new Date())
  const log: ChangeRecord[] = []
  const changed = new Map<string, PersonRecord>()
  const newborns: PersonRecord[] = []
  const born: Record<Country, number> = { dk: 0, no: 0 }
  const waiting = new Set<() => void>()

  const remember = (change: ChangeRecord) => {
    log.push(change)
    if (change.kind === 'birth') {
      newborns.push(change.person)
      born[change.person.country]++
    }
    changed.set(change.person.nationalNumber, change.person)
  }
  const fd =
    options.file === undefined ? undefined : openFile(options.file, population, options.seed, remember)

  const current = (person: PersonRecord) => changed.get(person.nationalNumber) ?? person
  const personAt = (index: number) =>
    current(index < population.people ? population.person(index) : newborns[index - population.people]!)
  const find = (nationalNumber: string) => {
    const known = changed.get(nationalNumber)
    if (known) return known
    const index = population.indexOf(nationalNumber)
    return index === undefined ? undefined : population.person(index)
  }

  function apply(order: SimulateOrder): ChangeRecord[] {
    const first = log.length + 1
    const random = randomOf(options.seed ^ 0x51, first)
    const chosen = order.nationalNumber === undefined ? draw(order) : [named(order)]
    const at = now().toISOString()
    const births: Record<Country, number> = { ...born }
    const changes = chosen.map((person, i): ChangeRecord => {
      const after =
        order.kind === 'birth'
          ? childOf(person, order, births[person.country]++)
          : { ...person, ...difference(person, order) }
      return { cursor: first + i, kind: order.kind, at, person: after }
    })
    if (fd !== undefined && changes.length > 0) {
      writeSync(fd, changes.map((change) => `${JSON.stringify(change)}\n`).join(''))
      fdatasyncSync(fd)
    }
    for (const change of changes) remember(change)
    for (const wake of waiting) wake()
    return changes

    function named(one: SimulateOrder): PersonRecord {
      const person = find(one.nationalNumber!)
      if (!person) {
        throw new SimulateError('unknown-person', 'nationalNumber', 'nobody in the register has this number')
      }
      if (!possible(one.kind, person)) {
        throw new SimulateError(
          'not-possible',
          'kind',
          `${one.kind} is not possible: the person is ${person.status}${person.protected ? ' and protected' : ''}`,
        )
      }
      return person
    }

    function draw(many: SimulateOrder): PersonRecord[] {
      const wanted = many.count ?? 1
      const found = new Map<string, PersonRecord>()
      const people = population.people + newborns.length
      let index = random.below(people)
      for (let tried = 0; found.size < wanted && tried < Math.min(people, SEARCH_MAX); tried++) {
        const person = personAt(index)
        if (possible(many.kind, person)) found.set(person.nationalNumber, person)
        // stay among neighbours for a while (they are already made), then jump
        index = tried % 7 === 6 ? random.below(people) : (index + 1) % people
      }
      if (found.size < wanted) {
        throw new SimulateError('not-possible', 'count', `found only ${found.size} people for ${many.kind}`)
      }
      return [...found.values()]
    }

    function difference(person: PersonRecord, one: SimulateOrder): Partial<PersonRecord> {
      switch (one.kind) {
        case 'move':
          return { address: one.to ?? anyAddress(person.country) }
        case 'rename':
          return {
            givenNames: one.givenNames ?? person.givenNames,
            familyName:
              one.familyName ?? (one.givenNames ? person.familyName : familyName(person.country, random)),
          }
        case 'die':
          return { status: 'deceased' }
        case 'emigrate':
          return { status: 'emigrated' }
        case 'protect':
          return { protected: true }
        default:
          return { protected: false }
      }
    }

    function anyAddress(country: Country): RegisteredAddress {
      for (;;) {
        const address = population.address(random.below(population.addresses))
        const { country: there, ...place } = address
        if (there === country) return place
      }
    }

    function childOf(parent: PersonRecord, one: SimulateOrder, birth: number): PersonRecord {
      const number = newbornNumberOf(parent.country, birth)
      return {
        nationalNumber: number.nationalNumber,
        country: parent.country,
        givenNames: one.givenNames ?? givenNames(parent.country, number.male, random),
        familyName: one.familyName ?? parent.familyName,
        address: parent.address,
        status: 'active',
        protected: parent.protected,
      }
    }
  }

  return {
    get cursor() {
      return log.length
    },
    get people() {
      return population.people + newborns.length
    },
    person: personAt,
    find,
    apply,
    since: (after, limit) => log.slice(after, after + limit),
    waitForChange(waitMs, signal) {
      if (signal.aborted || waitMs <= 0) return Promise.resolve()
      return new Promise((resolve) => {
        const done = () => {
          waiting.delete(done)
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, waitMs)
        signal.addEventListener('abort', done)
        waiting.add(done)
      })
    },
    close() {
      for (const wake of [...waiting]) wake()
      if (fd !== undefined) closeSync(fd)
    },
  }
}

const alive = (person: PersonRecord) => person.status === 'active' || person.status === 'inactive'

function possible(kind: ChangeKind, person: PersonRecord): boolean {
  if (!alive(person)) return false
  if (kind === 'protect') return !person.protected
  if (kind === 'unprotect') return person.protected
  return true
}

function openFile(
  file: string,
  population: Population,
  seed: number,
  remember: (change: ChangeRecord) => void,
): number {
  const header = JSON.stringify({ register: 1, people: population.people, seed })
  if (!existsSync(file) || readFileSync(file).length === 0) {
    const fd = openSync(file, 'a')
    writeSync(fd, `${header}\n`)
    fdatasyncSync(fd)
    return fd
  }
  const bytes = readFileSync(file)
  const end = bytes.lastIndexOf(10) + 1
  const [first, ...lines] = bytes.toString('utf8', 0, end).split('\n')
  if (first !== header) {
    throw new Error(
      `${file} belongs to another population (it says ${first}); start with its --people and --seed, or remove the file`,
    )
  }
  lines.forEach((line, i) => {
    if (line === '') return
    const change = JSON.parse(line) as ChangeRecord
    if (change.cursor !== i + 1)
      throw new Error(`${file} line ${i + 2} holds cursor ${change.cursor}, not ${i + 1}`)
    remember(change)
  })
  const fd = openSync(file, 'a')
  if (end < bytes.length) ftruncateSync(fd, end)
  return fd
}

/** Reads an order from JSON. Throws SimulateError `order-invalid` naming the field and what is allowed. */
export function parseOrder(input: unknown): SimulateOrder {
  const invalid = (field: string, allowed: string) => new SimulateError('order-invalid', field, allowed)
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw invalid('', 'a JSON object')
  const given = input as Record<string, unknown>
  const known = new Set(['kind', 'nationalNumber', 'count', 'to', 'givenNames', 'familyName'])
  for (const field of Object.keys(given)) if (!known.has(field)) throw invalid(field, 'this field is unknown')
  const kind = CHANGE_KINDS.find((k) => k === given.kind)
  if (!kind) throw invalid('kind', `one of ${CHANGE_KINDS.join(', ')}`)
  const order: SimulateOrder = { kind }
  for (const field of ['nationalNumber', 'givenNames', 'familyName'] as const) {
    const value = given[field]
    if (value === undefined) continue
    if (typeof value !== 'string' || value.trim() === '' || value.length > 200) {
      throw invalid(field, 'text of 1 to 200 characters')
    }
    order[field] = value
  }
  if (given.count !== undefined) {
    const count = given.count
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > COUNT_MAX) {
      throw invalid('count', `a whole number from 1 to ${COUNT_MAX}`)
    }
    if (order.nationalNumber !== undefined) throw invalid('count', 'either nationalNumber or count')
    order.count = count
  }
  if (given.to !== undefined) order.to = parseAddress(given.to, invalid)
  return order
}

const ADDRESS_NEEDED = ['road', 'houseNumber', 'postcode', 'city'] as const
const ADDRESS_OPTIONAL = ['floor', 'door', 'dwelling', 'careOf', 'kvhx'] as const

function parseAddress(input: unknown, invalid: (field: string, allowed: string) => Error): RegisteredAddress {
  if (typeof input !== 'object' || input === null) throw invalid('to', 'an address object')
  const given = input as Record<string, unknown>
  const address: Record<string, string> = {}
  for (const field of [...ADDRESS_NEEDED, ...ADDRESS_OPTIONAL]) {
    const value = given[field]
    if (value === undefined && (ADDRESS_OPTIONAL as readonly string[]).includes(field)) continue
    if (typeof value !== 'string' || value.trim() === '' || value.length > 100) {
      throw invalid(`to.${field}`, 'text of 1 to 100 characters')
    }
    address[field] = value
  }
  return address as unknown as RegisteredAddress
}

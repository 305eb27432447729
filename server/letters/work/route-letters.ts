/**
 * B-15: an enterprise's letters go to their departments: new ones by a job as soon as they are there, and, if that has not come round yet,
 * when somebody of the enterprise looks; those that were there before the rules in bites of a run. Nothing is done when a letter is
 * accepted. Subjects are read under the mailbox's own key and go nowhere.
 */
import { readDepartments, readRules } from '#access/departments/departments.store.ts'
import { lookedAt, moveRun, type RunKind, readRun } from '#access/departments/routing-run.store.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { departmentFor, ROUTING, type RoutingRule } from '#rules/routing.ts'
import { openTitles } from '../sealed-titles.ts'
import { appendWork, readUnrouted, type Unrouted, writeRouted } from './work.store.ts'

const BITE = 200
const DAY_MS = 86_400_000

/** New letters. Without departments nothing happens. Twice at once routes each letter once. */
export async function routeLetters(house: House, mailboxId: string): Promise<void> {
  const at = house.clock()
  const since = idAt(new Date(at.getTime() - ROUTING.newDays * DAY_MS))
  const bite = await readBite(house, mailboxId, (trx) =>
    readUnrouted(trx, mailboxId, { since, limit: BITE, which: lookedAt('first') }),
  )
  if (!bite) return
  const routed = await decided(house, mailboxId, bite)
  await inMailbox(house.db, mailboxId, (trx) => write(trx, mailboxId, routed, { at, kind: 'first' }))
  // There may be more than a bite, and nobody may be looking.
  if (bite.letters.length === BITE)
    await inMailbox(house.db, mailboxId, (trx) =>
      addJob(trx, 'route-letters', { mailboxId }, { key: `route:${mailboxId}` }),
    )
}

/**
 * One bite of a run, newest letters first; then asks for the next. Where it is stands in the transaction that routes, so that a bite that
 * is done twice is done once. A newer run, or no departments any more, ends it.
 */
export async function routeInBackground(
  house: House,
  { mailboxId, runId }: Jobs['route-letters'],
): Promise<void> {
  if (runId === undefined) return routeLetters(house, mailboxId)
  const run = await inMailbox(house.db, mailboxId, (trx) => readRun(trx, { mailboxId, runId }, 'seen'))
  if (!run) return
  const at = house.clock()
  const { kind, beforeId } = run
  const bite = await readBite(house, mailboxId, (trx) =>
    readUnrouted(trx, mailboxId, { before: beforeId, limit: BITE, which: lookedAt(kind) }),
  )
  const routed = bite ? await decided(house, mailboxId, bite) : []
  await inMailbox(house.db, mailboxId, async (trx) => {
    const held = await readRun(trx, { mailboxId, runId }, 'held')
    if (held?.beforeId !== beforeId) return
    await write(trx, mailboxId, routed, { at, kind })
    const last = bite && bite.letters.length === BITE ? bite.letters.at(-1)!.letterId : null
    await moveRun(trx, mailboxId, { looked: bite?.letters.length ?? 0, beforeId: last, at })
    if (last) await addJob(trx, 'route-letters', { mailboxId, runId }, { key: `route-run:${mailboxId}` })
  })
}

type Bite = { defaultId: string; rules: readonly RoutingRule[]; letters: readonly Unrouted[] }
type Routed = { letterId: string; departmentId: string }

function readBite(
  house: House,
  mailboxId: string,
  read: (trx: Trx) => Promise<Unrouted[]>,
): Promise<Bite | undefined> {
  return inMailbox(house.db, mailboxId, async (trx) => {
    const departments = await readDepartments(trx, mailboxId)
    const defaultId = departments.find(({ isDefault }) => isDefault)?.departmentId
    if (!defaultId) return undefined
    const letters = await read(trx)
    return letters.length === 0 ? undefined : { defaultId, letters, rules: await readRules(trx, mailboxId) }
  })
}

async function decided(house: House, mailboxId: string, bite: Bite): Promise<Routed[]> {
  const { defaultId, letters, rules } = bite
  const bySubject = rules.some(({ kind }) => kind === 'subject')
  const titles = bySubject ? await openTitles(house, mailboxId, letters) : []
  return letters.map(({ letterId, senderId }, i) => ({
    letterId,
    departmentId: departmentFor({ senderId, title: titles[i] ?? null }, rules, defaultId),
  }))
}

/** Whose work it has become hear of those that are new; nobody gets a notice for each letter of the past. */
async function write(
  trx: Trx,
  mailboxId: string,
  routed: readonly Routed[],
  { at, kind }: { at: Date; kind: RunKind },
): Promise<void> {
  const known = new Set((await readDepartments(trx, mailboxId)).map((one) => one.departmentId))
  const there = routed.filter(({ departmentId }) => known.has(departmentId))
  const written = await writeRouted(trx, mailboxId, there, lookedAt(kind))
  await appendWork(
    trx,
    mailboxId,
    at,
    written.map((one) => ({ ...one, event: 'routed' as const, by: null })),
  )
  const fresh = idAt(new Date(at.getTime() - ROUTING.toldDays * DAY_MS))
  const letterIds = written.map(({ letterId }) => letterId).filter((id) => id > fresh)
  if (letterIds.length > 0) await addJob(trx, 'tell-colleagues', { mailboxId, letterIds, by: null })
}

/** The place in the order of ids where that moment begins (UUID version 7). */
function idAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

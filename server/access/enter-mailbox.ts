import { sql } from 'kysely'
import type { Actor } from '#ground/actor.ts'
import { askIn, type Beside, inMailbox, readInMailbox, type Statement, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { MailboxPower } from '#rules/powers.ts'
import {
  type Granted,
  type MailboxFacts,
  mailboxFacts,
  may,
  mayInOwn,
  type Power,
  type Scope,
} from './may.ts'

export type Entered = Granted

/**
 * One transaction in the actor's mailbox, after asking whether they may do this there: the way in for every use case of the
 * letters room and of whatever else touches a mailbox on somebody's behalf.
 *
 * - `power` is the row of rules/powers.ts (B-24) that the use case is about. Ask for the strongest one it needs; for what only
 *   some may who come that far there is `mayAlso`.
 * - `work` gets the transaction and how its actor was let in. `entered.as` belongs into every `logAccess` as `actorKind`.
 * - **A part is a part for every query.** Who holds a grant for some folders or senders (B-10), or works for some departments
 *   (B-15), sees in this transaction only those rows of `letter`, by row-level security: lists, counts, searches and direct
 *   addresses alike. Tables beside it know no scope. So whatever reads documents, notes, stems, events or dates of letters **joins
 *   `letter`**, and whatever counts, counts that join. An update that would move a letter out of sight fails: check with `inScope`.
 * - What is not a letter (folders, storage, the mailbox's own log) either asks for a power that who sees a part does not have,
 *   or reads `entered.scope`.
 *
 * @throws Refusal `mailbox-not-open` when it is closed, `not-found` when it is nobody's or somebody else's, `level-too-low`,
 * `role-not-enough` to an employee, `power-not-given` to the holder of a grant, `access-ended` once that has ended
 */
export const enterMailbox: Enter = (...asked) => enter(undefined, ...asked)

/** The same, and everything that is read is of one moment: for what reads more than once and tells of several things together. */
export const enterSnapshot: Enter = (...asked) => enter('snapshot', ...asked)

/**
 * The same, and nobody else who enters alone is in the mailbox until this is done: for what changes letters that others may be at, and for
 * what takes their access away. What is answered is so when it is done, and nothing is done any more by access that has ended
 * (tests: letters/keeping/two-people.test.ts). Letters are delivered meanwhile; the post waits for nobody.
 */
export const enterAlone: Enter = (...asked) => enter('alone', ...asked)

type Enter = <T>(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  power: MailboxPower,
  work: (trx: Trx, entered: Entered) => Promise<T>,
) => Promise<T>

function enter<T>(
  beside: Beside | undefined,
  ...[house, actor, power, work]: Parameters<typeof enterMailbox<T>>
) {
  const { mailboxId } = actor
  const asked = async (trx: Trx) => {
    const answer = await may(trx, actor, power, { mailboxId, at: house.clock() })
    if (answer.kind === 'refused') throw refusalOf(answer.why)
    await narrow(trx, answer.scope)
    return work(trx, answer)
  }
  return inMailbox(house.db, mailboxId, asked, beside)
}

/**
 * A snapshot for statements that can be said before the answers to others are known: in one's own mailbox the question whether one may, the
 * statements and the end go to the database together. They are answered of one moment, and nothing that was read is given away
 * before it is known that it may be.
 *
 * @throws Refusal as `enterMailbox`
 */
export async function lookIntoMailbox(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  power: MailboxPower,
  statements: readonly Statement[],
): Promise<unknown[][]> {
  const { mailboxId } = actor
  // What another may see has to be known before anything is looked at.
  if (actor.actingFor)
    return enterSnapshot(house, actor, power, (trx) => Promise.all(statements.map((one) => askIn(trx, one))))
  const [facts, ...found] = await readInMailbox(house.db, mailboxId, [mailboxFacts(mailboxId), ...statements])
  const answer = mayInOwn(actor, power, facts![0] as MailboxFacts | undefined)
  if (answer.kind === 'refused') throw refusalOf(answer.why)
  return found
}

const refusalOf = (why: Extract<Power, { kind: 'refused' }>['why']) => refuse(REFUSALS[why])

const REFUSALS = {
  'mailbox-closed': 'mailbox-not-open',
  'not-yours': 'not-found',
  role: 'role-not-enough',
  'not-granted': 'power-not-given',
  level: 'level-too-low',
  ended: 'access-ended',
} as const

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** From here on the transaction sees no letter outside the part (migration 0029). A literal, as the door is (ground/db.ts). */
async function narrow(trx: Trx, scope: Scope): Promise<void> {
  if (scope.kind === 'whole') return
  for (const id of scope.ids) if (!UUID.test(id)) throw new Error('a scope holds ids only')
  await sql.raw(`set local brevhus.scope = '{${scope.ids.join(',')}}'`).execute(trx)
}

/** The whole mailbox again, for what the part was checked for before: handing a letter to another department. */
export async function widen(trx: Trx): Promise<void> {
  await sql.raw(`set local brevhus.scope = ''`).execute(trx)
}

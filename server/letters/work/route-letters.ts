/**
 * B-15: new letters of an enterprise go to their departments when somebody of it looks: nothing is done when a letter is accepted. The
 * subject is read under the mailbox's own key, in the request of an employee, and goes nowhere.
 */
import { readDepartments, readRules } from '#access/departments/departments.store.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { departmentFor, ROUTING } from '#rules/routing.ts'
import { openTitles } from '../sealed-titles.ts'
import { appendWork, readUnrouted, writeRouted } from './work.store.ts'

const BITE = 200
const DAY_MS = 86_400_000

/** Without departments nothing happens. Twice at once routes each letter once. */
export async function routeLetters(house: House, mailboxId: string): Promise<void> {
  const at = house.clock()
  const since = idAt(new Date(at.getTime() - ROUTING.backDays * DAY_MS))
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const departments = await readDepartments(trx, mailboxId)
    const defaultId = departments.find(({ isDefault }) => isDefault)?.departmentId
    if (!defaultId) return undefined
    const letters = await readUnrouted(trx, mailboxId, { since, limit: BITE })
    return letters.length === 0 ? undefined : { defaultId, letters, rules: await readRules(trx, mailboxId) }
  })
  if (!found) return
  const { defaultId, letters, rules } = found
  const bySubject = rules.some(({ kind }) => kind === 'subject')
  const titles = bySubject ? await openTitles(house, mailboxId, letters) : []
  const routed = letters.map(({ letterId, senderId }, i) => ({
    letterId,
    departmentId: departmentFor({ senderId, title: titles[i] ?? null }, rules, defaultId),
  }))
  await inMailbox(house.db, mailboxId, async (trx) => {
    const known = new Set((await readDepartments(trx, mailboxId)).map((one) => one.departmentId))
    const written = await writeRouted(
      trx,
      mailboxId,
      routed.filter(({ departmentId }) => known.has(departmentId)),
    )
    await appendWork(
      trx,
      mailboxId,
      at,
      written.map((one) => ({ ...one, event: 'routed' as const, by: null })),
    )
  })
}

/** The place in the order of ids where that moment begins (UUID version 7). */
function idAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

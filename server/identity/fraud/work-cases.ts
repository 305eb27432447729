/** Staff work the queue of suspicious uses (I-07). Every look and every word is on record with a name and a reason (D-27). */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { noteStaff } from '#ground/staff-log.ts'
import { blockEverything } from '../block/block-id.ts'
import type { Identity } from '../room.ts'
import { readUses, type UseRow } from '../self-service/own-data.store.ts'
import { type FraudCase, findCase, openCases, putOutcome } from './cases.store.ts'

type Room = Pick<Identity, 'db' | 'clock'>

/** Who does it, and why: at least ten characters, so that "ok" is no reason. */
export type ByStaff = { readonly staff: string; readonly reason: string }

const REASON_CHARACTERS_MIN = 10
const CASES_SHOWN = 100
const USES_SHOWN = 200

/** The weightiest first; whose they are is seen one by one. */
export async function listCases(room: Room, by: ByStaff): Promise<FraudCase[]> {
  return asPostOffice(room.db, async (trx) => {
    await note(room, trx, by, { action: 'fraud-list' })
    return openCases(trx, CASES_SHOWN)
  })
}

/** The case and the person's recent uses. @throws `not-found` */
export async function showCase(
  room: Room,
  by: ByStaff,
  caseId: string,
): Promise<{ found: FraudCase; uses: UseRow[] }> {
  return asPostOffice(room.db, async (trx) => {
    const found = await findCase(trx, caseId)
    if (!found) throw refuse('not-found')
    await note(room, trx, by, { action: 'fraud-show', personId: found.personId, aboutId: caseId })
    return { found, uses: await readUses(trx, found.personId, USES_SHOWN) }
  })
}

/** @param how.block the ID is blocked in the same transaction; its owner is told. @throws `not-found` also for a closed one */
export async function closeCase(
  room: Room,
  by: ByStaff,
  how: { caseId: string; outcome: 'nothing' | 'confirmed'; block: boolean },
): Promise<void> {
  const { caseId, outcome, block } = how
  await asPostOffice(room.db, async (trx) => {
    const found = await findCase(trx, caseId)
    if (!found || !(await putOutcome(trx, caseId, outcome, room.clock()))) throw refuse('not-found')
    const { personId } = found
    await note(room, trx, by, { action: `fraud-${outcome}`, personId, aboutId: caseId })
    if (block) await blockEverything(room, trx, { personId, by: 'support', ...by })
  })
}

/** @throws `request-invalid` without a name or a reason: then nothing is done or shown. */
export async function note(
  room: Pick<Room, 'clock'>,
  trx: Trx,
  { staff, reason }: ByStaff,
  what: { action: string; personId?: string; aboutId?: string },
): Promise<void> {
  const missing = [
    ...(staff.trim().length < 2 ? [{ field: 'staff', message: 'Say who you are.' }] : []),
    ...(reason.trim().length < REASON_CHARACTERS_MIN
      ? [{ field: 'reason', message: `Say why, in at least ${REASON_CHARACTERS_MIN} characters.` }]
      : []),
  ]
  if (missing.length > 0)
    throw refuse('request-invalid', { faults: missing.map((one) => ({ ...one, reason: 'missing' })) })
  await noteStaff(trx, { staff: staff.trim(), reason: reason.trim(), ...what, at: room.clock() })
}

/** What would happen, without delivering anything (S-07). Rows asked count against a daily quota and the count is kept, so
 * that a dry run is no oracle for who has a mailbox. */
import type { LetterAnswer } from '#api/dispatch.ts'
import { countDryRunRows } from '#dispatch/counter/dry-run.store.ts'
import { decideRows } from '#dispatch/sorting/decide-rows.ts'
import { sayRefusal, sayWarnings } from '#dispatch/sorting/plan-row.ts'
import type { Decision, Row, Sender } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'

/** In a transaction of `asMatcher`. @throws Refusal dry-run-quota-spent; then nothing was looked up */
export async function dryRunRows(
  trx: Trx,
  sender: Sender,
  rows: readonly Row[],
  at: Date,
): Promise<LetterAnswer[]> {
  const ask = { senderId: sender.senderId, day: at, rows: rows.length, max: sender.dryRunRowsPerDay }
  if (!(await countDryRunRows(trx, ask))) throw refuse('dry-run-quota-spent')
  const decisions = await decideRows(
    trx,
    rows.map((row) => ({ submission: { sender }, row })),
  )
  return rows.map((row) => answerOf(row, decisions.get(row)!))
}

function answerOf(row: Row, decision: Decision): LetterAnswer {
  const base = { row: row.row, ...(row.reference === undefined ? {} : { reference: row.reference }) }
  switch (decision.kind) {
    case 'deliver':
      return {
        ...base,
        outcome: 'delivered',
        ...sayWarnings(decision.warnings),
      }
    case 'print':
      return { ...base, outcome: 'print' }
    case 'refuse':
      return { ...base, outcome: 'refused', ...sayRefusal(decision) }
  }
}

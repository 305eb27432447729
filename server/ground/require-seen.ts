/** Two at the same thing: whoever changes it says what they saw (`from`), and nobody's change is overwritten unseen (issue 4). */
import { refuse } from '#ground/refuse.ts'

/**
 * A value is changed from what was seen only. One that is already as it is wished for is no conflict: a request that was answered and never
 * heard may be sent again. @throws Refusal `changed-meanwhile`
 */
export function requireSeen<T extends string | null>(
  field: string,
  present: T,
  { from, to }: { from: T; to: T },
): void {
  if (present !== from && present !== to) throw changedMeanwhile([field])
}

export const changedMeanwhile = (fields: readonly string[]) =>
  refuse('changed-meanwhile', {
    faults: fields.map((field) => ({ field, reason: 'changed', message: 'Is another by now. Look again.' })),
  })

/** State strings and `/changes` (RFC 8620 §5.2). */
import type { Args } from './arguments.ts'
import { numberOf, onlyThese, textOf } from './arguments.ts'
import { MethodError } from './jmap-errors.ts'
import type { ChangedRow, SyncState } from './sync.store.ts'

/** `since`: in the middle of many changes, where the program began: what came after that is still new to it. */
export const stateOf = ({ epoch }: SyncState, counter: number, since = counter): string =>
  since === counter ? `${epoch}.${counter}` : `${epoch}.${counter}.${since}`

/** The numbers of a state given out before. @throws MethodError `cannotCalculateChanges` */
export function readState(state: SyncState, text: string): { counter: number; since: number } {
  const [, epoch, counter, since = counter] = /^([0-9a-f]+)\.(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text) ?? []
  const read = { counter: Number(counter), since: Number(since) }
  const known = epoch === state.epoch && read.since >= state.floor && read.counter <= state.counter
  if (!known || read.since > read.counter)
    throw new MethodError(
      'cannotCalculateChanges',
      'This state is not known any more: fetch everything anew.',
    )
  return read
}

const CHANGES_MAX = 5000

export type Changes = {
  oldState: string
  newState: string
  hasMoreChanges: boolean
  created: string[]
  updated: string[]
  destroyed: string[]
  rows: readonly ChangedRow[]
}

/** `counts`: whether a change of the thing itself is one the program sees; a thread never changes, it comes and goes. */
export async function changesSince(
  state: SyncState,
  args: Args,
  read: (since: number, limit: number) => Promise<ChangedRow[]>,
  counts: (row: ChangedRow) => boolean = () => true,
): Promise<Changes> {
  onlyThese(args, ['accountId', 'sinceState', 'maxChanges'])
  const oldState = textOf(args, 'sinceState')
  const { counter: from, since } = readState(state, oldState)
  const most = Math.min(numberOf(args, 'maxChanges', 1) ?? CHANGES_MAX, CHANGES_MAX)
  const found = await read(from, most + 1)
  let rows = found.slice(0, most)
  let more = found.length > most
  // Folders are counted several under one number: a state can only lie between numbers.
  if (more && found[most]!.changed === rows.at(-1)!.changed) {
    const split = found[most]!.changed
    rows = rows.filter((row) => row.changed < split)
    if (rows.length === 0)
      throw new MethodError('cannotCalculateChanges', 'More changed at once than maxChanges allows.')
    more = true
  }
  const created = rows.filter((row) => row.made > since && !row.gone)
  const updated = rows.filter((row) => row.made <= since && !row.gone && counts(row))
  const destroyed = rows.filter((row) => row.made <= from && row.gone)
  return {
    oldState,
    newState: more ? stateOf(state, rows.at(-1)!.changed, since) : stateOf(state, state.counter),
    hasMoreChanges: more,
    created: created.map((row) => row.id),
    updated: updated.map((row) => row.id),
    destroyed: destroyed.map((row) => row.id),
    rows: updated,
  }
}

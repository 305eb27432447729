/** Email and Thread, read (RFC 8621 §3 and §4). */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import {
  type Args,
  booleanOf,
  idsOf,
  invalid,
  numberOf,
  onlyThese,
  pick,
  propertiesOf,
  textOf,
} from './arguments.ts'
import { changesSince, readState, stateOf } from './changes.ts'
import { readFilter, readSort } from './email-filter.ts'
import { EMAIL_GET_ARGUMENTS, emailOf, readWanted } from './email-object.ts'
import { MethodError } from './jmap-errors.ts'
import { loadLetters, messagesOf, readerOf } from './load-messages.ts'
import type { Method } from './method.ts'
import { catchUp, lettersSince, queryLetters, readSyncLetters } from './sync.store.ts'
import { findWords } from './words-in-filter.ts'

const isId = (id: string) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)

export const emailGet: Method = async ({ house, actor }, args) => {
  onlyThese(args, EMAIL_GET_ARGUMENTS)
  const wanted = readWanted(args)
  const ids = idsOf(args)
  // RFC 8620 §5.1: all of a large mailbox is more than one answer holds; a query pages through it.
  if (!ids) throw new MethodError('requestTooLarge', 'Name the ids; Email/query finds them.')
  const reader = await readerOf(house, actor)
  const { state, known, loaded } = await enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const known = await readSyncLetters(trx, actor.mailboxId, ids.filter(isId))
    return {
      state,
      known,
      loaded: await loadLetters(
        trx,
        actor,
        known.map((one) => one.letterId),
      ),
    }
  })
  const messages = await messagesOf(house, actor, reader, loaded)
  const byId = new Map(messages.map((message) => [message.letterId, message]))
  const keptById = new Map(known.map((one) => [one.letterId, one]))
  const list = ids.flatMap((id) => {
    const message = byId.get(id)
    const kept = keptById.get(id)
    return message && kept ? [emailOf(message, kept, wanted)] : []
  })
  const notFound = ids.filter((id) => !byId.has(id))
  return { state: stateOf(state, state.counter), list, notFound }
}

export const emailChanges: Method = ({ house, actor }, args) =>
  enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const { rows: _, ...changes } = await changesSince(state, args, (since, limit) =>
      lettersSince(trx, actor.mailboxId, since, limit),
    )
    return changes
  })

const QUERY_ARGUMENTS = [
  'accountId',
  'filter',
  'sort',
  'position',
  'anchor',
  'anchorOffset',
  'limit',
  'calculateTotal',
  'collapseThreads',
]

export const emailQuery: Method = async (asking, args) => {
  const { house, actor } = asking
  onlyThese(args, QUERY_ARGUMENTS)
  const found = await findWords(asking, args.filter)
  const where = readFilter(args.filter, found)
  const { ascending } = readSort(args.sort)
  // Every letter is a thread of its own: collapsing changes nothing.
  booleanOf(args, 'collapseThreads')
  const total = booleanOf(args, 'calculateTotal')
  const limit = Math.min(numberOf(args, 'limit', 0) ?? SYNC.queryMax, SYNC.queryMax)
  return enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const all = await queryLetters(trx, actor.mailboxId, { where, ascending })
    const position = positionIn(all, args)
    const ids = all.slice(position, position + limit)
    const limited = numberOf(args, 'limit', 0) === limit ? {} : { limit }
    return {
      queryState: stateOf(state, state.counter),
      // What words find changes with the index too, which no state counts.
      canCalculateChanges: found.size === 0,
      position: Math.min(position, all.length),
      ids,
      ...(total ? { total: all.length } : {}),
      ...limited,
    }
  })
}

/** RFC 8620 §5.5: from the start, from the end, or beside an anchor. */
function positionIn(all: readonly string[], args: Args): number {
  if (args.anchor !== undefined && args.anchor !== null) {
    const at = all.indexOf(textOf(args, 'anchor'))
    if (at < 0) throw new MethodError('anchorNotFound')
    return Math.max(0, at + (numberOf(args, 'anchorOffset', Number.MIN_SAFE_INTEGER) ?? 0))
  }
  const position = numberOf(args, 'position', Number.MIN_SAFE_INTEGER) ?? 0
  return position < 0 ? Math.max(0, all.length + position) : position
}

/**
 * RFC 8620 §5.6. Where a letter lies and how it is marked can change, so every letter that changed since is taken out of the result
 * and, if it is in it now, put in where it belongs: exact whatever the filter.
 */
export const emailQueryChanges: Method = async (asking, args) => {
  const { house, actor } = asking
  onlyThese(args, [
    ...[
      'accountId',
      'filter',
      'sort',
      'sinceQueryState',
      'maxChanges',
      'upToId',
      'calculateTotal',
      'collapseThreads',
    ],
  ])
  const found = await findWords(asking, args.filter)
  if (found.size > 0) throw new MethodError('cannotCalculateChanges', 'Ask anew for what words find.')
  const where = readFilter(args.filter, found)
  const { ascending } = readSort(args.sort)
  booleanOf(args, 'collapseThreads')
  const most = numberOf(args, 'maxChanges', 1)
  const oldQueryState = textOf(args, 'sinceQueryState')
  if (args.upToId !== undefined && args.upToId !== null) textOf(args, 'upToId')
  return enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const { counter: since } = readState(state, oldQueryState)
    const changed = await lettersSince(trx, actor.mailboxId, since, QUERY_CHANGES_MAX + 1)
    if (changed.length > QUERY_CHANGES_MAX) throw new MethodError('tooManyChanges')
    const all = await queryLetters(trx, actor.mailboxId, { where, ascending })
    const indexOf = new Map(all.map((id, index) => [id, index]))
    const removed = changed.filter((row) => row.made <= since).map((row) => row.id)
    const added = changed
      .flatMap(({ id }) => (indexOf.has(id) ? [{ id, index: indexOf.get(id)! }] : []))
      .sort((a, b) => a.index - b.index)
    if (most !== undefined && removed.length + added.length > most) throw new MethodError('tooManyChanges')
    return {
      oldQueryState,
      newQueryState: stateOf(state, state.counter),
      ...(booleanOf(args, 'calculateTotal') ? { total: all.length } : {}),
      removed,
      added,
    }
  })
}

const QUERY_CHANGES_MAX = 5000

export const threadGet: Method = ({ house, actor }, args) => {
  onlyThese(args, ['accountId', 'ids', 'properties'])
  const wanted = propertiesOf(args, ['id', 'emailIds'])
  const ids = idsOf(args)
  if (!ids) throw new MethodError('requestTooLarge', 'Name the ids.')
  return enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const known = new Set(
      (await readSyncLetters(trx, actor.mailboxId, ids.filter(isId))).map((one) => one.letterId),
    )
    return {
      state: stateOf(state, state.counter),
      list: ids.filter((id) => known.has(id)).map((id) => pick({ id, emailIds: [id] }, wanted)),
      notFound: ids.filter((id) => !known.has(id)),
    }
  })
}

/** A thread is one letter: it comes and goes, and never changes. */
export const threadChanges: Method = ({ house, actor }, args) =>
  enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const read = (since: number, limit: number) => lettersSince(trx, actor.mailboxId, since, limit)
    const { rows: _, ...changes } = await changesSince(state, args, read, () => false)
    return changes
  })

export const readOnly: Method = () => {
  throw new MethodError('accountReadOnly')
}

export const echo: Method = async (_, args) => {
  if (typeof args !== 'object') throw invalid('arguments', 'must be an object.')
  return { ...args }
}

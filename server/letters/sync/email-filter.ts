/** Filters and sorts of Email/query (RFC 8621 §4.4) that a program may use here; any other is refused by name, never passed over. */
import { sql } from 'kysely'
import { isId } from '#ground/ids.ts'
import { folderIdOf, isPlaceName } from '#rules/keeping.ts'
import { type Args, invalid } from './arguments.ts'
import { MethodError } from './jmap-errors.ts'
import type { Where } from './sync.store.ts'
import { type Found, keyOf } from './words-in-filter.ts'

const DEPTH_MAX = 10
const CONDITIONS_MAX = 100

/** @param found what its conditions about words find (words-in-filter.ts) */
export function readFilter(filter: unknown, found: Found): Where {
  let conditions = 0
  const read = (value: unknown, depth: number): Where => {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      throw invalid('filter', 'must be an object.')
    if (depth > DEPTH_MAX || ++conditions > CONDITIONS_MAX)
      throw new MethodError('unsupportedFilter', 'Too many conditions.')
    const one = value as Args
    if (!('operator' in one)) return condition(one, found)
    if (!Array.isArray(one.conditions)) throw invalid('filter', 'an operator has a list of conditions.')
    const parts = one.conditions.map((part) => read(part, depth + 1))
    const joined = (word: ReturnType<typeof sql>, none: boolean) =>
      parts.length === 0 ? sql<boolean>`${sql.lit(none)}` : sql<boolean>`(${sql.join(parts, word)})`
    if (one.operator === 'AND') return joined(sql` and `, true)
    if (one.operator === 'OR') return joined(sql` or `, false)
    if (one.operator === 'NOT') return sql<boolean>`not ${joined(sql` or `, false)}`
    throw invalid('filter', 'the operator is AND, OR or NOT.')
  }
  return filter === undefined || filter === null ? sql<boolean>`true` : read(filter, 0)
}

function condition(one: Args, found: Found): Where {
  const parts = Object.entries(one).map(([name, value]): Where => {
    switch (name) {
      case 'inMailbox':
        return sql<boolean>`folder_id = ${folder(value)}::uuid`
      case 'inMailboxOtherThan': {
        if (!Array.isArray(value)) throw invalid('inMailboxOtherThan', 'must be a list.')
        return sql<boolean>`folder_id <> all(${value.map(folder)}::uuid[])`
      }
      case 'before':
        return sql<boolean>`received_at < ${instant(name, value)}::timestamptz`
      case 'after':
        return sql<boolean>`received_at >= ${instant(name, value)}::timestamptz`
      case 'hasKeyword':
      case 'allInThreadHaveKeyword':
      case 'someInThreadHaveKeyword':
        return keyword(value)
      case 'notKeyword':
      case 'noneInThreadHaveKeyword':
        return sql<boolean>`not ${keyword(value)}`
      case 'hasAttachment':
        if (typeof value !== 'boolean') throw invalid(name, 'must be true or false.')
        return sql<boolean>`open = ${value}`
      case 'text':
      case 'from':
      case 'subject':
        return sql<boolean>`letter_id = any(${found.get(keyOf(name, String(value))) ?? []}::uuid[])`
      default:
        throw new MethodError('unsupportedFilter', `${name} is not offered here.`)
    }
  })
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`
}

/** A folder that is not there holds nothing. */
function folder(value: unknown): string {
  if (typeof value !== 'string') throw invalid('inMailbox', 'must be an id.')
  return isPlaceName(value) || isId(value) ? folderIdOf(value) : '00000000-0000-0000-0000-000000000000'
}

function keyword(value: unknown): Where {
  if (typeof value !== 'string') throw invalid('keyword', 'must be text.')
  const lower = value.toLowerCase()
  if (lower === '$seen') return sql<boolean>`seen`
  return lower === '$flagged' ? sql<boolean>`flagged` : sql<boolean>`false`
}

function instant(name: string, value: unknown): Date {
  const at =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
      ? new Date(value)
      : new Date(Number.NaN)
  if (Number.isNaN(at.getTime())) throw invalid(name, 'must be an instant in UTC.')
  return at
}

/** True: oldest first. Newest first is the order when none is asked for. */
export function readSort(sort: unknown): { ascending: boolean } {
  if (sort === undefined || sort === null) return { ascending: false }
  if (!Array.isArray(sort) || sort.some((one) => typeof one !== 'object' || one === null))
    throw invalid('sort', 'must be a list.')
  const [first, ...others] = sort as Args[]
  if (!first) return { ascending: false }
  const plain = first.property === 'receivedAt' || first.property === 'sentAt'
  if (!plain || others.length > 0)
    throw new MethodError('unsupportedSort', 'Only receivedAt is offered here.')
  const ascending = first.isAscending ?? true
  if (typeof ascending !== 'boolean') throw invalid('sort', 'isAscending is true or false.')
  return { ascending }
}

/** Mailbox, read (RFC 8621 §2): the places every mailbox has, and folders of one's own. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { PLACES, type PlaceName, placeOf } from '#rules/keeping.ts'
import { readFolders } from '../keeping/folders.store.ts'
import { namesOf } from '../keeping/naming-key.ts'
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
import { changesSince, stateOf } from './changes.ts'
import { MethodError } from './jmap-errors.ts'
import { readReader } from './load-messages.ts'
import type { Asking, Method } from './method.ts'
import { catchUp, foldersSince, readSyncFolders } from './sync.store.ts'

const PROPERTIES = [
  'id',
  'name',
  'parentId',
  'role',
  'sortOrder',
  'totalEmails',
  'unreadEmails',
  'totalThreads',
  'unreadThreads',
  'myRights',
  'isSubscribed',
]
const COUNTS = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads']

const ROLES: Readonly<Record<string, string>> = { inbox: 'inbox', archive: 'archive', trash: 'trash' }
const ORDER: readonly string[] = ['inbox', 'archive', 'documents', 'trash']
/** After the places come the folders, before the trash. */
const FOLDER_ORDER = 10

const RIGHTS = {
  mayReadItems: true,
  mayAddItems: false,
  mayRemoveItems: false,
  maySetSeen: false,
  maySetKeywords: false,
  mayCreateChild: false,
  mayRename: false,
  mayDelete: false,
  maySubmit: false,
}

type MailboxObject = {
  id: string
  name: string
  parentId: string | null
  role: string | null
  sortOrder: number
} & Record<string, unknown>

async function mailboxes({ house, actor }: Asking) {
  const { mailboxId } = actor
  const { state, folders, sealed, reader } = await enterMailbox(
    house,
    actor,
    'read-letters',
    async (trx) => ({
      state: await catchUp(trx, mailboxId, house.clock()),
      folders: await readSyncFolders(trx, mailboxId),
      sealed: await readFolders(trx, mailboxId),
      reader: await readReader(trx, mailboxId, house.config.PUBLIC_URL),
    }),
  )
  const names = sealed.length > 0 ? await namesOf(house, mailboxId) : null
  const nameById = new Map(sealed.map((one) => [one.folder_id, names!.open(one.folder_id, one.name_sealed)]))
  const list = folders.map(({ folderId, parentId, total, unseen }): MailboxObject => {
    const id = placeOf(folderId)
    const place = Object.hasOwn(PLACES, id) ? (id as PlaceName) : null
    return {
      id,
      // A name that does not pass its check is shown by its id: two of one name in one place are not allowed.
      name: place ? reader.texts.places[place] : (nameById.get(folderId) ?? `? ${id.slice(-6)}`),
      parentId: parentId && placeOf(parentId),
      role: ROLES[id] ?? null,
      sortOrder: place ? (place === 'trash' ? FOLDER_ORDER + 1 : ORDER.indexOf(place) + 1) : FOLDER_ORDER,
      totalEmails: total,
      unreadEmails: unseen,
      totalThreads: total,
      unreadThreads: unseen,
      myRights: RIGHTS,
      isSubscribed: true,
    }
  })
  return { state, list }
}

export const mailboxGet: Method = async (asking, args) => {
  onlyThese(args, ['accountId', 'ids', 'properties'])
  const wanted = propertiesOf(args, PROPERTIES)
  const ids = idsOf(args)
  const { state, list } = await mailboxes(asking)
  const found = ids ? ids.flatMap((id) => list.find((one) => one.id === id) ?? []) : list
  return {
    state: stateOf(state, state.counter),
    list: found.map((one) => pick(one, wanted)),
    notFound: ids ? ids.filter((id) => !list.some((one) => one.id === id)) : [],
  }
}

export const mailboxChanges: Method = ({ house, actor }, args) =>
  enterMailbox(house, actor, 'read-letters', async (trx) => {
    const state = await catchUp(trx, actor.mailboxId, house.clock())
    const { rows, ...changes } = await changesSince(state, args, (since, limit) =>
      foldersSince(trx, actor.mailboxId, since, limit),
    )
    const since = Number(changes.oldState.split('.')[1])
    // RFC 8621 §2.2: when only counts changed, a program need not ask for names again.
    const onlyCounts =
      rows.length > 0 && changes.created.length === 0 && rows.every((row) => row.own <= since)
    const named = (ids: string[]) => ids.map(placeOf)
    return {
      ...changes,
      created: named(changes.created),
      updated: named(changes.updated),
      destroyed: named(changes.destroyed),
      updatedProperties: onlyCounts ? COUNTS : null,
    }
  })

const SORTS = ['sortOrder', 'name', 'parentId']

export const mailboxQuery: Method = async (asking, args) => {
  onlyThese(args, [
    ...['accountId', 'filter', 'sort', 'position', 'anchor', 'anchorOffset', 'limit', 'calculateTotal'],
    ...['sortAsTree', 'filterAsTree'],
  ])
  if (booleanOf(args, 'sortAsTree') || booleanOf(args, 'filterAsTree'))
    throw new MethodError('unsupportedFilter', 'Trees are not offered here.')
  const fits = readFilter(args.filter)
  const sort = readSort(args.sort)
  const limit = numberOf(args, 'limit', 0)
  const { state, list } = await mailboxes(asking)
  const ids = list
    .filter(fits)
    .sort(sort)
    .map(({ id }) => id)
  let position = numberOf(args, 'position', Number.MIN_SAFE_INTEGER) ?? 0
  if (position < 0) position = Math.max(0, ids.length + position)
  if (args.anchor !== undefined && args.anchor !== null) {
    const at = ids.indexOf(textOf(args, 'anchor'))
    if (at < 0) throw new MethodError('anchorNotFound')
    position = Math.max(0, at + (numberOf(args, 'anchorOffset', Number.MIN_SAFE_INTEGER) ?? 0))
  }
  return {
    queryState: stateOf(state, state.counter),
    canCalculateChanges: false,
    position: Math.min(position, ids.length),
    ids: ids.slice(position, limit === undefined ? undefined : position + limit),
    ...(booleanOf(args, 'calculateTotal') ? { total: ids.length } : {}),
  }
}

export const mailboxQueryChanges: Method = () => {
  throw new MethodError('cannotCalculateChanges')
}

function readFilter(filter: unknown): (one: MailboxObject) => boolean {
  if (filter === undefined || filter === null) return () => true
  if (typeof filter !== 'object' || Array.isArray(filter)) throw invalid('filter', 'must be an object.')
  if ('operator' in filter) throw new MethodError('unsupportedFilter', 'Operators are not offered here.')
  const tests = Object.entries(filter as Args).map(([name, value]) => {
    if (name === 'parentId' || name === 'role') return (one: MailboxObject) => one[name] === value
    if (name === 'name')
      return (one: MailboxObject) => one.name.toLowerCase().includes(String(value).toLowerCase())
    if (name === 'hasAnyRole') return (one: MailboxObject) => (one.role !== null) === value
    if (name === 'isSubscribed') return () => value === true
    throw new MethodError('unsupportedFilter', `${name} is not offered here.`)
  })
  return (one) => tests.every((fits) => fits(one))
}

function readSort(sort: unknown): (a: MailboxObject, b: MailboxObject) => number {
  const keys = (sort ?? [{ property: 'sortOrder' }, { property: 'name' }]) as Args[]
  if (!Array.isArray(keys)) throw invalid('sort', 'must be a list.')
  for (const key of keys)
    if (!SORTS.includes(String(key?.property)))
      throw new MethodError('unsupportedSort', `Only ${SORTS.join(', ')}.`)
  return (a, b) => {
    for (const { property, isAscending = true } of keys) {
      const [x, y] = [a[String(property)] ?? '', b[String(property)] ?? '']
      const order = typeof x === 'number' ? x - (y as number) : String(x).localeCompare(String(y))
      if (order !== 0) return isAscending ? order : -order
    }
    return 0
  }
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Folders, UnreadInFolders } from '#api/keeping.ts'
import { inMailbox } from '#ground/db.ts'
import { KEEPING } from '#rules/keeping.ts'
import { interleaved } from '#tests/interleaved.ts'
import { openKeepers } from '#tests/keeper.ts'

const { open, newcomer } = await openKeepers()

type Keeper = Awaited<ReturnType<typeof newcomer>>

/** Each folder by its name, as the names of those it lies in. */
async function tree(keeper: Keeper): Promise<string[]> {
  const { folders } = (await keeper.ask<Folders>('GET', '/api/folders')).body
  const byId = new Map(folders.map((folder) => [folder.folderId, folder]))
  const pathOf = (id: string | null): string => {
    const folder = id === null ? undefined : byId.get(id)
    return folder ? `${pathOf(folder.parentId)}/${folder.name}` : ''
  }
  return folders.map(({ folderId }) => pathOf(folderId)).sort()
}
const made = async (keeper: Keeper, name: string, parent?: string) =>
  (await keeper.folder(name, parent)).body.folderId

test('B-01: a folder is moved into another with all that lies in it, and back again by the same way', async () => {
  const karen = await newcomer()
  const home = await made(karen, 'Bolig')
  const water = await made(karen, 'Vand')
  const meters = await made(karen, 'Målere', water)
  const letterId = await karen.letter()
  await karen.change([letterId], { kind: 'move', to: meters })
  const moved = await karen.moveFolder(water, null, home)
  assert.deepEqual(moved.body, { folderId: water, parentId: home, name: 'Vand' })
  assert.deepEqual(await tree(karen), ['/Bolig', '/Bolig/Vand', '/Bolig/Vand/Målere'])
  assert.deepEqual(await karen.ids(meters), [letterId])
  assert.equal((await karen.moveFolder(water, home, null)).status, 200)
  assert.deepEqual(await tree(karen), ['/Bolig', '/Vand', '/Vand/Målere'])
  assert.equal((await karen.moveFolder(water, null, null)).status, 200, 'to where it lies')
  // Its name is still its own in the new place, and free again in the old one.
  await karen.moveFolder(water, null, home)
  assert.equal((await karen.folder('vand', home)).body.code, 'folder-name-taken')
  assert.equal((await karen.folder('Vand')).status, 201)
})

test('B-01: two windows give one folder two names, or put it into two others: the later is told, in either order', async () => {
  const karen = await newcomer()
  const put = (path: string, payload: object) => async () => {
    const { status, body } = await karen.ask('PUT', path, payload)
    return { status, json: body }
  }
  const [left, right] = [await made(karen, 'Venstre'), await made(karen, 'Højre')]
  await interleaved(
    async (turn) => {
      const id = await made(karen, `Vand ${turn}`)
      const name = (name: string) =>
        put(`/api/folders/${id}`, { name: `${name} ${turn}`, from: `Vand ${turn}` })
      return [name('Bølge'), name('Sø')]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      assert.ok((await tree(karen)).includes(`/${codes[0] ? 'Sø' : 'Bølge'} ${turn}`), turn)
      if (turn !== 'at once') assert.equal(codes[0] !== undefined, turn === 'second')
    },
  )
  await interleaved(
    async (turn) => {
      const place = put.bind(null, `/api/folders/${await made(karen, `Skov ${turn}`)}/place`)
      return [place({ from: null, parentId: left }), place({ from: null, parentId: right })]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      assert.ok((await tree(karen)).includes(`${codes[0] ? '/Højre' : '/Venstre'}/Skov ${turn}`), turn)
    },
  )
})

test('B-01: never into itself, never too deep, never beside one of the same name, never over what another window did', async () => {
  const karen = await newcomer()
  const one = await made(karen, '1')
  const two = await made(karen, '2', one)
  const three = await made(karen, '3', two)
  const other = await made(karen, 'Andet')
  const alike = await made(karen, '2', other)
  const asItWas = await tree(karen)
  for (const [folder, from, to, code] of [
    [one, null, one, 'folder-in-itself'],
    [one, null, three, 'folder-in-itself'],
    [other, null, two, 'folder-too-deep'],
    [one, null, other, 'folder-too-deep'],
    [other, null, three, 'folder-too-deep'],
    [alike, other, one, 'folder-name-taken'],
    [three, null, other, 'changed-meanwhile'],
    [three, two, '0198c0de-0000-7000-8000-000000000001', 'not-found'],
    ['0198c0de-0000-7000-8000-000000000001', null, one, 'not-found'],
  ] as const) {
    const refused = await karen.moveFolder(folder, from, to)
    assert.equal(refused.body.code, code, JSON.stringify(refused.body))
  }
  assert.deepEqual(await tree(karen), asItWas)
  const ola = await newcomer()
  const his = await made(ola, 'Min')
  assert.equal((await ola.moveFolder(one, null, null)).status, 404)
  assert.equal((await ola.moveFolder(his, null, one)).status, 404)
  assert.deepEqual([await tree(karen), await tree(ola)], [asItWas, ['/Min']])
})

test('B-01: two windows put two folders into each other, and one is deleted while another goes into it: always a tree', async () => {
  const karen = await newcomer()
  const a = await made(karen, 'a')
  const b = await made(karen, 'b')
  for (let round = 0; round < 5; round++) {
    const both = await Promise.all([karen.moveFolder(a, null, b), karen.moveFolder(b, null, a)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
    const inner = both[0]!.status === 200 ? ([a, b] as const) : ([b, a] as const)
    await karen.moveFolder(inner[0], inner[1], null)
    const doomed = await made(karen, `c${round}`)
    const [gone, moved] = await Promise.all([
      karen.ask('DELETE', `/api/folders/${doomed}`),
      karen.moveFolder(a, null, doomed),
    ])
    assert.deepEqual([gone.status, moved.status].sort(), gone.status === 204 ? [204, 404] : [200, 409])
    if (moved.status === 200) await karen.moveFolder(a, doomed, null)
  }
  assert.deepEqual((await tree(karen)).slice(0, 2), ['/a', '/b'])
})

test('B-01 D-27: a folder whose name cannot be read can still be moved, and no name is in the answer', async () => {
  const karen = await newcomer()
  const [home, broken] = [await made(karen, 'Bolig'), await made(karen, 'Ødelagt')]
  await inMailbox(open.house.db, karen.person.mailboxId, (trx) =>
    sql`update folder set name_sealed = '\\x00' where folder_id = ${broken}`.execute(trx),
  )
  const moved = await karen.moveFolder(broken, null, home)
  assert.deepEqual(moved.body, { folderId: broken, parentId: home, name: null })
})

test('B-01: each folder tells its own unread letters, to "99+" and no further; another’s are not there', async () => {
  const karen = await newcomer()
  const [some, none, many] = [
    await made(karen, 'nogle'),
    await made(karen, 'ingen'),
    await made(karen, 'mange'),
  ]
  const [read, ...unread] = await karen.letters(3)
  await karen.change([read!, ...unread], { kind: 'move', to: some })
  await karen.ask('POST', `/api/letters/${read}/open`, {})
  const unreadIn = async (keeper: Keeper) =>
    new Map(
      (await keeper.ask<UnreadInFolders>('GET', '/api/folders/unread')).body.folders.map((one) => [
        one.folderId,
        one.unread,
      ]),
    )
  assert.deepEqual(await unreadIn(karen), new Map([[some, 2]]))
  await inMailbox(open.house.db, karen.person.mailboxId, (trx) =>
    sql`insert into letter (mailbox_id, letter_id, sender_id, title_sealed, sensitive, public_sector, minimum_level,
        document_count, evidence_salt, accepted_at, delivered_at, folder_id)
      select mailbox_id, gen_random_uuid(), sender_id, title_sealed, sensitive, public_sector, minimum_level, document_count,
        evidence_salt, accepted_at, delivered_at, ${many} from letter, generate_series(1, 150) where letter_id = ${read}`.execute(
      trx,
    ),
  )
  assert.deepEqual(
    await unreadIn(karen),
    new Map([
      [some, 2],
      [many, 100],
    ]),
  )
  assert.ok(!(await unreadIn(karen)).has(none))
  assert.deepEqual(await unreadIn(await newcomer()), new Map())
  assert.equal(KEEPING.folderDepthMax, 3)
})

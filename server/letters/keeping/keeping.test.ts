import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Folder, Folders, LettersDeleted } from '#api/keeping.ts'
import type { Letter } from '#api/mailbox.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { KEEPING } from '#rules/keeping.ts'
import { openKeepers } from '#tests/keeper.ts'

const { open, newcomer } = await openKeepers()

test('B-01 D-22: folders of one’s own, in folders, renamed; letters go in and the inbox no longer shows them', async () => {
  const karen = await newcomer()
  const [newest, older] = await karen.letters(2)
  const home = await karen.folder('Bolig')
  assert.equal(home.status, 201)
  const water = await karen.folder('Vand', home.body.folderId)
  const { body: listed } = await karen.ask<Folders>('GET', '/api/folders')
  assert.deepEqual(
    listed.folders.map(({ name, parentId }) => [name, parentId]),
    [
      ['Bolig', null],
      ['Vand', home.body.folderId],
    ],
  )
  assert.equal(listed.most, KEEPING.foldersMax)
  const moved = await karen.change([newest!], { kind: 'move', to: water.body.folderId })
  assert.equal(moved.body.letters[0]!.place, water.body.folderId)
  assert.deepEqual([await karen.ids('inbox'), await karen.ids(water.body.folderId)], [[older], [newest]])
  const renamed = await karen.ask<Folder>('PUT', `/api/folders/${water.body.folderId}`, {
    name: 'Vand og varme',
    from: water.body.name,
  })
  assert.equal(renamed.body.name, 'Vand og varme')
  const shown = await karen.ask<Letter>('GET', `/api/letters/${newest}`)
  assert.equal(shown.body.place, water.body.folderId)
})

test('B-01 D-27: no name of a folder stands in the database in plain', async () => {
  const karen = await newcomer()
  await karen.folder('Skilsmisse og gæld')
  const rowOf = (plain: string) =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{
        held: boolean
      }>`select bool_or(f::text like '%' || encode(${plain}::bytea, 'hex') || '%') as held
        from (select * from folder union all select mailbox_id, folder_id, null, ${plain}::bytea, name_form, created_at from folder
          where ${plain} = 'planted') f`.execute(trx)
      return rows[0]!.held
    })
  assert.equal(await rowOf('planted'), true, 'the look itself would find it')
  for (const plain of ['Skilsmisse', 'skilsmisse', 'Skilsmisse og gæld'])
    assert.equal(await rowOf(plain), false)
})

test('B-01: names with marks of writing direction: invisible ones are taken away, those that turn the text are refused', async () => {
  const karen = await newcomer()
  const hebrew = await karen.folder('\u200fמכתבים\u200e')
  assert.equal(hebrew.body.name, 'מכתבים')
  for (const [name, reason] of [
    ['Regning\u202egnp.exe', 'control-character'],
    ['\u2067abc\u2069', 'control-character'],
    ['\u200f\u200e', 'empty'],
    ['a\u0000b', 'control-character'],
  ] as const) {
    const refused = await karen.folder(name)
    assert.deepEqual([refused.status, refused.body.faults?.[0]?.reason], [422, reason], JSON.stringify(name))
  }
  // The same to the eye is the same name.
  assert.equal((await karen.folder('Skat')).status, 201)
  for (const alike of ['skat', ' Skat ', 'Sk\u200bat'])
    assert.equal((await karen.folder(alike)).body.code, 'folder-name-taken', alike)
})

test('B-01: ten thousand folders and not one more, also by two at once; and they come in one answer', async () => {
  const karen = await newcomer()
  await karen.folder('Første')
  const { mailboxId } = karen.person
  await inMailbox(open.house.db, mailboxId, (trx) =>
    sql`insert into folder (mailbox_id, folder_id, parent_id, name_sealed, name_form, created_at)
      select mailbox_id, gen_random_uuid(), null, name_sealed, sha256(n::text::bytea), created_at
      from folder, generate_series(1, ${KEEPING.foldersMax - 2}) n where mailbox_id = ${mailboxId}`.execute(
      trx,
    ),
  )
  const both = await Promise.all([karen.folder('Den sidste'), karen.folder('Den, der er én for meget')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
  assert.equal((await karen.folder('Endnu en')).body.code, 'folders-too-many')
  const { folders } = (await karen.ask<Folders>('GET', '/api/folders')).body
  assert.equal(folders.length, KEEPING.foldersMax)
  // The planted names are sealed for another folder: each is shown as damaged, none takes the list with it.
  assert.equal(folders.filter(({ name }) => name !== null).length, 2)
})

test('B-01: folders lie three deep, only empty ones are deleted, and nothing lies in one that is gone', async () => {
  const karen = await newcomer()
  const one = (await karen.folder('1')).body.folderId
  const two = (await karen.folder('2', one)).body.folderId
  const three = (await karen.folder('3', two)).body.folderId
  assert.equal((await karen.folder('4', three)).body.code, 'folder-too-deep')
  const letterId = await karen.letter()
  await karen.change([letterId], { kind: 'move', to: three })
  for (const filled of [one, three])
    assert.equal((await karen.ask('DELETE', `/api/folders/${filled}`)).body.code, 'folder-not-empty')
  const trashed = await karen.change([letterId], { kind: 'trash' })
  assert.equal((await karen.ask('DELETE', `/api/folders/${three}`)).status, 204)
  assert.equal((await karen.ask('DELETE', `/api/folders/${three}`)).status, 404)
  assert.equal((await karen.change([letterId], { kind: 'move', to: three })).status, 404)
  await karen.undo(trashed.body.changeId)
  assert.deepEqual(
    await karen.ids('inbox'),
    [letterId],
    'a letter without its folder comes back to the inbox',
  )
  const race = (await karen.folder('Kapløb')).body.folderId
  await Promise.all([
    karen.change([letterId], { kind: 'move', to: race }),
    karen.ask('DELETE', `/api/folders/${race}`),
  ])
  const place = (await karen.ask<Letter>('GET', `/api/letters/${letterId}`)).body.place
  const left = (await karen.ask<Folders>('GET', '/api/folders')).body.folders.map(({ folderId }) => folderId)
  assert.ok(place === 'inbox' || left.includes(place))
})

test('B-01: several at once, and undo truly restores each one’s folder, star, unread state and day in the trash', async () => {
  const karen = await newcomer()
  const folder = (await karen.folder('Skole')).body.folderId
  const [a, b, c, d] = (await karen.letters(4)) as [string, string, string, string]
  await karen.change([a], { kind: 'move', to: folder })
  await karen.change([b], { kind: 'star', starred: true })
  await karen.ask('POST', `/api/letters/${c}/open`, {})
  await karen.change([d], { kind: 'trash' })
  const outside = async () => {
    const rows = [
      ...(await karen.list('inbox')),
      ...(await karen.list(folder)),
      ...(await karen.list('trash')),
      ...(await karen.list('archive')),
    ]
    return rows
      .map(({ letterId, place, starred, unread, goneAt }) => [letterId, place, starred, unread, goneAt])
      .sort()
  }
  const asItWas = await outside()
  for (const wish of [
    { kind: 'move', to: 'archive' },
    { kind: 'move', to: folder },
    { kind: 'trash' },
    { kind: 'restore' },
    { kind: 'star', starred: true },
    { kind: 'star', starred: false },
    { kind: 'unread', unread: true },
    { kind: 'unread', unread: false },
  ]) {
    open.clock.advance(60_000)
    const done = await karen.change([a, b, c, d], wish)
    assert.equal(done.status, 200)
    assert.notDeepEqual(await outside(), asItWas, JSON.stringify(wish))
    open.clock.advance(60_000)
    const undone = await karen.undo(done.body.changeId)
    assert.equal(undone.body.letters.length, done.body.letters.length)
    assert.deepEqual(await outside(), asItWas, JSON.stringify(wish))
  }
})

test('B-01: undo is its maker’s, once, within the hour, and never over what was changed since', async () => {
  const karen = await newcomer()
  const ola = await newcomer()
  const [a, b] = (await karen.letters(2)) as [string, string]
  const first = await karen.change([a, b], { kind: 'move', to: 'archive' })
  assert.equal((await ola.undo(first.body.changeId)).body.code, 'change-not-undone')
  await karen.change([b], { kind: 'trash' })
  const undone = await karen.undo(first.body.changeId)
  assert.deepEqual(
    undone.body.letters.map(({ letterId, place }) => [letterId, place]),
    [[a, 'inbox']],
  )
  assert.deepEqual(await karen.ids('trash'), [b], 'what was thrown away since stays thrown away')
  assert.equal((await karen.undo(first.body.changeId)).status, 410)
  const late = await karen.change([a], { kind: 'trash' })
  open.clock.advance(KEEPING.undoMinutes * 60_000)
  assert.equal((await karen.undo(late.body.changeId)).status, 410)
  const nothing = await karen.change([a], { kind: 'trash' })
  assert.deepEqual([nothing.body.changeId, nothing.body.letters], [null, []])
})

test('B-01: starred letters are one list wherever they lie, except in the trash', async () => {
  const karen = await newcomer()
  const [a, b, c] = (await karen.letters(3)) as [string, string, string]
  await karen.change([a, b, c], { kind: 'star', starred: true })
  await karen.change([b], { kind: 'move', to: 'archive' })
  await karen.change([c], { kind: 'trash' })
  assert.deepEqual(await karen.ids('starred'), [a, b])
})

test('B-01: faulty changes are told what is allowed; another’s letters and folders are not there', async () => {
  const karen = await newcomer()
  const ola = await newcomer()
  const letterId = await karen.letter()
  const folder = (await karen.folder('Karens')).body.folderId
  for (const [letterIds, change] of [
    [[], { kind: 'trash' }],
    [[letterId, letterId], { kind: 'trash' }],
    [
      Array.from({ length: 101 }, (_, i) => `0198c0de-0000-7000-8000-${String(i).padStart(12, '0')}`),
      { kind: 'trash' },
    ],
    [[letterId], { kind: 'move', to: 'trash' }],
    [[letterId], { kind: 'burn' }],
    [['x'], { kind: 'trash' }],
  ] as [string[], object][])
    assert.equal((await karen.change(letterIds, change)).status, 422, JSON.stringify(change))
  assert.deepEqual((await ola.change([letterId], { kind: 'trash' })).body.letters, [])
  assert.equal((await ola.change([letterId], { kind: 'move', to: folder })).status, 404)
  assert.equal((await ola.folder('I en andens', folder)).status, 404)
  assert.equal((await ola.ask('PUT', `/api/folders/${folder}`, { name: 'Min', from: null })).status, 404)
  assert.equal((await ola.ask('DELETE', `/api/folders/${folder}`)).status, 404)
  assert.deepEqual(await ola.ids(folder), [])
  const stolen = await ola.ask<LettersDeleted>('POST', '/api/trash/delete', { letterIds: [letterId] })
  assert.equal(stolen.body.deleted, 0)
  assert.deepEqual(await karen.ids('inbox'), [letterId])
})

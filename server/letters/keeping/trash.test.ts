import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { LettersDeleted, Storage } from '#api/keeping.ts'
import type { LetterPage } from '#api/mailbox.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { openKeepers } from '#tests/keeper.ts'
import { clearTrash } from './clear-trash.ts'

const { open, newcomer } = await openKeepers()

/** Rows a letter leaves anywhere, and whether the sender's commitment can still be opened. */
const traces = (mailboxId: string, letterId: string) =>
  asPostOffice(open.house.db, async (trx) => {
    const { rows } = await sql<Record<string, number | boolean>>`
      select (select count(*)::int from letter where mailbox_id = ${mailboxId} and letter_id = ${letterId}) as letters,
        (select count(*)::int from letter_document where mailbox_id = ${mailboxId} and letter_id = ${letterId}) as documents,
        (select count(*)::int from letter_event where mailbox_id = ${mailboxId} and letter_id = ${letterId}) as events,
        (select count(receipt_salt)::int from dispatch_item where letter_id = ${letterId}) as salts,
        (select count(*)::int from dispatch_item where letter_id = ${letterId}) as items`.execute(trx)
    return rows[0]!
  })

const GONE = { letters: 0, documents: 0, events: 0, salts: 0, items: 1 }

test('B-06 D-01: what a session may not open it may not arrange, throw away or delete', async () => {
  const karen = await newcomer()
  const secret = await karen.letter({ sensitive: true })
  const plain = await karen.letter()
  for (const wish of [
    { kind: 'trash' },
    { kind: 'move', to: 'archive' },
    { kind: 'star', starred: true },
    { kind: 'unread', unread: false },
  ])
    assert.equal((await karen.change([plain, secret], wish, 'low')).body.code, 'letter-locked')
  assert.deepEqual(await karen.ids('inbox'), [plain, secret], 'all or nothing')
  await karen.change([plain, secret], { kind: 'trash' })
  for (const [url, payload] of [
    ['/api/trash/delete', { letterIds: [plain] }],
    ['/api/trash/empty', { until: open.clock.now().toISOString() }],
  ] as const)
    assert.equal((await karen.ask('POST', url, payload, 'low')).body.code, 'level-too-low')
  const strict = await karen.letter({ minimumLevel: 'high' })
  await inMailbox(open.house.db, karen.person.mailboxId, (trx) =>
    sql`update letter set folder_id = '00000000-0000-0000-0000-000000000003', trashed_at = ${open.clock.now()},
      trashed_from = folder_id where letter_id = ${strict}`.execute(trx),
  )
  const emptied = await karen.ask<LettersDeleted>('POST', '/api/trash/empty', {
    until: open.clock.now().toISOString(),
  })
  assert.deepEqual(emptied.body, { deleted: 2, locked: 1, more: false })
  assert.deepEqual(await karen.ids('trash'), [strict])
})

test('B-02 R30 D-24: deleted for good: rows, wrapped keys and what opens its evidence are gone, the log and who did it stay', async () => {
  const karen = await newcomer()
  const [letterId, kept] = (await karen.letters(2)) as [string, string]
  await karen.ask('POST', `/api/letters/${letterId}/open`, {})
  const leaves = () =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{ n: number }>`select sum(leaf_count)::int as n from evidence_chunk`.execute(
        trx,
      )
      return rows[0]!.n
    })
  const before = await leaves()
  const pack = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('letter_document')
      .select('pack_id')
      .where('letter_id', '=', letterId)
      .executeTakeFirstOrThrow(),
  )
  const early = await karen.ask<LettersDeleted>('POST', '/api/trash/delete', { letterIds: [letterId] })
  assert.deepEqual(early.body, { deleted: 0, locked: 0, more: false }, 'only from the trash')
  await karen.change([letterId], { kind: 'trash' })
  const deleted = await karen.ask<LettersDeleted>('POST', '/api/trash/delete', {
    letterIds: [letterId, kept],
  })
  assert.deepEqual(deleted.body, { deleted: 1, locked: 0, more: false })
  assert.deepEqual(await traces(karen.person.mailboxId, letterId), GONE)
  assert.equal(await leaves(), before)
  assert.deepEqual(await karen.ids('inbox'), [kept])
  for (const path of ['', '/documents/1', '/proof', '/access-log'])
    assert.equal((await karen.ask('GET', `/api/letters/${letterId}${path}`)).status, 404, path)
  const left = await open.house.db
    .selectFrom('pack_left')
    .select('pack_id')
    .where('pack_id', '=', pack.pack_id)
    .execute()
  assert.equal(left.length, 1, 'the sweep will look at its pack')
  const item = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('dispatch_item')
      .select('opened_at')
      .where('letter_id', '=', letterId)
      .executeTakeFirstOrThrow(),
  )
  assert.ok(item.opened_at, 'what the sender was told of the opening stays so')
  const [newest] = await karen.log()
  assert.deepEqual(
    [newest!.action, newest!.actor.kind, newest!.actor.name, newest!.letter],
    ['deleted', 'owner', karen.person.name, null],
  )
})

test('B-02: two windows empty the trash at once: each letter goes once, and what is thrown away meanwhile stays', async () => {
  const karen = await newcomer()
  const ids = await karen.letters(12)
  await karen.change(ids, { kind: 'trash' })
  const until = open.clock.now().toISOString()
  open.clock.advance(1000)
  const late = await karen.letter()
  await karen.change([late], { kind: 'trash' })
  const both = await Promise.all(
    [1, 2].map(() => karen.ask<LettersDeleted>('POST', '/api/trash/empty', { until })),
  )
  assert.equal(both[0]!.body.deleted + both[1]!.body.deleted, 12)
  assert.deepEqual(await karen.ids('trash'), [late])
  const log = await karen.log()
  assert.equal(log.filter(({ action }) => action === 'deleted').length, 12)
  const emptied = log.filter(({ action }) => action === 'trash-emptied').length
  assert.equal(emptied, both.filter(({ body }) => body.deleted > 0).length)
})

test('B-02: a window empties what it has shown, by the server’s clock and not its own', async () => {
  const karen = await newcomer()
  const [a, b] = (await karen.letters(2)) as [string, string]
  await karen.change([a], { kind: 'trash' })
  const { asOf } = (await karen.ask<LetterPage>('GET', '/api/letters?in=trash')).body
  assert.equal(asOf, open.clock.now().toISOString())
  open.clock.advance(1)
  await karen.change([b], { kind: 'trash' })
  await karen.ask('POST', '/api/trash/empty', { until: asOf })
  assert.deepEqual(await karen.ids('trash'), [b])
})

test('B-02 D-24: after thirty days in the trash a letter goes by itself, not a moment before; restored it stays', async () => {
  const karen = await newcomer()
  const [a, b, c] = (await karen.letters(3)) as [string, string, string]
  await karen.change([a, b, c], { kind: 'trash' })
  const [row] = await karen.list('trash')
  const gone = new Date(row!.goneAt!)
  assert.equal(gone.getTime() - open.clock.now().getTime(), 30 * 86_400_000)
  await karen.change([b], { kind: 'restore' })
  open.clock.advance(gone.getTime() - open.clock.now().getTime() - 1)
  await clearTrash(open.house)
  assert.deepEqual(await karen.ids('trash'), [a, c])
  open.clock.advance(1)
  await clearTrash(open.house)
  await clearTrash(open.house)
  assert.deepEqual([await karen.ids('trash'), await karen.ids('inbox')], [[], [b]])
  assert.deepEqual(await traces(karen.person.mailboxId, a), GONE)
  const log = await karen.log()
  assert.equal(log.filter(({ action, actor }) => action === 'deleted' && actor.kind === 'system').length, 2)
  const left = await asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('letter_change').select('change_id').execute(),
  )
  assert.deepEqual(left, [], 'undo is forgotten')
})

test('B-04 D-23: what is kept counts, the trash included, until it is deleted; a full mailbox still receives', async () => {
  const nora = await newcomer({ profile: 'no' })
  const karen = await newcomer()
  const used = async (who: typeof nora) => (await who.ask<Storage>('GET', '/api/storage')).body
  assert.deepEqual(await used(nora), { usedBytes: 0, quotaBytes: 1_000_000_000, full: false })
  assert.deepEqual(await used(karen), { usedBytes: 0, quotaBytes: null, full: false })
  const document = { bytes: Buffer.alloc(5000, 'x'), mediaType: 'text/plain', fileName: 'a.txt' }
  const letterId = await nora.letter({ documents: [document, document] })
  await nora.letter({ documents: [document], delivered: false })
  assert.equal((await used(nora)).usedBytes, 10_000)
  await nora.change([letterId], { kind: 'trash' })
  assert.equal((await used(nora)).usedBytes, 10_000, 'the trash counts')
  await nora.ask('POST', '/api/trash/delete', { letterIds: [letterId] })
  assert.equal((await used(nora)).usedBytes, 0)
  const huge = await nora.letter()
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set size_bytes = 1000000000 where letter_id = ${huge}`.execute(trx)
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
  assert.equal((await used(nora)).full, true)
  const late = await nora.letter()
  assert.deepEqual(await nora.ids('inbox'), [late, huge])
})

test('B-02: one window takes letters out again while another empties the trash: each letter is back or gone, as each was told', async () => {
  const karen = await newcomer()
  const ids = await karen.letters(60)
  await karen.change(ids, { kind: 'trash' })
  const until = open.clock.now().toISOString()
  const back = ids.filter((_, n) => n % 3 === 0)
  const [restored, emptied, again] = await Promise.all([
    karen.change(back, { kind: 'restore' }),
    karen.ask<LettersDeleted>('POST', '/api/trash/empty', { until }),
    karen.ask<LettersDeleted>('POST', '/api/trash/empty', { until }),
  ])
  assert.deepEqual([restored.status, emptied.status, again.status], [200, 200, 200])
  const told = restored.body.letters.map(({ letterId }) => letterId)
  const [inbox, trash] = [await karen.ids('inbox'), await karen.ids('trash')]
  assert.deepEqual([...inbox].sort(), [...told].sort(), 'what came back is what was said to come back')
  assert.equal(
    emptied.body.deleted + again.body.deleted + inbox.length + trash.length,
    ids.length,
    'each once',
  )
  // What the one that restored held at that moment, the one that empties passes over: asked again, nothing is left.
  const rest = await karen.ask<LettersDeleted>('POST', '/api/trash/empty', { until })
  assert.equal(rest.body.deleted, trash.length)
  assert.deepEqual([await karen.ids('trash'), (await karen.ids('inbox')).length], [[], told.length])
  const log = (await karen.log()).filter(({ action }) => action === 'deleted')
  assert.equal(log.length, ids.length - told.length, 'written down once each')
})

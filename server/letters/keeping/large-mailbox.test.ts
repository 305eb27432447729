import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { askIn, inMailbox } from '#ground/db.ts'
import { KEEPING, PLACES } from '#rules/keeping.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import { countUnread, pageOfPlace, readStarred, type StoredLetter } from '../letters.store.ts'
import { countUnreadIn } from './folders.store.ts'

const LETTERS = 100_000
let open: OpenHouse
let mailboxId: string
before(async () => {
  open = await openHouse()
  const sender = await seedSender(open.house)
  const person = await seedPerson(open.house)
  mailboxId = person.mailboxId
  const { letterId } = await seedLetter(open.house, { mailboxId, senderId: sender.senderId })
  // All but the oldest fifty lie in the archive: the inbox is what is left under a mountain of newer letters.
  await inMailbox(open.house.db, mailboxId, async (trx) => {
    const id = sql`('0198c0de-' || lpad(to_hex(n / 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(n % 65536), 12, '0'))::uuid`
    await sql`insert into letter (mailbox_id, letter_id, sender_id, title_sealed, sensitive, public_sector, minimum_level,
        document_count, evidence_salt, accepted_at, delivered_at, read_at, folder_id)
      select mailbox_id, ${id}, sender_id, title_sealed, sensitive, public_sector, minimum_level, document_count,
        evidence_salt, accepted_at, delivered_at, case when n % 2 = 0 then delivered_at end,
        case when n <= 50 then ${PLACES.inbox}::uuid else ${PLACES.archive}::uuid end
      from letter, generate_series(1, ${LETTERS}) n where letter_id = ${letterId}`.execute(trx)
    await sql`insert into letter_document select mailbox_id, ${id}, document_no, document_id, media_type, size_bytes, sha256,
        file_name_sealed, wrapped_key, pack_id, pack_offset, sealed_bytes
      from letter_document, generate_series(1, ${LETTERS}) n where letter_id = ${letterId}`.execute(trx)
  })
  await sql`analyze letter`.execute(open.house.db)
  await sql`analyze letter_document`.execute(open.house.db)
})
after(() => open.close())

/** Index entries and rows of `letter` that were looked at, by PostgreSQL's own counters of this transaction. */
async function looked<T>(work: (trx: Parameters<Parameters<typeof inMailbox>[2]>[0]) => Promise<T>) {
  return inMailbox(open.house.db, mailboxId, async (trx) => {
    const count = async () => {
      const { rows } = await sql<{ entries: number; scans: number }>`
        select (select sum(pg_stat_get_xact_tuples_returned(indexrelid))::int from pg_index where indrelid = 'letter'::regclass) as entries,
          pg_stat_get_xact_numscans('letter'::regclass)::int as scans`.execute(trx)
      return rows[0]!
    }
    const start = await count()
    const value = await work(trx)
    const end = await count()
    return { value, entries: end.entries - start.entries, tableScans: end.scans - start.scans }
  })
}

test('B-01: of 100,000 letters a page of any place looks at its own index entries only, never at the mountain above it', async () => {
  for (const [folderId, first] of [
    [PLACES.inbox, 50],
    [PLACES.archive, 51],
    [PLACES.trash, 0],
  ] as const) {
    const page = await looked((trx) =>
      askIn<StoredLetter>(trx, pageOfPlace(mailboxId, folderId, { before: undefined, limit: 51 })),
    )
    assert.ok(page.value.length >= Math.min(first, 50), folderId)
    assert.equal(page.tableScans, 0, 'no scan of the table')
    assert.ok(page.entries <= 4 * 51 + 10, `${folderId}: ${page.entries} index entries for a page of 51`)
  }
  const deep = '0198c0de-0000-7000-8000-000000008000'
  const far = await looked((trx) =>
    askIn<StoredLetter>(trx, pageOfPlace(mailboxId, PLACES.archive, { before: deep, limit: 51 })),
  )
  assert.equal(far.value.length, 51)
  assert.ok(far.entries <= 4 * 51 + 10, `${far.entries} index entries for a page far down`)
  const starred = await looked((trx) => readStarred(trx, mailboxId, { before: undefined, limit: 51 }))
  assert.deepEqual([starred.value.length, starred.entries, starred.tableScans], [0, 0, 0])
  const unread = await looked((trx) => countUnread(trx, mailboxId))
  assert.deepEqual([unread.value, unread.tableScans], [26, 0])
  assert.ok(unread.entries <= 110, `${unread.entries} index entries to count unread`)
  assert.equal(KEEPING.lettersAtOnceMax, 100)
})

test('B-01: unread letters of ten thousand folders are one look into the index each, whatever else the mailbox holds', async () => {
  await inMailbox(open.house.db, mailboxId, async (trx) => {
    await sql`insert into folder (mailbox_id, folder_id, parent_id, name_sealed, name_form, created_at)
      select ${mailboxId}, ('0198c0de-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, null, ''::bytea, sha256(n::text::bytea), now()
      from generate_series(1, ${KEEPING.foldersMax}) n`.execute(trx)
    await sql`update letter set folder_id = '0198c0de-0000-7000-9000-000000000007'
      where mailbox_id = ${mailboxId} and letter_id < '0198c0de-0000-7000-8000-000000000021'`.execute(trx)
  })
  await sql`analyze folder`.execute(open.house.db)
  const counted = await looked((trx) => countUnreadIn(trx, mailboxId, 100))
  assert.deepEqual(counted.value, [{ folderId: '0198c0de-0000-7000-9000-000000000007', unread: 16 }])
  assert.equal(counted.tableScans, 0, 'no scan of the letters')
  assert.ok(counted.entries <= 100, `${counted.entries} index entries of letters`)
})

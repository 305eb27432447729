import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCatalog } from './catalog.ts'
import { joinsOutsideMailbox } from './mailbox-joins.ts'
import { sqlTexts } from './sql-texts.ts'

const TABLES = new Set(['letter', 'letter_document', 'letter_event'])

const GOOD = [
  'merge into letter l using letter_event e on e.mailbox_id = l.mailbox_id when matched then delete',
  'select * from letter where letter_id = $1',
  'select * from letter l join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id',
  'select * from letter l join letter_document d on d.letter_id = l.letter_id where l.mailbox_id = $1 and d.mailbox_id = $2',
  'select * from letter join letter_document using (mailbox_id, letter_id)',
  'select * from letter l, letter_document d where (l.mailbox_id, l.letter_id) = (d.mailbox_id, d.letter_id)',
  'select * from letter l where exists (select from letter_event e where e.mailbox_id = l.mailbox_id)',
  'select * from letter l where l.mailbox_id = $1 and exists (select from letter_event e where e.mailbox_id = $1)',
  'select * from unnest($1::uuid[]) r (mailbox_id) join letter l on l.mailbox_id = r.mailbox_id join letter_event e on e.mailbox_id = r.mailbox_id',
  'with gone as (delete from letter where mailbox_id = $1 returning mailbox_id, letter_id) delete from letter_document d using gone g where d.mailbox_id = g.mailbox_id',
  'select * from letter l cross join lateral (select * from letter_document d where d.mailbox_id = l.mailbox_id limit 1) first',
  'select * from letter l join sender s on s.sender_id = l.sender_id',
  'update letter l set read_at = now() from letter_event e where e.mailbox_id = l.mailbox_id and e.letter_id = l.letter_id',
  'insert into letter_event (mailbox_id) select l.mailbox_id from letter l',
]
const BAD = [
  'with gone as (select letter_id from letter) insert into letter_event (mailbox_id) select d.mailbox_id from letter_document d join gone g on g.letter_id = d.letter_id',
  'merge into letter l using letter_event e on e.letter_id = l.letter_id when matched then delete',
  'select * from letter l join letter_document d on d.letter_id = l.letter_id',
  'select * from letter l join letter_document d on d.letter_id = l.letter_id where l.mailbox_id = $1',
  'select * from letter join letter_document using (letter_id)',
  'select * from letter l, letter_document d where (l.letter_id, l.letter_id) = (d.letter_id, d.letter_id)',
  'select * from letter l where exists (select from letter_event e where e.letter_id = l.letter_id)',
  'select (select count(*) from letter_document d where d.letter_id = l.letter_id) from letter l where l.mailbox_id = $1',
  'with gone as (delete from letter where mailbox_id = $1 returning letter_id) delete from letter_document d using gone g where d.letter_id = g.letter_id',
  'select * from letter l cross join lateral (select * from letter_document d where d.letter_id = l.letter_id) first',
  'select * from (select letter_id from letter) l join letter_event e on e.letter_id = l.letter_id',
  'update letter l set read_at = now() from letter_event e where e.letter_id = l.letter_id',
  'select * from letter l join letter_event e on e.mailbox_id = any($1) and l.mailbox_id = any($1)',
  'insert into letter_event (mailbox_id) select l.mailbox_id from letter l join letter_document d on d.letter_id = l.letter_id',
]
test('joins between mailbox tables: planted faults are found, good ones left in peace', async () => {
  for (const sql of GOOD) assert.deepEqual(await joinsOutsideMailbox(sql, TABLES), [], sql)
  for (const sql of BAD) assert.notDeepEqual(await joinsOutsideMailbox(sql, TABLES), [], sql)
})

test('every SQL text of the code keeps its joins within the mailbox', async () => {
  const { tables } = await readCatalog()
  const mailboxTables = new Set(
    tables.filter(({ comment }) => /^dist:mailbox_id\b/.test(comment)).map(({ name }) => name),
  )
  assert.ok(mailboxTables.size > 3, 'the catalog knows no mailbox tables: the check is blind')
  const texts = sqlTexts()
  const faults: string[] = []
  let parsed = 0
  for (const { file, line, text } of texts) {
    // A text put together from parts may not stand alone; those are checked as they were executed, by `npm test`.
    const found = await joinsOutsideMailbox(text, mailboxTables).catch(() => undefined)
    if (found) parsed++
    faults.push(...(found ?? []).map((fault) => `${file}:${line} ${fault}`))
  }
  assert.ok(parsed > 5, `only ${parsed} of ${texts.length} SQL texts could be read: the check is blind`)
  assert.deepEqual(faults, [])
})

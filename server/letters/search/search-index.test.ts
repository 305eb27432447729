import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { openKeepers } from '#tests/keeper.ts'
import { newSearcher, textDocument as text } from '#tests/searcher.ts'
import { forgetLetters } from '../forget-letters.ts'
import { indexMailbox } from './index-letters.ts'
import { SEGMENTS } from './tidy-index.ts'

const keepers = await openKeepers()
const { open } = keepers
const searcher = () => newSearcher(keepers)

/** Everything the database holds of search, as one text. */
async function stored(mailboxId: string): Promise<string> {
  return asPostOffice(open.house.db, async (trx) => {
    let all = ''
    for (const table of [
      'search_index',
      'search_segment',
      'search_block',
      'search_letter',
      'letter_note',
      'search_use',
    ])
      all += JSON.stringify(
        (await sql`select * from ${sql.table(table)} where mailbox_id = ${mailboxId}`.execute(trx)).rows,
      )
    return all + JSON.stringify((await sql`select * from document_text`.execute(trx)).rows)
  })
}

test('B-01 D-27 O-05: the index and the texts are unreadable without the key vault, and two mailboxes with the same letter have nothing alike', async () => {
  const [karen, lars] = [await searcher(), await searcher()]
  const document = text('Hemmeligheden hedder rabarbergrød')
  for (const one of [karen, lars]) {
    const letter = await one.letter({ title: 'Rabarbergrød', documents: [document] })
    await one.ask('PUT', `/api/letters/${letter}/note`, { text: 'rabarbergrød', from: null })
    await one.index()
    assert.equal((await one.search('rabarber')).hits.length, 1)
  }
  const dump = Buffer.concat(
    (
      await asPostOffice(open.house.db, async (trx) => {
        const parts: { bytes: Buffer }[] = []
        for (const [table, column] of [
          ['search_segment', 'head_sealed'],
          ['search_segment', 'words_sealed'],
          ['search_block', 'block_sealed'],
          ['letter_note', 'note_sealed'],
          ['document_text', 'text_sealed'],
        ] as const)
          parts.push(
            ...(
              await sql<{
                bytes: Buffer
              }>`select ${sql.ref(column)} as bytes from ${sql.table(table)}`.execute(trx)
            ).rows,
          )
        return parts
      })
    ).map((part) => part.bytes),
  )
  assert.ok(dump.length > 300)
  for (const word of ['rabarber', 'abarber', 'hemmelig'])
    assert.ok(!dump.toString('latin1').toLowerCase().includes(word))
  const blocks = await asPostOffice(open.house.db, async (trx) =>
    (
      await sql<{
        hex: string
      }>`select encode(block_sealed, 'hex') as hex from search_block where mailbox_id in (${karen.person.mailboxId}, ${lars.person.mailboxId})`.execute(
        trx,
      )
    ).rows.map((row) => row.hex),
  )
  const starts = blocks.flatMap((hex) => hex.match(/.{32}/g) ?? [])
  assert.equal(new Set(starts).size, starts.length, 'no sixteen bytes twice')
  assert.ok(!open.logged().toLowerCase().includes('rabarber'))
})

test('B-02 R30 B-01: a deleted letter leaves the index with its note, and its words leave the blocks of others with the next writing', async () => {
  const karen = await searcher()
  const { mailboxId } = karen.person
  const [kept, gone] = [
    await karen.letter({ title: 'Blive enestående' }),
    await karen.letter({ title: 'Forsvinde enestående' }),
  ]
  await karen.ask('PUT', `/api/letters/${gone}/note`, { text: 'væk', from: null })
  assert.deepEqual(await karen.find('enestående'), [gone, kept])
  const before = await stored(mailboxId)
  await karen.change([gone], { kind: 'trash' })
  await karen.ask('POST', '/api/trash/delete', { letterIds: [gone] })
  assert.deepEqual(await karen.find('enestående'), [kept])
  assert.ok(before.includes(gone) && !(await stored(mailboxId)).includes(gone))
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      waiting: number
    }>`select count(*)::int as waiting from graphile_worker.jobs where key = ${`index-letters:${mailboxId}`}`.execute(
      trx,
    ),
  )
  assert.equal(rows[0]!.waiting, 1, 'the job to write it anew')
  await karen.index()
  const sizes = await asPostOffice(open.house.db, (trx) =>
    sql<{
      letters: number
      gone: number
    }>`select letters, gone from search_segment where mailbox_id = ${mailboxId}`.execute(trx),
  )
  assert.deepEqual(sizes.rows, [{ letters: 1, gone: 0 }])
  assert.deepEqual(await karen.find('blive'), [kept])
  await karen.change([kept], { kind: 'trash' })
  await karen.ask('POST', '/api/trash/delete', { letterIds: [kept] })
  const left = await asPostOffice(open.house.db, (trx) =>
    sql`select from search_block where mailbox_id = ${mailboxId}`.execute(trx),
  )
  assert.equal(left.rows.length, 0, 'with the last letter its segment goes at once')
})

test('D-05 O-05: of an erased mailbox the index is unreadable at once and gone with the letters', async () => {
  const karen = await searcher()
  await karen.letter({ title: 'Sidste brev' })
  await karen.find('sidste')
  await open.house.vault.erase([karen.person.mailboxId])
  assert.equal((await karen.ask('POST', '/api/search', { words: 'sidste' })).body.code, 'content-erased')
  await karen.index()
  await forgetLetters(open.house, { mailboxId: karen.person.mailboxId })
  assert.ok(!(await stored(karen.person.mailboxId)).includes(karen.person.mailboxId))
})

test('B-01: many small segments become one, and nothing is lost on the way', async () => {
  const karen = await searcher()
  const ids: string[] = []
  for (let i = 0; i < SEGMENTS.smallMax + 3; i++) {
    ids.unshift(await karen.letter({ title: `Stykke nummer${i}` }))
    assert.equal((await karen.search('stykke')).hits.length, i + 1)
  }
  await karen.index()
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql`select from search_segment where mailbox_id = ${karen.person.mailboxId}`.execute(trx),
  )
  assert.equal(rows.length, 1)
  assert.deepEqual(await karen.find('stykker'), ids)
  assert.deepEqual(await karen.find('nummer3'), [ids.at(-4)])
})

test('B-01: a document is read once; a broken one keeps no letter out of the index', async () => {
  let read = 0
  const { textReader } = open.house
  const counting = {
    ...open.house,
    textReader: {
      read(document: Parameters<typeof textReader.read>[0]) {
        read++
        return textReader.read(document)
      },
    },
  }
  const karen = await searcher()
  const broken = await karen.letter({
    title: 'Itu',
    documents: [{ bytes: Buffer.from('%PDF-1.7 itu'), mediaType: 'application/pdf', fileName: 'x.pdf' }],
  })
  await karen.index()
  await asPostOffice(open.house.db, async (trx) => {
    for (const table of ['search_block', 'search_segment', 'search_letter', 'search_index'])
      await sql`delete from ${sql.table(table)} where mailbox_id = ${karen.person.mailboxId}`.execute(trx)
  })
  await indexMailbox(counting, { mailboxId: karen.person.mailboxId })
  assert.equal(read, 0, 'an index that is made anew reads no document again')
  assert.deepEqual(await karen.find('itu'), [broken])
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      state: string
    }>`select t.state from document_text t join letter_document d on d.document_id = t.document_id
      where d.mailbox_id = ${karen.person.mailboxId}`.execute(trx),
  )
  assert.deepEqual(rows, [{ state: 'unreadable' }])
})

test('B-01 O-12: what is in the index is looked through again for a quarter of an hour only: then a search asks for the mark to be moved', async () => {
  const karen = await searcher()
  const { mailboxId } = karen.person
  const letter = await karen.letter({ title: 'Rabarber' })
  // As many as are worth a job, of one minute.
  await asPostOffice(open.house.db, async (trx) => {
    const id = sql`overlay(letter_id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid`
    await sql`insert into letter (mailbox_id, letter_id, sender_id, title_sealed, sensitive, public_sector, minimum_level,
        document_count, evidence_salt, accepted_at, delivered_at)
      select mailbox_id, ${id}, sender_id, title_sealed, sensitive, public_sector, minimum_level, document_count,
        evidence_salt, accepted_at, delivered_at from letter, generate_series(1, 500) n where letter_id = ${letter}`.execute(
      trx,
    )
    await sql`insert into letter_document select mailbox_id, ${id}, document_no, document_id, media_type, size_bytes, sha256,
        file_name_sealed, wrapped_key, pack_id, pack_offset, sealed_bytes
      from letter_document, generate_series(1, 500) n where letter_id = ${letter}`.execute(trx)
  })
  const asked = () =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{ waiting: number; above: number }>`
      select (select count(*)::int from graphile_worker.jobs where key = ${`index-letters:${mailboxId}`}) as waiting,
        (select count(*)::int from letter where mailbox_id = ${mailboxId} and letter_id > (
          select settled_to from search_index where mailbox_id = ${mailboxId})) as above`.execute(trx)
      return rows[0]!
    })
  await karen.search('rabarber')
  await karen.index()
  await sql`delete from graphile_worker._private_jobs where key = ${`index-letters:${mailboxId}`}`.execute(
    open.house.db,
  )
  assert.equal((await karen.search('rabarber')).waiting, 0)
  assert.equal((await asked()).waiting, 0, 'nothing can be settled yet')
  // Ids are made of the machine's time in some tests.
  open.clock.set(new Date(Math.max(Date.now(), open.clock.now().getTime()) + 16 * 60_000))
  assert.equal((await karen.search('rabarber')).waiting, 0)
  assert.equal((await asked()).waiting, 1)
  await karen.index()
  assert.equal((await asked()).above, 0)
  assert.equal((await karen.search('rabarber')).hits.length, 25)
})

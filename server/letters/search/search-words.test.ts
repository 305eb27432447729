/** Words within longer ones, words that are nearly what was typed, and how often somebody may search: against the whole house. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { isWanted, readSearch, SEARCH } from '#rules/search/query.ts'
import { termOf, wordsOf } from '#rules/search/words.ts'
import type { Keepers } from '#tests/keeper.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { newSearcher, textDocument as text } from '#tests/searcher.ts'
import { type SeededPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import { forgetSearchCounts } from './count-search.ts'

let open: OpenHouse
let keepers: Keepers
before(async () => {
  open = await openHouse()
  const people: SeededPerson[] = []
  const app = await open.app(lettersRoutes(signIns(open.house, people)))
  keepers = { open, app, people, sender: await seedSender(open.house) }
})
after(() => open.close())
const searcher = () => newSearcher(keepers)

test('B-01: words within longer ones are found and marked, the very word first; in quotation marks the very word alone', async () => {
  const karen = await searcher()
  const inside = await karen.letter({ title: 'Brev', documents: [text('Her er vandregningerne.')] })
  const fee = await karen.letter({ title: 'Om regningsgebyret', documents: [text('x')] })
  const itself = await karen.letter({ title: 'Noget', documents: [text('En regning til dig.')] })
  const title = await karen.letter({ title: 'Din regning', documents: [text('y')] })
  const lease = await karen.letter({ title: 'Husleieøkning', documents: [text('z')] })
  assert.deepEqual(
    await karen.find('regning'),
    [title, fee, itself, inside],
    'outside first, the very word first',
  )
  assert.deepEqual(await karen.find('"regning"'), [title, itself])
  assert.deepEqual(await karen.find('vand '), [inside])
  assert.deepEqual(await karen.find('økninger '), [lease])
  assert.deepEqual(await karen.find('oekning leie '), [lease], 'as who has no ø types it, and two at once')
  const pages: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = await karen.search('regning', { limit: 1, ...(after && { after }) })
    pages.push(...page.hits.map((hit) => hit.letter.letterId))
    after = page.next
  }
  assert.deepEqual(pages, [title, fee, itself, inside], 'page by page each once')
  await karen.openLetter(inside)
  const hit = (await karen.search('regning')).hits.find(({ letter }) => letter.letterId === inside)!
  assert.deepEqual(
    hit.inside?.filter(({ found }) => found).map((piece) => piece.text),
    ['vandregningerne'],
  )
})

test('B-01: a slip finds what was meant and says so; what was typed can be had in quotation marks', async () => {
  const karen = await searcher()
  const bill = await karen.letter({ title: 'Årsopgørelse', documents: [text('Forsikringen fornyes.')] })
  await karen.index()
  const ask = async (words: string) => {
    const { hits, instead } = await karen.search(words)
    return [hits.map((hit) => hit.letter.letterId), instead] as const
  }
  assert.deepEqual(await ask('forsirking'), [[bill], { words: 'forsikringen', shown: true }])
  assert.deepEqual(await ask('Arsopgorelse'), [[bill], { words: 'årsopgørelse', shown: true }])
  assert.deepEqual(await ask('fornyes, forsirking!'), [
    [bill],
    { words: 'fornyes, forsikringen!', shown: true },
  ])
  assert.deepEqual(await ask('"forsirking"'), [[], null])
  assert.deepEqual(await ask('rabarber'), [[], null])
  assert.deepEqual(
    await ask('forsikring rabarber'),
    [[], null],
    'the one word is known, the other near nothing',
  )
  assert.deepEqual(
    (await karen.search('forsirking', { in: 'archive' })).instead,
    null,
    'and nothing of it there',
  )
  // Somebody's slip in a letter: what it finds is shown, what was meant is offered.
  const slip = await karen.letter({ title: 'Forsirking', documents: [text('a')] })
  for (let n = 0; n < 12; n++) await karen.letter({ title: 'Forsikring', documents: [text('b')] })
  await karen.index()
  assert.deepEqual(await ask('forsirking'), [[slip], { words: 'forsikring', shown: false }])
})

test('B-01: a slow machine offers more only where there is more, and still takes a slip for what was meant', async (t) => {
  const karen = await searcher()
  const ids: string[] = []
  for (const title of ['Forsikring', 'Forsikring', 'Vand'])
    ids.push(await karen.letter({ title, documents: [text('a')] }))
  await karen.index()
  // Each look at the watch finds a minute gone.
  let now = performance.now()
  t.mock.method(performance, 'now', () => (now += 60_000))
  const asked = async (words: string) => {
    const { hits, next, instead } = await karen.search(words)
    return [hits.map((hit) => hit.letter.letterId), next, instead?.words]
  }
  assert.deepEqual(await asked('forsikring'), [[ids[1], ids[0]], null, undefined])
  assert.deepEqual(await asked('rabarber'), [[], null, undefined])
  assert.deepEqual(await asked('forsirking'), [[ids[1], ids[0]], null, 'forsikring'])
})

test('B-06 I-13 B-01: no word of a letter that this session may not open is named as near', async () => {
  const karen = await searcher()
  await karen.letter({ title: 'Undersøgelse', sensitive: true, documents: [text('kræftafdelingen')] })
  const public_ = await karen.letter({
    title: 'Afgørelsen',
    publicSector: true,
    documents: [text('byggesagen')],
  })
  await karen.index()
  for (const typed of ['undersøglese', 'kræftafdelignen', 'byggesgaen'])
    assert.deepEqual((await karen.search(typed, {}, 'low')).instead, null, typed)
  assert.deepEqual((await karen.search('undersøglese')).instead?.shown, true)
  const { hits, instead } = await karen.search('afgørleser', {}, 'low')
  assert.deepEqual(
    [hits.map((hit) => hit.letter.letterId), instead],
    [[public_], { words: 'afgørelsen', shown: true }],
  )
})

test('B-01: what the index finds is what is found by reading every letter word by word', async () => {
  const karen = await searcher()
  const stems =
    'vand varme regning leje kontrakt skat opgørelse forsikring bil lån bolig gebyr afgift aftale sag'.split(
      ' ',
    )
  let seed = 7
  const pick = <T>(list: readonly T[]): T => {
    seed = (seed * 16807) % 2147483647
    return list[seed % list.length]!
  }
  const word = () =>
    pick([
      () => pick(stems),
      () => pick(stems) + pick(['', 's', 'e']) + pick(stems),
      () => pick(stems) + pick(['er', 'en', 'ne']),
    ])()
  const letters = new Map<string, { title: string; body: string }>()
  for (let n = 0; n < 30; n++) {
    const [title, body] = [`${word()} ${word()}`, Array.from({ length: 6 }, word).join(' ')]
    letters.set(await karen.letter({ title, documents: [text(body)] }), { title, body })
    if (n % 11 === 0) await karen.index()
  }
  await karen.index()
  const language = 'da'
  for (let n = 0; n < 40; n++) {
    const typed = `${word()} ${n % 3 === 0 ? word() : ''}${n % 2 === 0 ? ' ' : ''}`
    const expected = [...letters].flatMap(([letterId, { title, body }]) => {
      const words = [...wordsOf(`${title} ${body}`)].map((one) => one.text)
      const holds = readSearch(typed, '2026-11-22').every(
        (one) => one.kind === 'word' && words.some((w) => isWanted(one.word, w, [termOf(w, language)])),
      )
      return holds ? [letterId] : []
    })
    const answer = await karen.search(typed, { limit: 50 })
    const found = answer.instead?.shown ? [] : answer.hits.map((hit) => hit.letter.letterId)
    assert.deepEqual(found.sort(), expected.sort(), typed)
  }
})

test('I-13 B-01: whoever searches hundreds of times in minutes waits and is told how long; asking how many letters are unread is no search', async () => {
  const [karen, lars] = [await searcher(), await searcher()]
  open.clock.set('2027-01-22T10:03:00Z')
  await karen.search('ord')
  const counted = () =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{
        searches: number
      }>`select searches from search_use where mailbox_id = ${karen.person.mailboxId}`.execute(trx)
      return rows.map((row) => row.searches)
    })
  assert.deepEqual(await counted(), [1])
  await asPostOffice(open.house.db, (trx) =>
    sql`update search_use set searches = ${SEARCH.perWindow - 1} where mailbox_id = ${karen.person.mailboxId}`.execute(
      trx,
    ),
  )
  assert.equal((await karen.ask('POST', '/api/search', { words: 'ord' })).status, 200, 'the last one')
  const refused = await keepers.app.inject({
    method: 'POST',
    url: '/api/search',
    headers: as(karen.person, 'substantial'),
    payload: { words: 'ord' },
  })
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'too-many-searches'])
  assert.equal(refused.headers['retry-after'], String(7 * 60))
  assert.equal((await karen.ask('POST', '/api/search', {})).status, 200)
  assert.equal((await lars.ask('POST', '/api/search', { words: 'ord' })).status, 200)
  open.clock.advance(7 * 60_000)
  assert.equal((await karen.ask('POST', '/api/search', { words: 'ord' })).status, 200)
  assert.deepEqual(await counted(), [1], 'counted anew')
  open.clock.advance(2 * 3_600_000)
  await forgetSearchCounts(open.house)
  assert.deepEqual(await counted(), [])
})

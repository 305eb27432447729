import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { type PrintLetter, PrintRefused } from '#ground/paper.ts'
import { LETTER_LAYOUTS } from '#rules/letter-layout.ts'
import { codesIn, requireSoundPdf, textOf } from '#tests/letter-box.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { ID_TEXTS } from '../pages/id-texts.ts'
import { followLetter, handOverLetter } from './hand-over-letter.ts'
import { composeLetter, type LetterFacts } from './letter-words.ts'
import { orderLetter } from './order-letter.ts'
import { setLetter } from './set-letter.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const ACTIVATION: LetterFacts = {
  kind: 'activation',
  code: 'K7QM-4R2X-9TPD',
  until: '2026-12-22T09:00:00.000Z',
  page: 'post.example/id/activate',
  blockCode: 'AAAA-BBBB-CCCC',
  blockPage: 'post.example/id/block',
}
const card: LetterFacts = {
  kind: 'code-card',
  serial: '123 456 789',
  rows: Array.from({ length: 148 }, (_, i) => [String(1000 + i * 7), String(200_000 + i)] as const),
}

async function order(facts: LetterFacts = ACTIVATION, country: 'dk' | 'no' = 'dk') {
  const person = await seedPerson(room.house, { profile: country, familyName: 'Lindholm #let x = 1 *Ø*' })
  const letterId = await asPostOffice(room.house.db, (trx) =>
    orderLetter(room.identity, trx, {
      personId: person.personId,
      aboutId: person.personId,
      language: 'da',
      facts,
    }),
  )
  return { person, letterId }
}
const row = async (letterId: string) =>
  (
    await sql<{ state: string; content_sealed: Buffer | null }>`
      select state, content_sealed from id_letter where letter_id = ${letterId}::uuid`.execute(room.house.db)
  ).rows[0]!

/** Words with their place in millimetres from the upper left, by poppler. */
function placed(pdf: Uint8Array) {
  const mm = 25.4 / 72
  return [
    ...textOf({ pdf }, '-bbox', '-f', '1', '-l', '1').matchAll(
      /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g,
    ),
  ].map(([, x, y, xEnd, yEnd, word]) => ({
    word: word!,
    x: Number(x) * mm,
    y: Number(y) * mm,
    xEnd: Number(xEnd) * mm,
    yEnd: Number(yEnd) * mm,
  }))
}

test('N-03 I-01: the address stands in the window and nothing else in the reserved field, Danish and Norwegian', async () => {
  for (const [country, layout] of [
    ['dk', LETTER_LAYOUTS['dk-remote-print']],
    ['no', LETTER_LAYOUTS['no-digipost']],
  ] as const) {
    for (const language of ['da', 'nb', 'sv', 'en'] as const) {
      const pdf = await setLetter(room.house.typesetter, {
        letterId: 'x',
        language,
        to: {
          name: 'Kirsten Ørskov',
          lines: ['c/o Bo', 'Ahornvej 1'],
          postcode: '5000',
          city: 'Odense',
          country,
        },
        facts: ACTIVATION,
        date: room.clock.now(),
      })
      requireSoundPdf({ pdf })
      const words = placed(pdf)
      const { reserved, recipient, margin } = layout
      const inside = words.filter(
        ({ x, y }) =>
          x < reserved.x + reserved.width &&
          y < reserved.y + reserved.height &&
          y > reserved.y - 1 &&
          x >= reserved.x - 1,
      )
      assert.deepEqual(
        inside.map(({ word }) => word),
        ['Kirsten', 'Ørskov', 'c/o', 'Bo', 'Ahornvej', '1', '5000', 'Odense'],
      )
      for (const at of inside) {
        assert.ok(
          at.x >= recipient.x - 0.5 && at.xEnd <= recipient.x + recipient.width,
          `${country} ${at.word}`,
        )
        assert.ok(
          at.y >= recipient.y - 1 && at.yEnd <= recipient.y + recipient.height + 1,
          `${country} ${at.word}`,
        )
      }
      for (const at of words) {
        assert.ok(
          at.x >= margin.left - 0.5 && at.xEnd <= 210 - margin.right + 0.5,
          `${at.word} in the margin`,
        )
        assert.ok(at.yEnd <= 297 - margin.bottom, `${at.word} below`)
      }
      assert.deepEqual(codesIn({ pdf }), ['K7QM-4R2X-9TPD', 'AAAA-BBBB-CCCC'])
      assert.equal(textOf({ pdf }).split('\f').length - 1, 1, 'one page')
    }
  }
})

test('I-02: a code card is one table of 148 keys and codes on one page, each key beside its code', async () => {
  const pdf = await setLetter(room.house.typesetter, {
    letterId: 'x',
    language: 'da',
    to: { name: 'Kirsten', lines: ['Ahornvej 1'], postcode: '5000', city: 'Odense', country: 'dk' },
    facts: card,
    date: room.clock.now(),
  })
  requireSoundPdf({ pdf })
  const pages = textOf({ pdf }, '-layout').split('\f').slice(0, -1)
  assert.equal(pages.length, 2)
  const pairs = [...pages[1]!.matchAll(/\b(\d{4})\s+(\d{3}) (\d{3})\b/g)].map(([, key, a, b]) => [
    key!,
    `${a}${b}`,
  ])
  assert.equal(pairs.length, 148)
  assert.deepEqual(new Map(pairs as [string, string][]), new Map(card.kind === 'code-card' ? card.rows : []))
})

test('I-01: a letter is handed over once; its codes are gone from the database with it, and never in the log or the queue', async () => {
  const { person, letterId } = await order()
  const { rows: jobs } = await sql<{ payload: unknown }>`
    select payload from graphile_worker._private_jobs`.execute(room.house.db)
  assert.doesNotMatch(JSON.stringify(jobs), /K7QM/)
  assert.ok((await row(letterId)).content_sealed)
  assert.doesNotMatch((await row(letterId)).content_sealed!.toString('latin1'), /K7QM/)
  await handOverLetter(room.identity, room.house, { letterId })
  await handOverLetter(room.identity, room.house, { letterId })
  const letters = room.printed.filter((letter) => letter.letterId === letterId)
  assert.equal(letters.length, 1)
  assert.equal(letters[0]!.to.name, person.name, 'markup in a name is a name')
  assert.match(textOf(letters[0]!), /#let x = 1\s\*Ø\*/)
  assert.deepEqual(await row(letterId), { state: 'handed-over', content_sealed: null })
  assert.doesNotMatch(room.logged(), /K7QM|Lindholm/)
})

test('I-01: a print house out of order keeps the letter waiting; the second hand-over is the same letter', async () => {
  const { letterId } = await order()
  const broken = { ...room.house.printHouse, handOver: () => Promise.reject(new Error('down')) }
  await assert.rejects(handOverLetter(room.identity, { ...room.house, printHouse: broken }, { letterId }))
  assert.equal((await row(letterId)).state, 'ordered')
  const answered = room.printed.length
  // The print house took it, the answer was lost.
  const lost = {
    ...room.house.printHouse,
    handOver: async (letter: PrintLetter) => {
      await room.house.printHouse.handOver(letter)
      throw new Error('cut off')
    },
  }
  await assert.rejects(handOverLetter(room.identity, { ...room.house, printHouse: lost }, { letterId }))
  await handOverLetter(room.identity, room.house, { letterId })
  assert.equal(room.printed.length, answered + 1)
})

test('I-01: what the print house refuses, or the register has no address for, is not tried for ever', async () => {
  const refused = await order()
  const refusing = {
    ...room.house.printHouse,
    handOver: () => Promise.reject(new PrintRefused('no such place')),
  }
  await handOverLetter(room.identity, { ...room.house, printHouse: refusing }, refused)
  assert.deepEqual(await row(refused.letterId), { state: 'refused', content_sealed: null })
  const moved = await order()
  await sql`update person set status = 'emigrated' where person_id = ${moved.person.personId}`.execute(
    room.house.db,
  )
  await handOverLetter(room.identity, room.house, moved)
  assert.equal((await row(moved.letterId)).state, 'refused')
})

test('I-01: a letter that comes back is known to have come back', async () => {
  const { letterId } = await order()
  await handOverLetter(room.identity, room.house, { letterId })
  await followLetter(room.identity, room.house, { letterId })
  assert.equal((await row(letterId)).state, 'posted')
  const back = { ...room.house.printHouse, status: async () => 'returned' as const }
  await followLetter(room.identity, { printHouse: back }, { letterId })
  assert.equal((await row(letterId)).state, 'returned')
})

test('I-20 I-05 O-07: in every language a letter says where to type what, and how a Dane and a Norwegian block', () => {
  const { blockCode, blockPage, code, until, page } = ACTIVATION as Extract<
    LetterFacts,
    { kind: 'activation' }
  >
  const common = { code, page, until, from: '2026-11-22T10:00:00.000Z' }
  for (const language of ['da', 'nb', 'sv', 'en'] as const) {
    const { activate } = ID_TEXTS[language]
    const temporary = composeLetter(language, { kind: 'temporary-password', ...common }).paragraphs.join(' ')
    assert.ok(temporary.includes(`post.example/id/activate`), language)
    assert.match(temporary, new RegExp(`(feltet|fältet|field) ${activate.code}\\b`), language)
    assert.match(temporary, /personnummer|fødselsnummer|national number/, language)
    for (const kind of ['activation', 'recovery'] as const) {
      const after = composeLetter(language, { kind, ...common, blockCode, blockPage }).after.join(' ')
      assert.match(
        after,
        /\((i Norge|i Danmark|in Norway) .*(nummer|number|bruker-ID)/,
        `${language} ${kind}`,
      )
    }
  }
})

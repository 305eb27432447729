import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { PDFDocument } from '@cantoo/pdf-lib'
import { sql } from 'kysely'
import { ZipFile } from 'yazl'
import type { AccessLogPage, Letter } from '#api/mailbox.ts'
import type { Marked, NoteSet } from '#api/search.ts'
import { asPostOffice } from '#ground/db.ts'
import { interleaved } from '#tests/interleaved.ts'
import { openKeepers } from '#tests/keeper.ts'
import { newSearcher, textDocument } from '#tests/searcher.ts'
import type { DocumentSeed } from '#tests/seed-letters.ts'
import type { PersonSeed } from '#tests/seed-people.ts'

const keepers = await openKeepers()
const { open } = keepers

const searcher = (seed: PersonSeed = {}) => newSearcher(keepers, seed)

const text = textDocument
const html = (body: string): DocumentSeed => ({
  bytes: Buffer.from(`<!doctype html><style>.skjult{}</style><body>${body}</body>`),
  mediaType: 'text/html',
  fileName: 'brev.html',
})
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
async function pdf(words: string): Promise<DocumentSeed> {
  const made = await PDFDocument.create()
  made.addPage([500, 300]).drawText(words, { x: 20, y: 200, size: 11 })
  return { bytes: await made.save(), mediaType: 'application/pdf', fileName: 'brev.pdf' }
}
const foundIn = (marks: Marked | null) => marks?.filter((piece) => piece.found).map((piece) => piece.text)
const plain = (marks: Marked | null) => marks?.map((piece) => piece.text).join('')

test('B-01: by sender, subject, the text inside PDF and HTML, in any form of the word, all words at once', async () => {
  const karen = await searcher()
  const tax = await karen.letter({
    title: 'Din årsopgørelse',
    documents: [await pdf('Du har fået tilbagebetalinger for boligen.')],
  })
  const water = await karen.letter({
    title: 'Vand',
    documents: [html('<p>Regningen p&aring; vand</p><script>hemmelig</script>')],
  })
  assert.deepEqual(await karen.find('tilbagebetaling'), [tax])
  assert.deepEqual(await karen.find('TILBAGEBETALINGERNE'), [tax])
  assert.deepEqual(await karen.find('regninger'), [water])
  assert.deepEqual(await karen.find('bolig årsopgørelsen'), [tax], 'one in the subject, one inside')
  assert.deepEqual(await karen.find('bolig vand'), [], 'every word')
  assert.deepEqual(await karen.find('reg'), [water], 'the last word may be unfinished')
  assert.deepEqual(await karen.find('reg vand'), [], 'no other may')
  assert.deepEqual(await karen.find('reg '), [], 'nor one that a space ends')
  assert.deepEqual(await karen.find('hemmelig'), [], 'nobody sees a script')
  assert.deepEqual(await karen.find('brev'), [water, tax], 'the name of the file')
  const sender = (await karen.list('inbox'))[0]!.sender!.name
  assert.deepEqual(await karen.find(sender), [water, tax])
  assert.deepEqual(await karen.find('vand', { sender: sender.slice(0, 4) }), [water])
  assert.deepEqual(await karen.find('', { sender: 'Ingen' }), [])
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<w:p><w:t>Lejekontrakten løber</w:t></w:p>'), 'word/document.xml')
  zip.end()
  const lease = await karen.letter({
    title: 'Min egen',
    documents: [{ bytes: await buffer(zip.outputStream), mediaType: DOCX, fileName: 'k.docx' }],
  })
  assert.deepEqual(await karen.find('lejekontrakt'), [lease], 'an Office file')
})

test('B-01: a phrase stands word for word; accents, case and what is between words do not count', async () => {
  const karen = await searcher()
  const one = await karen.letter({ documents: [text('Aftale om lån: det nye lån, 1.234,50 kr.')] })
  const other = await karen.letter({ documents: [text('Det er et nyt hus. Lån til det nye kommer.')] })
  assert.deepEqual(await karen.find('nye lån'), [other, one])
  assert.deepEqual(await karen.find('"det nye lån"'), [one])
  assert.deepEqual(await karen.find('"1.234,50"'), [one])
  assert.deepEqual(await karen.find('"nye lån" aftaler'), [one])
  assert.deepEqual(await karen.find('"LÅN det"'), [one])
  assert.deepEqual(await karen.find('"lån aftale"'), [])
})

test('B-01: narrowed by place, days, unread and attachments; the trash is searched only when asked', async () => {
  const karen = await searcher()
  open.clock.set('2026-03-10T11:00:00Z')
  const march = await karen.letter({ title: 'Faktura marts' })
  open.clock.set('2026-11-22T23:30:00Z')
  const late = await karen.letter({ title: 'Faktura', documents: [text('et'), text('to')] })
  open.clock.set('2026-11-23T12:00:00Z')
  const folder = (await karen.folder('Regninger')).body.folderId
  assert.deepEqual(await karen.find('faktura'), [late, march])
  assert.deepEqual(await karen.find('faktura 2026'), [late, march], 'a year is a time')
  assert.deepEqual(await karen.find('faktura i dag'), [late], 'half past midnight of the 23rd in Copenhagen')
  assert.deepEqual(await karen.find('faktura marts'), [march], 'the word, or the month')
  assert.deepEqual(await karen.find('', { since: '2026-11-23' }), [late])
  assert.deepEqual(await karen.find('', { until: '2026-11-22', since: '2026-03-10' }), [march])
  assert.deepEqual(await karen.find('faktura', { attachments: true }), [late])
  await karen.openLetter(march)
  assert.deepEqual(await karen.find('faktura', { unread: true }), [late])
  await karen.change([march], { kind: 'move', to: folder })
  await karen.change([late], { kind: 'trash' })
  assert.deepEqual(await karen.find('faktura'), [march])
  assert.deepEqual(await karen.find('faktura', { in: 'trash' }), [late])
  assert.deepEqual(await karen.find('faktura', { in: folder }), [march])
  assert.deepEqual(await karen.find('faktura', { in: 'starred' }), [])
})

test('B-01 O-04: what is inside is shown once the letter was opened; subject and note at once; found words are marked', async () => {
  const karen = await searcher()
  const letter = await karen.letter({
    title: 'Om din pension',
    documents: [text(`${'Indledning. '.repeat(40)}Pensionen udbetales til kontoen. ${'Slut. '.repeat(40)}`)],
  })
  await karen.index()
  const [unopened] = (await karen.search('pensioner kontoen')).hits
  assert.deepEqual([unopened!.inside, unopened!.insideUnopened], [null, true])
  assert.deepEqual(foundIn(unopened!.title), ['pension'])
  await karen.openLetter(letter)
  const before = (await karen.log()).length
  const [hit] = (await karen.search('pensioner kontoen')).hits
  assert.deepEqual(foundIn(hit!.inside), ['Pensionen', 'kontoen'])
  assert.match(plain(hit!.inside)!, /^… .*Pensionen udbetales til kontoen\..* …$/)
  assert.ok(plain(hit!.inside)!.length < 200)
  await karen.search('pension')
  const log = await karen.log()
  assert.deepEqual(
    [log.length, log[0]!.action, log[0]!.letter],
    [before + 1, 'searched', null],
    'on record, once for a while',
  )
})

test('B-06 I-13 D-28: under a password a sensitive letter is found by nothing, a public one by its outside alone', async () => {
  const karen = await searcher()
  const secret = await karen.letter({
    title: 'Undersøgelse',
    sensitive: true,
    documents: [text('kræft afdeling')],
  })
  const authority = await karen.letter({
    title: 'Afgørelse',
    publicSector: true,
    documents: [text('kræft byggesag'), text('bilag')],
  })
  await karen.ask('PUT', `/api/letters/${secret}/note`, { text: 'ring til lægen', from: null })
  assert.deepEqual(await karen.find('kræft'), [authority, secret])
  assert.deepEqual(await karen.find('kræft', {}, 'low'), [])
  assert.deepEqual(await karen.find('undersøgelse', {}, 'low'), [])
  assert.deepEqual(await karen.find('"undersøgelse"', {}, 'low'), [])
  assert.deepEqual(await karen.find('lægen', {}, 'low'), [])
  assert.deepEqual(await karen.find('lægen'), [secret])
  assert.deepEqual(await karen.find('afgørelser', {}, 'low'), [authority])
  assert.deepEqual(await karen.find('', { attachments: true }, 'low'), [], 'how many attachments is inside')
  const name = (await karen.list('inbox'))[0]!.sender!.name
  assert.deepEqual(await karen.find('', { sender: name }, 'low'), [authority])
  await karen.index()
  const { hits } = await karen.search('', { since: '2020-01-01' }, 'low')
  const locked = hits.find((hit) => hit.letter.letterId === secret)!
  assert.deepEqual(
    [locked.title, locked.sender, locked.note, locked.inside, locked.letter.locked],
    [null, null, null, null, true],
  )
  assert.equal(
    (await karen.ask('PUT', `/api/letters/${secret}/note`, { text: 'x', from: null }, 'low')).body.code,
    'letter-locked',
  )
})

test('B-01: a note that somebody else wrote meanwhile is not overwritten unseen, whoever was first, nor is it lost when it is taken away', async () => {
  const karen = await searcher()
  const letter = await karen.letter({ title: 'Tilbud', documents: [text('tag')] })
  const now = async () => ((await karen.ask('GET', `/api/letters/${letter}`)).body as NoteSet).note
  const put = (words: string, from: string | null) => async () => {
    const { status, body } = await karen.ask('PUT', `/api/letters/${letter}/note`, { text: words, from })
    return { status, json: body }
  }
  for (const [one, other] of [
    ['ring', 'skriv'],
    ['ring', ''],
    ['', 'skriv'],
  ] as const)
    await interleaved(
      async () => {
        await put('gammel', await now())()
        return [put(one, 'gammel'), put(other, 'gammel')]
      },
      async (turn, codes) => {
        assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
        const stands = (codes[0] ? other : one) || null
        assert.equal(await now(), stands, turn)
        if (turn !== 'at once') assert.equal(codes[0] !== undefined, turn === 'second', 'the later is told')
        const lost = codes[0] ? one : other
        assert.equal((await put(lost, stands)()).status, 200, 'from what is there now')
        assert.equal((await put(lost, stands)()).status, 200, 'asked again, as the answer was not heard')
      },
    )
})

test('B-01: one writes a note on a letter, finds it by it, changes it and takes it away; the log says so', async () => {
  const karen = await searcher()
  const letter = await karen.letter({ title: 'Tilbud', documents: [text('tag')] })
  let from: string | null = null
  const note = async (text: string) => {
    const { body } = await karen.ask<NoteSet>('PUT', `/api/letters/${letter}/note`, { text, from })
    from = body.note
    return from
  }
  assert.equal(await note('  Ring til tømreren\u202e\r\nom  tagrenden '), 'Ring til tømreren\nom  tagrenden')
  assert.deepEqual(await karen.find('tømrer'), [letter])
  assert.deepEqual(await karen.find('tømrer tilbuddet'), [letter], 'a word in the note, one in the subject')
  assert.deepEqual(foundIn((await karen.search('tagrenden')).hits[0]!.note), ['tagrenden'])
  assert.equal(
    ((await karen.ask<Letter>('GET', `/api/letters/${letter}`)).body as { note?: string }).note,
    'Ring til tømreren\nom  tagrenden',
  )
  await note('maler')
  assert.deepEqual(await karen.find('tømrer'), [])
  assert.equal(await note(' '), null)
  assert.deepEqual(await karen.find('maler'), [])
  assert.deepEqual(
    (await karen.log()).map((entry) => entry.action),
    ['noted', 'noted', 'noted'],
  )
  assert.equal(
    (await karen.ask('PUT', `/api/letters/${letter}/note`, { text: 'x'.repeat(2001), from: null })).status,
    422,
  )
  const stranger = await searcher()
  assert.equal(
    (await stranger.ask('PUT', `/api/letters/${letter}/note`, { text: 'x', from: null })).body.code,
    'not-found',
  )
  assert.deepEqual(await stranger.find('tilbud'), [])
})

test('B-01: page by page every hit once, subject first, newest first; letters that arrive are found by the next search', async () => {
  const karen = await searcher()
  const inside = await karen.letters(12, { title: 'Andet', documents: [text('varme')] })
  const outside = await karen.letters(12, { title: 'Varme', documents: [text('andet')] })
  await karen.index()
  const late = await karen.letter({ title: 'Varmen', documents: [text('sidst')] })
  const found: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = await karen.search('varmen', { limit: 5, ...(after && { after }) })
    found.push(...page.hits.map((hit) => hit.letter.letterId))
    after = page.next
  }
  assert.deepEqual(found, [late, ...outside, ...inside])
  assert.equal((await karen.ask('POST', '/api/search', { words: 'x', after: 'o123' })).status, 422)
  assert.equal((await karen.ask('POST', '/api/search', { words: 'x'.repeat(201) })).status, 422)
})

test('B-01: what is not read yet is said; the job reads the rest, and a letter the scanner still held comes in later', async () => {
  const karen = await searcher()
  await karen.letters(40, { title: 'Nummer' })
  const held = await karen.letter({ title: 'Nummer holdt', delivered: false })
  const first = await karen.search('nummer', { limit: 50 })
  assert.deepEqual([first.hits.length + first.waiting, first.waiting >= 15], [40, true])
  await karen.index()
  assert.deepEqual((await karen.search('nummer', { limit: 50 })).hits.length, 40)
  open.clock.advance(3_600_000)
  await karen.index()
  const newer = await karen.letter({ title: 'Nummer nyt' })
  await karen.index()
  await asPostOffice(open.house.db, (trx) =>
    sql`update letter set delivered_at = ${open.clock.now()} where letter_id = ${held}`.execute(trx),
  )
  assert.deepEqual(await karen.find('nummer nyt'), [newer])
  assert.deepEqual(await karen.find('holdt'), [held])
})

test('B-16: the log of the mailbox does not say what was looked for', async () => {
  const karen = await searcher()
  const letter = await karen.letter({ documents: [text('agurk')] })
  await karen.openLetter(letter)
  await karen.find('agurk')
  const page = (await karen.ask<AccessLogPage>('GET', '/api/access-log')).body
  assert.ok(
    page.entries.some((entry) => entry.action === 'searched') && !JSON.stringify(page).includes('agurk'),
  )
  assert.ok(!open.logged().includes('agurk'))
})

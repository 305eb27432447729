import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { SESSION_PATHS as P } from '#api/session.ts'
import { asPostOffice } from '#ground/db.ts'
import { emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser, type Somebody } from '#tests/visitor.ts'
import { followLetter } from '../letters/hand-over-letter.ts'
import { printCard } from './order-card.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const DAY = 24 * 3_600_000
let networks = 0
const somewhere = () => room.browser(`203.0.113.${1 + networks++}`)

/** The cards that came by post since `from`, as their reader sees them. */
async function cards(from = 0) {
  await emptyPrintQueue(room.house, room.identity)
  return room.printed.slice(from).map((letter) => {
    const page = textOf(letter, '-layout').split('\f')[1]!
    const pairs = [...page.matchAll(/\b(\d{4})\s+(\d{3}) (\d{3})\b/g)]
    return {
      serial: /\d{3} \d{3} \d{3}/.exec(page)![0],
      codes: new Map(pairs.map(([, key, a, b]) => [key!, `${a}${b}`])),
    }
  })
}
type Card = Awaited<ReturnType<typeof cards>>[number]

async function withCard(codeApp = false): Promise<{ who: Somebody; card: Card; browser: Browser }> {
  const who = await addSomebody(room, { codeApp })
  await emptyPrintQueue(room.house, room.identity)
  const from = room.printed.length
  await asPostOffice(room.house.db, (trx) =>
    printCard(room.identity, trx, { personId: who.personId, language: 'da', why: 'first' }),
  )
  const [card] = await cards(from)
  const browser = somewhere()
  await browser.signIn(who)
  return { who, card: card!, browser }
}

const challenge = async (browser: Browser) => (await browser.ask('GET', P.stepUpCard)).json
async function answer(browser: Browser, card: Card) {
  const { cardId, key } = await challenge(browser)
  return browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: card.codes.get(key)! } })
}
/** `row`: all a thief could read a code from. Written as hex, 148 fingerprints hold one of 148 codes by chance in every twentieth run. */
const stored = async (who: Somebody) =>
  (
    await sql<{ keys: number[]; used: number; wrong: number; ended: string | null; row: string }>`
      select keys, cardinality(used_places) as used, wrong_codes as wrong, ended_why as ended,
        (to_jsonb(c) - array['card_id', 'person_id', 'serial', 'code_hashes'])::text || encode(code_hashes, 'escape') as row
        from code_card c where person_id = ${who.personId}::uuid order by card_id`.execute(room.house.db)
  ).rows
/** Uses up keys without the waiting of an ordinary day. */
const useUp = (who: Somebody, places: number) =>
  sql`update code_card set open_place = null,
        used_places = (select array_agg(n::smallint) from generate_series(0, ${places - 1}::int) n)
       where person_id = ${who.personId}::uuid`.execute(room.house.db)

test('I-02: 148 codes on paper, none of them in the database; a code raises the session to substantial', async () => {
  const { who, card, browser } = await withCard()
  assert.equal(card.codes.size, 148)
  const [row] = await stored(who)
  assert.deepEqual(
    row!.keys,
    [...card.codes.keys()].map(Number).sort((a, b) => a - b),
  )
  for (const code of card.codes.values()) assert.ok(!row!.row.includes(code))
  assert.equal((await browser.ask('GET', '/api/session')).json.stepUp.card, true)
  const asked = await challenge(browser)
  assert.equal(asked.serial, card.serial)
  const raised = await answer(browser, card)
  assert.equal(raised.status, 200)
  assert.equal(raised.json.level, 'substantial')
})

test('I-02: showing a challenge is not a failure: the same key until it is answered, on every page and device', async () => {
  const { who, card, browser } = await withCard()
  const first = await challenge(browser)
  for (let i = 0; i < 20; i++) assert.deepEqual(await challenge(browser), first)
  const phone = somewhere()
  await phone.signIn(who)
  assert.deepEqual(await challenge(phone), first)
  assert.deepEqual(
    (await stored(who)).map(({ used, wrong }) => [used, wrong]),
    [[0, 0]],
  )
  assert.equal((await answer(browser, card)).status, 200)
  assert.notEqual((await challenge(phone)).key, first.key, 'answered: never asked again')
})

test('I-02: a wrong code uses its key up too, a slip in its shape does not, and a used code opens nothing', async () => {
  const { who, card, browser } = await withCard()
  const { cardId, key } = await challenge(browser)
  assert.equal(
    (await browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: '12 34' } })).status,
    422,
  )
  assert.equal((await challenge(browser)).key, key)
  const right = card.codes.get(key)!
  const wrong = right === '000000' ? '000001' : '000000'
  assert.equal((await browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: wrong } })).status, 401)
  const next = (await challenge(browser)).key
  assert.notEqual(next, key)
  const late = await browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: right } })
  assert.deepEqual([late.status, late.json.code], [409, 'changed-meanwhile'], 'used up')
  assert.deepEqual(
    (await stored(who)).map(({ used, wrong }) => [used, wrong]),
    [[1, 1]],
  )
})

test('I-02: two windows ask the same key; the one that is late is told so, burns no key of the other and counts as no guess', async () => {
  const { who, card, browser } = await withCard()
  const other = somewhere()
  await other.signIn(who)
  const late = await other.ask('GET', '/sign-in/step-up?return=/')
  const { cardId, key } = await challenge(browser)
  assert.ok(late.text.includes(`<strong>${key}</strong>`), 'looking at it uses nothing up')
  const answer = (key: string) => ({ json: { cardId, key, code: card.codes.get(key)! } })
  assert.equal((await browser.ask('POST', P.stepUpCard, answer(key))).status, 200)
  const third = somewhere()
  await third.signIn(who)
  const asked = await challenge(third)
  const hidden = [...late.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = {
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    code: card.codes.get(key)!,
  }
  const told = await other.ask('POST', '/sign-in/step-up', { form })
  assert.equal(told.status, 409)
  assert.ok(
    told.text.includes('Nøglen er brugt i et andet vindue') &&
      told.text.includes(`<strong>${asked.key}</strong>`),
  )
  assert.equal((await third.ask('POST', P.stepUpCard, answer(asked.key))).status, 200)
  assert.deepEqual(
    (await stored(who)).map(({ used, wrong }) => [used, wrong]),
    [[2, 0]],
  )
})

test('I-02: of answers to one key at the same moment one is looked at', async () => {
  const { who, card, browser } = await withCard()
  const { cardId, key } = await challenge(browser)
  const wrong = card.codes.get(key) === '000000' ? '000001' : '000000'
  const answers = await Promise.all(
    Array.from({ length: 3 }, () =>
      browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: wrong } }),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [401, 409, 409])
  assert.deepEqual(
    (await stored(who)).map(({ used, wrong }) => [used, wrong]),
    [[1, 1]],
  )
})

test('I-02: ten wrong codes in a row block the card and not the code app', async () => {
  const { who, browser } = await withCard(true)
  for (let i = 0; i < 10; i++) {
    room.clock.advance(15 * 60_000)
    // The session idles out between guesses: it is the attacker's patience that counts.
    await browser.signIn(who)
    const { cardId, key } = await challenge(browser)
    await browser.ask('POST', P.stepUpCard, { json: { cardId, key, code: '000000' } })
  }
  await browser.signIn(who)
  assert.equal((await browser.ask('GET', P.stepUpCard)).status, 409)
  const { stepUp } = (await browser.ask('GET', '/api/session')).json
  assert.deepEqual([stepUp.card, stepUp.totp], [false, true])
  room.clock.advance(DAY)
  assert.equal((await somewhere().signIn(who, 'substantial')).status, 200)
})

test('I-02: at twenty left a new card is ordered by itself, once; the old one is used to its end and then the new one asked', async () => {
  const { who, card, browser } = await withCard()
  await useUp(who, 127)
  const from = room.printed.length
  assert.equal((await answer(browser, card)).status, 200)
  const [next] = await cards(from)
  assert.ok(next && next.serial !== card.serial, 'twenty left')
  assert.equal((await answer(browser, card)).status, 200)
  assert.equal((await cards(from)).length, 1, 'not again')
  await sql`update code_card set open_place = null,
      used_places = (select array_agg(n::smallint) from generate_series(0, 146) n)
     where person_id = ${who.personId}::uuid and serial = ${card.serial.replaceAll(' ', '')}`.execute(
    room.house.db,
  )
  assert.equal((await challenge(browser)).serial, card.serial)
  assert.equal((await answer(browser, card)).status, 200)
  assert.deepEqual(
    (await stored(who)).map(({ ended }) => ended),
    ['used-up', null],
  )
  assert.equal((await challenge(browser)).serial, next.serial)
  assert.equal((await answer(browser, next)).status, 200)
})

test('I-02: where the next card comes back by post, another is ordered: not at once, a day later, and the owner is never left without', async () => {
  const { who, card, browser } = await withCard()
  await useUp(who, 130)
  const from = room.printed.length
  assert.equal((await answer(browser, card)).status, 200)
  assert.equal((await cards(from)).length, 1)
  const { rows } = await sql<{ letterId: string }>`
    select l.letter_id as "letterId" from id_letter l join code_card c on c.card_id = l.about_id
     where c.person_id = ${who.personId}::uuid and c.why = 'running-out'`.execute(room.house.db)
  const back = { ...room.house.printHouse, status: async () => 'returned' as const }
  await followLetter(room.identity, { printHouse: back }, rows[0]!)
  assert.equal((await answer(browser, card)).status, 200)
  assert.equal((await cards(from)).length, 1, 'an address that returns everything is not buried in cards')
  room.clock.advance(DAY)
  const later = somewhere()
  await later.signIn(who)
  assert.equal((await answer(later, card)).status, 200)
  const [, next] = await cards(from)
  assert.ok(next, 'a card that follows')
  assert.deepEqual(
    (await stored(who)).map(({ ended }) => ended),
    [null, 'returned', null],
  )
})

test('I-02: the first card may be ordered with a password alone; a second needs the substantial level; four at most', async () => {
  const who = await addSomebody(room)
  const browser = somewhere()
  await browser.signIn(who)
  const first = await browser.ask('POST', P.orderCard)
  assert.equal(first.status, 200)
  assert.deepEqual(
    first.json.devices.map(({ kind }: { kind: string }) => kind),
    ['totp', 'code-card'],
  )
  assert.equal((await browser.ask('POST', P.orderCard)).status, 403)
  await browser.ask('POST', P.stepUpTotp, { json: { code: who.code() } })
  assert.equal((await browser.ask('POST', P.orderCard)).status, 429, 'one a day')
  for (let n = 2; n <= 4; n++) {
    room.clock.advance(16 * DAY)
    await browser.signIn(who, 'substantial')
    assert.equal((await browser.ask('POST', P.orderCard)).status, 200, `card ${n}`)
  }
  room.clock.advance(16 * DAY)
  await browser.signIn(who, 'substantial')
  assert.equal((await browser.ask('POST', P.orderCard)).status, 409)
})

test('I-02: the page without script asks the key of the card, and leads on with its code', async () => {
  const { card, browser } = await withCard()
  const page = await browser.ask('GET', '/sign-in/step-up?return=/settings')
  const { key } = await challenge(browser)
  assert.ok(page.text.includes(card.serial) && page.text.includes(`<strong>${key}</strong>`))
  const wrong = await browser.fill('/sign-in/step-up?return=/settings', { code: '000000' })
  assert.equal(wrong.status, 401)
  assert.match(wrong.text, /en ny nøgle/)
  const { key: second } = await challenge(browser)
  const right = await browser.fill('/sign-in/step-up?return=/settings', { code: card.codes.get(second)! })
  assert.equal(right.status, 303)
  assert.equal(right.headers.location, '/settings')
})

test('I-02: a card of somebody else, and one that was revoked, confirm nothing', async () => {
  const { card, browser, who } = await withCard(true)
  const stranger = await withCard()
  const { cardId, key } = await challenge(browser)
  const code = card.codes.get(key)!
  assert.equal(
    (await stranger.browser.ask('POST', P.stepUpCard, { json: { cardId, key, code } })).status,
    409,
  )
  await browser.ask('POST', P.stepUpTotp, { json: { code: who.code() } })
  assert.equal((await browser.ask('DELETE', `/api/session/devices/${cardId}`)).status, 200)
  assert.equal((await browser.ask('POST', P.stepUpCard, { json: { cardId, key, code } })).status, 409)
})

test('I-01 I-02: an ID issued by letter gets its first device by that letter or by the card, never by a password alone', async () => {
  const { who, card, browser } = await withCard()
  await sql`update login set enrolled_at = now() where person_id = ${who.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await browser.ask('GET', '/api/session/devices')).json.changing, 'step-up')
  assert.equal((await browser.ask('POST', P.totpBegin)).status, 403)
  await sql`update session set activated_at = ${room.clock.now()} where person_id = ${who.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await browser.ask('POST', P.totpBegin)).status, 200, 'fresh from the letter')
  await sql`update session set activated_at = ${new Date(room.clock.now().getTime() - 3_600_000)}
             where person_id = ${who.personId}::uuid`.execute(room.house.db)
  assert.equal((await browser.ask('POST', P.totpBegin)).status, 403, 'an hour later')
  assert.equal((await answer(browser, card)).status, 200)
  assert.equal((await browser.ask('POST', P.totpBegin)).status, 200)
})

test('I-20: a temporary password by SMS takes a key and code of the card as second factor, once; a stranger’s guesses use up none', async () => {
  const { who, card, browser } = await withCard()
  const phone = (addedAt: Date) =>
    asPostOffice(room.house.db, (trx) =>
      sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
          values (${who.mailboxId}::uuid, '+4520304050', ${addedAt}, ${addedAt})`.execute(trx),
    )
  await phone(new Date(room.clock.now().getTime() - 6 * DAY))
  const ordered = async () =>
    (
      await sql`select from activation_code where person_id = ${who.personId}::uuid and purpose = 'temporary-password'
                 and channel = 'sms'`.execute(room.house.db)
    ).rows.length
  const ask = (code: string) =>
    somewhere().fill('/id/temporary-password', { name: who.name, channel: 'sms', code })
  const [[key, code], [otherKey]] = [...card.codes] as [[string, string], [string, string]]
  await ask(`${key} ${code}`)
  assert.equal(await ordered(), 0, 'a card that never confirmed anything may still lie in a letter box')
  assert.equal((await answer(browser, card)).status, 200)
  const unused = [...card.codes].find(([one]) => ![key, otherKey].includes(one))!
  const before = (await stored(who))[0]!.used
  await ask(`${otherKey}000001`)
  assert.deepEqual([await ordered(), (await stored(who))[0]!.used], [0, before], 'a guess uses up nothing')
  room.clock.advance(DAY)
  assert.equal((await ask(`${unused[0]} ${unused[1]}`)).status, 200)
  assert.deepEqual([await ordered(), (await stored(who))[0]!.used], [1, before + 1])
  room.clock.advance(DAY)
  await ask(`${unused[0]}${unused[1]}`)
  assert.equal(await ordered(), 1, 'the same pair is good once')
})

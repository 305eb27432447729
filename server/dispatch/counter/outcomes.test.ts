/** What a sender is told and what it can find out: every way of addressing, through HTTP, against a town of people with and
 * without mailbox, consent and protection. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import { openTitle } from '#ground/envelope.ts'
import type { App } from '#ground/routes.ts'
import { withdrawNumberConsent } from '#people/withdraw-number-consent.ts'
import { feedSettled } from '#tests/feed-settled.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { dwelling, type Settled, settleTown, withdrawExchange } from '#tests/settle-town.ts'

const BIRK = dwelling('Birkevej', '12')
const TOWN = {
  paul: { givenNames: 'Paul Peter', familyName: 'Parslee Smith', address: BIRK, exchange: true },
  silent: { givenNames: 'Signe', familyName: 'Stille', address: dwelling('Birkevej', '14') },
  hidden: {
    givenNames: 'Hans',
    familyName: 'Hemmelig',
    address: dwelling('Birkevej', '16'),
    exchange: true,
    later: { protected: true },
  },
  dead: {
    givenNames: 'Dorte',
    familyName: 'Død',
    address: dwelling('Birkevej', '18'),
    exchange: true,
    later: { status: 'deceased' as const },
  },
  gone: {
    givenNames: 'Egon',
    familyName: 'Udland',
    address: dwelling('Birkevej', '20'),
    exchange: true,
    later: { status: 'emigrated' as const },
  },
  boxless: { givenNames: 'Bo', familyName: 'Kasseløs', address: dwelling('Birkevej', '22'), mailbox: false },
  anna: { givenNames: 'Anna Marie', familyName: 'Holm', address: dwelling('Ahornvej', '3'), exchange: true },
  anne: { givenNames: 'Anna Sofie', familyName: 'Holm', address: dwelling('Ahornvej', '3'), exchange: true },
  erik: { givenNames: 'Erik', familyName: 'Holm', address: dwelling('Ahornvej', '3') },
  leaver: { givenNames: 'Lis', familyName: 'Går', address: dwelling('Ahornvej', '5'), exchange: true },
}
type Name = keyof typeof TOWN

let open: OpenHouse
let app: App
let sender: SenderSeed
let town: Record<Name, Settled>
before(async () => {
  open = await openHouse()
  town = await settleTown(open.house, TOWN, [dwelling('Birkevej', '24')])
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

type Answer = {
  letterId: string
  outcome: string
  code?: string
  receipt?: string
  warnings?: string[]
  faults?: { field: string; reason: string }[]
  suggestion?: { street: string; postcode: string; city: string }
}

async function send(recipient: object, more: { letter?: object; order?: object; by?: SenderSeed } = {}) {
  const letters = [{ recipient, title: 'Brev', documents: [{ part: 'brev' }], ...more.letter }]
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters, ...more.order }, { brev: PDF }, (more.by ?? sender).headers()),
  })
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().letters[0] as Answer
}
const get = async (url: string) => (await app.inject({ url, headers: sender.headers() })).json()

async function lettersIn(name: Name): Promise<number> {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      n: number
    }>`select count(*)::int as n from letter where mailbox_id = ${town[name].mailboxId}`.execute(trx),
  )
  return rows[0]!.n
}
const placeOf = (name: Name) => {
  const { road, houseNumber, postcode, city } = TOWN[name].address
  return { street: `${road} ${houseNumber}`, postcode, city }
}
const named = (name: Name, mode: 'full' | 'first' | 'address' = 'full') => ({
  ...placeOf(name),
  ...(mode === 'address' ? {} : { firstName: TOWN[name].givenNames.split(' ')[0] }),
  ...(mode === 'full' ? { lastName: TOWN[name].familyName.split(' ').at(-1) } : {}),
})

test('S-01 S-02 A-01 A-02: number, digital address, name with address, first name with address and address alone each reach the one', async () => {
  const ways = [
    { nationalNumber: town.paul.nationalNumber },
    { digitalAddress: town.paul.digitalAddress },
    named('paul'),
    named('paul', 'first'),
    named('paul', 'address'),
  ]
  for (const [i, way] of ways.entries()) {
    const { outcome } = await send(way)
    assert.deepEqual([outcome, await lettersIn('paul')], ['delivered', i + 1], JSON.stringify(way))
  }
  // A known number wins over a name and address that are somebody else's.
  await send({ nationalNumber: town.silent.nationalNumber, ...named('paul') })
  assert.deepEqual([await lettersIn('silent'), await lettersIn('paul')], [1, ways.length])
})

test('S-02 A-04 A-05: of two consenting namesakes neither gets it, printed or not', async () => {
  for (const printAllowed of [false, true]) {
    const { outcome, code } = await send(named('anna'), { letter: { printAllowed } })
    assert.deepEqual([outcome, code], ['refused', 'recipient-ambiguous'])
  }
  assert.deepEqual([await lettersIn('anna'), await lettersIn('anne')], [0, 0])
})

test('A-06 A-11: to an address alone every consenting resident gets it, once each, and the sender is warned and told no number', async () => {
  const answer = await send(named('anna', 'address'))
  assert.equal(answer.outcome, 'delivered')
  assert.match(answer.warnings!.join(), /nothing personal/)
  assert.deepEqual([await lettersIn('anna'), await lettersIn('anne'), await lettersIn('erik')], [1, 1, 0])
  const alone = await send(named('paul', 'address'))
  assert.deepEqual(shape(answer), shape(alone))
  await feedSettled(open.house)
  const { events } = await get('/v1/events?limit=1000')
  const told = events.filter((event: { letterId?: string }) => event.letterId === answer.letterId)
  assert.deepEqual(
    told.map((event: { event: string; code?: string }) => [event.event, event.code]),
    [['delivered', 'address-only']],
  )
})

test('A-09 S-04: where no last name is compared, a city that is not of its postcode goes to the error list, whoever lives there', async () => {
  const answers = []
  for (const who of ['paul', 'silent', 'hidden'] as const)
    for (const mode of ['address', 'first'] as const)
      answers.push(await send({ ...named(who, mode), city: 'Aalborg' }, { letter: { printAllowed: true } }))
  for (const answer of answers) {
    assert.deepEqual(shape(answer), shape(answers[0]!))
    assert.equal(answer.code, 'address-unknown')
    assert.deepEqual(
      answer.faults?.map(({ field, reason }) => [field, reason]),
      [['city', 'city-elsewhere']],
    )
  }
  const before = await lettersIn('paul')
  for (const city of ['odense', 'ODENSE C', 'Odnese C', ''])
    assert.equal(
      (await send({ ...named('paul', 'address'), city: city || undefined })).outcome,
      'delivered',
      city,
    )
  assert.equal(await lettersIn('paul'), before + 4)
})

test('S-19 A-16: sensitive without a number is warned of, at once and in the feed; to an address alone it is refused', async () => {
  const warned = await send(named('paul'), { letter: { sensitive: true } })
  assert.equal(warned.outcome, 'delivered')
  assert.match(warned.warnings!.join(), /national number/)
  await feedSettled(open.house)
  const { events } = await get('/v1/events?limit=1000')
  const told = events.find((event: { letterId?: string }) => event.letterId === warned.letterId)
  assert.equal(told.code, 'sensitive-without-number')
  const byNumber = await send({ nationalNumber: town.paul.nationalNumber }, { letter: { sensitive: true } })
  assert.equal(byNumber.warnings, undefined)
  const codes = await Promise.all(
    (['paul', 'anna', 'silent', 'hidden'] as const).map(
      async (name) => (await send(named(name, 'address'), { letter: { sensitive: true } })).code,
    ),
  )
  assert.deepEqual(codes, Array(4).fill('sensitive-needs-number'))
})

const NOBODY = {
  firstName: 'Nis',
  lastName: 'Ingen',
  street: 'Birkevej 24',
  postcode: '5000',
  city: 'Odense C',
}
const UNREACHED = ['silent', 'hidden', 'dead', 'gone', 'boxless'] as const

/** Everything of an answer but what is different for every letter; the receipt by its length. */
function shape({ letterId: _, receipt, ...rest }: Answer): object {
  return { ...rest, receipt: receipt?.length }
}

test('S-15 A-03 A-07 A-13: unknown, without mailbox, without consent, protected, dead and abroad are one answer, on every page of it', async () => {
  const { lastName: _, ...first } = NOBODY
  const { firstName: __, ...nowhere } = first
  for (const mode of ['full', 'first', 'address'] as const) {
    for (const printAllowed of [false, true]) {
      for (const order of [{}, { dryRun: true }]) {
        const letter = { printAllowed }
        const unknown = mode === 'full' ? NOBODY : mode === 'first' ? first : nowhere
        const expected = await send(unknown, { letter, order })
        assert.equal(expected.outcome, printAllowed ? 'print' : 'refused')
        for (const name of UNREACHED) {
          const answer = await send(named(name, mode), { letter, order })
          assert.deepEqual(shape(answer), shape(expected), `${name} ${mode} ${JSON.stringify(letter)}`)
          if (answer.letterId) assert.deepEqual(await seen(answer), await seen(expected))
        }
      }
    }
  }
  for (const name of ['hidden', 'dead', 'gone'] as const) assert.equal(await lettersIn(name), 0)
})

/** What the other addresses say of a letter. */
async function seen({ letterId }: Answer): Promise<object> {
  const { letterId: _, batchId: __, acceptedAt: ___, ...status } = await get(`/v1/letters/${letterId}`)
  const receipt = await get(`/v1/letters/${letterId}/receipt`)
  const { letters } = await get('/v1/print-queue?limit=1000')
  const queued = letters.some((letter: { letterId: string }) => letter.letterId === letterId)
  return { status, receipt: Object.keys(receipt), queued }
}

test('A-13 A-08 A-15: an e-mail and a digital address tell neither whether nor by whom they are held', async () => {
  for (const name of ['hidden', 'dead'] as const)
    await asPostOffice(open.house.db, (trx) =>
      trx
        .insertInto('email_claim')
        .values({
          email_form: `${name}@fjordby.example`,
          mailbox_id: town[name].mailboxId,
          claimed_at: open.clock.now(),
        })
        .execute(),
    )
  for (const [mode, unheld, held] of [
    ['digitalAddress', 'egon.udland#9999', [town.hidden.digitalAddress, town.dead.digitalAddress]],
    ['email', 'nobody@fjordby.example', ['hidden@fjordby.example', 'dead@fjordby.example']],
  ] as const) {
    const expected = await send({ [mode]: unheld })
    assert.equal(expected.outcome, 'refused')
    for (const address of held) assert.deepEqual(shape(await send({ [mode]: address })), shape(expected))
  }
})

test('S-03 A-03: a withdrawn consent is in force before its answer returns', async () => {
  assert.equal((await send(named('leaver'))).outcome, 'delivered')
  await withdrawExchange(open.house, town.leaver)
  const after = await send(named('leaver'))
  assert.deepEqual([after.outcome, after.code], ['refused', 'recipient-unknown'])
})

test('S-02 A-05: of two namesakes, once one has withdrawn, the other gets it', async () => {
  await withdrawExchange(open.house, town.anne)
  const before = await Promise.all([lettersIn('anna'), lettersIn('anne')])
  assert.equal((await send(named('anna'))).outcome, 'delivered')
  assert.deepEqual([await lettersIn('anna'), await lettersIn('anne')], [before[0]! + 1, before[1]])
})

test('S-15 S-01: by number, no mailbox and a closed one are one answer, and neither consent nor protection is asked', async () => {
  await withdrawNumberConsent(open.house, {
    mailboxId: town.leaver.mailboxId,
    understood: true,
    endsLetters: await lettersIn('leaver'),
    textVersion: '1',
  })
  const [closed, none] = [
    await send({ nationalNumber: town.leaver.nationalNumber }),
    await send({ nationalNumber: town.boxless.nationalNumber }),
  ]
  assert.deepEqual([none.outcome, none.code], ['refused', 'mailbox-unavailable'])
  assert.deepEqual(shape(closed), shape(none))
  for (const name of ['hidden', 'silent', 'gone'] as const)
    assert.equal((await send({ nationalNumber: town[name].nationalNumber })).outcome, 'delivered', name)
})

/** What will stand in the window of a letter that waits for the printer. */
async function windowOf(letterId: string): Promise<{ name: string; lines: string[] }> {
  const { rows } = await sql<{ sealed: Buffer; documentId: string; wrapped: Buffer }>`
    select p.recipient_sealed as sealed, d.document_id as "documentId", d.wrapped_key as wrapped
    from print_item p join document d on d.sender_id = p.sender_id and d.document_id = p.document_ids[1]
    where p.sender_id = ${sender.senderId} and p.letter_id = ${letterId}`.execute(open.house.db)
  const { sealed, documentId, wrapped } = rows[0]!
  const [key] = await open.house.vault.unwrap([{ mailboxId: sender.senderId, documentId, wrapped }])
  return JSON.parse(openTitle(key!, `${letterId}/window`, sealed))
}

test('P-05 S-15: paper by number goes to the name and address of the register, by name to those the sender gave', async () => {
  const wrong = { firstName: 'Bob', lastName: 'Box', street: 'Åvej 1', postcode: '8000', city: 'Aarhus C' }
  const letter = { printAllowed: true }
  const byNumber = await send({ nationalNumber: town.boxless.nationalNumber, ...wrong }, { letter })
  assert.deepEqual(await windowOf(byNumber.letterId), {
    name: 'Bo Kasseløs',
    lines: ['Birkevej 22', '5000 Odense C'],
  })
  const byName = await send(named('hidden'), { letter })
  assert.deepEqual(await windowOf(byName.letterId), {
    name: 'Hans Hemmelig',
    lines: ['Birkevej 16', '5000 Odense C'],
  })
})

test('S-04 A-09: a near road comes back as a suggestion of the public address, whoever lives there, and nothing is printed', async () => {
  const codes = []
  for (const houseNumber of ['12', '16', '24']) {
    const answer = await send(
      {
        firstName: 'Nis',
        lastName: 'Ingen',
        street: `Birkevje ${houseNumber}`,
        postcode: '5000',
        city: 'odense',
      },
      { letter: { printAllowed: true } },
    )
    codes.push([answer.code, answer.suggestion])
  }
  assert.deepEqual(
    codes,
    ['12', '16', '24'].map((n) => [
      'address-unknown',
      { street: `Birkevej ${n}`, postcode: '5000', city: 'Odense C' },
    ]),
  )
})

test('S-07: a dry run says what a letter would meet, counts each row once for its key, and stops at the quota before anybody is looked for', async () => {
  const poor = await seedSender(open.house, app, { name: 'Lille Forening', dryRunRowsPerDay: 3 })
  const before = await lettersIn('paul')
  const ask = (key?: string, rows = 1) =>
    app.inject({
      method: 'POST',
      url: '/v1/letters',
      ...multipart(
        {
          dryRun: true,
          letters: Array(rows).fill({ recipient: named('paul'), title: 'x', documents: [{ part: 'brev' }] }),
        },
        { brev: PDF },
        poor.headers(key),
      ),
    })
  const key = 'dry-run-of-a-clerk'
  const first = await ask(key)
  assert.deepEqual(first.json(), { dryRun: true, letters: [{ row: 1, outcome: 'delivered' }] })
  assert.equal((await ask(key)).body, first.body)
  const other = await ask(key, 2)
  assert.deepEqual([other.statusCode, other.json().code], [409, 'idempotency-key-reused'])
  assert.equal((await ask(undefined, 2)).statusCode, 202)
  const spent = await ask()
  assert.deepEqual([spent.statusCode, spent.json().code], [429, 'dry-run-quota-spent'])
  const { rows } = await sql<{
    n: number
  }>`select rows_asked as n from dry_run_use where sender_id = ${poor.senderId}`.execute(open.house.db)
  assert.equal(rows[0]!.n, 3)
  assert.equal(await lettersIn('paul'), before)
})

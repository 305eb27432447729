// People answer letters and write to organisations that take mail; the organisation fetches it with its own client (B-01, B-18).
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Storage } from '#api/keeping.ts'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { SentLetter } from '#api/person-to-person.ts'
import type { Mail, MailPage, Organisations, SentReceipt, WrittenToOrganisation } from '#api/writing.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { sweepPacks } from '#dispatch/documents/sweep-packs.ts'
import { personLetterRoutes } from '#dispatch/person-to-person/person-letters.routes.ts'
import { acceptMail, suspendSender } from '#dispatch/senders/approve-sender.ts'
import { asPostOffice } from '#ground/db.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { PERSON_LETTER } from '#rules/person-letter.ts'
import { PROFILES } from '#rules/profiles.ts'
import { sealEvidence } from '#worker/seal-evidence.ts'
import { readPublicKey } from '../verifier/key.ts'
import { checkDocument, verifyReceipt } from '../verifier/receipt.ts'
import { pdf, png } from './files-to-upload.ts'
import { openKeepers } from './keeper.ts'
import { seedLetter } from './seed-letters.ts'
import type { PersonSeed } from './seed-people.ts'
import { type SenderSeed, seedSender } from './seed-sender.ts'
import { as } from './sign-in-as.ts'
import { uploads } from './upload-as.ts'

const keepers = await openKeepers((byHeaders) => [
  lettersRoutes(byHeaders),
  personLetterRoutes(byHeaders),
  dispatchRoutes,
])
const { open } = keepers
const water = await seedSender(open.house, keepers.app, { name: 'Fjordby Vand A/S' })
await acceptMail(open.house, water.senderId, { accepts: true, customerService: false })
keepers.sender = { senderId: water.senderId, name: 'Fjordby Vand A/S' }

async function newcomer(seed: PersonSeed = {}) {
  const keeper = await keepers.newcomer(seed)
  const write = (to: object, more: object = {}) =>
    keeper.ask<WrittenToOrganisation>('POST', '/api/organisations/letters', {
      requestId: randomUUID(),
      to,
      title: 'Måleren står stille',
      text: 'Hej\n\nMåleren viser det samme som i fjor.\n\nKaren',
      attachments: [],
      ...more,
    })
  const sent = async () =>
    (await keeper.ask<{ letters: SentLetter[] }>('GET', '/api/sent')).body.letters.map(({ to, title }) => [
      to,
      title,
    ])
  return { ...keeper, ...uploads(keepers.app, keeper.person), write, sent }
}

const fetchMail = async (sender: SenderSeed, path = '') => {
  const answer = await keepers.app.inject({ url: `/v1/mail${path}`, headers: sender.headers() })
  return {
    status: answer.statusCode,
    bytes: answer.rawPayload,
    headers: answer.headers,
    body: answer.json as () => unknown,
  }
}
const waiting = async (sender: SenderSeed) => ((await fetchMail(sender)).body() as MailPage).mail

const to = () => ({ organisationId: water.senderId })

test('B-18 O-04: written with an own document, it reaches the organisation signed; the writer has a copy and a proof', async () => {
  const karen = await newcomer()
  const { body: lease } = await karen.put(pdf('Aflæsning'), 'aflæsning.pdf')
  const done = await karen.write(to(), { attachments: [lease.letterId] })
  assert.equal(done.status, 201)
  assert.equal(done.body.to, 'Fjordby Vand A/S')
  const mail = (await waiting(water)).find(({ mailId }) => mailId === done.body.letterId)!
  assert.deepEqual([mail.from.name, mail.title], [karen.person.name, 'Måleren står stille'])
  assert.equal(mail.from.writtenBy, undefined)
  assert.deepEqual(
    mail.documents.map(({ mediaType, fileName }) => [mediaType, fileName]),
    [
      ['text/plain', 'letter.txt'],
      ['application/pdf', 'aflæsning.pdf'],
    ],
  )
  const content = await fetchMail(water, `/${mail.mailId}/documents/2`)
  assert.ok(content.bytes.equals(pdf('Aflæsning')))
  assert.match(String(content.headers['content-disposition']), /^attachment/)
  const text = await fetchMail(water, `/${mail.mailId}/documents/1`)
  assert.match(text.bytes.toString(), /viser det samme som i fjor/)
  assert.equal(createHash('sha256').update(text.bytes).digest('hex'), mail.documents[0]!.sha256)

  assert.deepEqual(await karen.sent(), [['Fjordby Vand A/S', 'Måleren står stille']])
  const payload = (jws: string) => JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString())
  const said = payload(mail.receipt)
  assert.deepEqual([said.event.event, said.event.code], ['D.1 ContentConsignment', 'to-organisation'])
  const path = `/api/sent/${mail.mailId}/receipt`
  const unsealed = await karen.ask<SentReceipt>('GET', path)
  assert.equal(unsealed.body.receipt, mail.receipt, 'both hold the same word of the post office')
  assert.equal(unsealed.body.proof, undefined)
  await sealEvidence(open.house)
  const { body: proven } = await karen.ask<SentReceipt>('GET', path)
  const verified = verifyReceipt(JSON.stringify(proven), readPublicKey(open.house.signer.publicKeyPem))
  assert.ok(verified.seal, 'the offline verifier finds it in the sealed log')
  checkDocument(content.bytes, verified.event)
  const whole = JSON.stringify(said) + mail.receipt
  for (const secret of [
    karen.person.mailboxId,
    karen.person.personId,
    karen.person.nationalNumber,
    'Måleren',
  ])
    assert.equal(whole.includes(secret), false, 'names no person, no mailbox and no subject')
})

test('B-01: a letter is answered where its sender takes mail, unless it said no to this one; a person’s letter never this way', async () => {
  const karen = await newcomer()
  const [yes, no] = [await karen.letter({ toAllResidents: true }), await karen.letter()]
  await asPostOffice(open.house.db, (trx) =>
    sql`update letter set reply_allowed = false where letter_id = ${no}`.execute(trx),
  )
  const offered = async (letterId: string) =>
    (await karen.ask<OpenableLetter>('GET', `/api/letters/${letterId}`)).body.replyAllowed
  assert.deepEqual([await offered(yes), await offered(no)], [true, false])
  const answered = await karen.write({ replyTo: yes })
  assert.equal(answered.status, 201)
  assert.equal((await karen.write({ replyTo: no })).body.code, 'organisation-takes-no-mail')
  const own = await karen.put(png, 'a.png')
  assert.equal((await karen.write({ replyTo: own.body.letterId })).body.code, 'organisation-takes-no-mail')
  const mail = (await waiting(water)).find(({ mailId }) => mailId === answered.body.letterId)!
  // Handed in by the API it is an item the sender knows; this one, as one to all residents, it does not.
  assert.equal(mail.inReplyTo, undefined)
  const locked = await karen.letter({ sensitive: true, minimumLevel: 'high' })
  assert.equal((await karen.write({ replyTo: locked })).body.code, 'letter-locked')
  const mallory = await newcomer()
  assert.equal((await mallory.write({ replyTo: yes })).status, 404)
})

test('B-06 I-13 B-16: what was answered to a sensitive letter is as closed to a password as the letter; who reads or deletes a copy is on record', async () => {
  const karen = await newcomer()
  const letterId = await karen.letter({ title: 'Indkaldelse til klinikken', sensitive: true })
  const { body: mine } = await karen.write({ replyTo: letterId }, { title: 'Sv: Indkaldelse til klinikken' })
  for (const path of [
    '',
    `/${mine.letterId}`,
    `/${mine.letterId}/documents/1`,
    `/${mine.letterId}/receipt`,
  ]) {
    const low = await karen.ask('GET', `/api/sent${path}`, undefined, 'low')
    assert.deepEqual([low.status, low.body.code], [403, 'level-too-low'], path)
  }
  const url = `/api/sent/${mine.letterId}/documents/1`
  assert.equal((await keepers.app.inject({ url, headers: as(karen.person) })).statusCode, 200)
  assert.equal(
    (
      await keepers.app.inject({
        method: 'DELETE',
        url: `/api/sent/${mine.letterId}`,
        headers: as(karen.person),
      })
    ).statusCode,
    204,
  )
  const did = (await karen.log())
    .slice(0, 2)
    .map(({ action, actor, documentNo }) => [action, actor.kind, documentNo])
  assert.deepEqual(did, [
    ['sent-deleted', 'owner', null],
    ['sent-read', 'owner', 1],
  ])
})

test('B-01 S-05: through the API: the sender says whether this letter may be answered, and the answer names its letter', async () => {
  const karen = await newcomer()
  const send = async (more: object) => {
    const answer = await keepers.app.inject({
      method: 'POST',
      url: '/v1/letters',
      headers: { ...water.headers(), 'content-type': 'multipart/form-data; boundary=x' },
      payload: [
        '--x\r\ncontent-disposition: form-data; name="letters"\r\ncontent-type: application/json\r\n',
        JSON.stringify({
          letters: [
            {
              recipient: { nationalNumber: karen.person.nationalNumber, country: 'dk' },
              title: 'Aflæs din måler',
              documents: [{ part: 'letter' }],
              ...more,
            },
          ],
        }),
        '--x\r\ncontent-disposition: form-data; name="letter"; filename="l.txt"\r\ncontent-type: text/plain\r\n',
        'Aflæs din måler inden fredag.',
        '--x--\r\n',
      ].join('\r\n'),
    })
    return answer.json().letters[0].letterId as string
  }
  const [open_, closed] = [await send({}), await send({ replyAllowed: false })]
  const offered = async (letterId: string) =>
    (await karen.ask<OpenableLetter>('GET', `/api/letters/${letterId}`)).body.replyAllowed
  assert.deepEqual([await offered(open_), await offered(closed)], [true, false])
  const { body } = await karen.write({ replyTo: open_ })
  const mail = (await waiting(water)).find(({ mailId }) => mailId === body.letterId)!
  assert.equal(mail.inReplyTo, open_)
  const feed = await keepers.app.inject({ url: '/v1/events?limit=1000', headers: water.headers() })
  const events = feed.json().events as { event: string; mailId?: string }[]
  assert.ok(events.some(({ event, mailId }) => event === 'mail' && mailId === mail.mailId))
})

test('B-18: only who takes mail is listed, customer service first, found as people type; nobody else can be written to', async () => {
  const karen = await newcomer()
  const help = await seedSender(open.house, keepers.app, { name: 'Ålborg Posthus Kundeservice' })
  const deaf = await seedSender(open.house, keepers.app, { name: 'Fjordby Varme A/S' })
  await acceptMail(open.house, help.senderId, { accepts: true, customerService: true })
  const list = async (name = '') =>
    (await karen.ask<Organisations>('GET', `/api/organisations?name=${encodeURIComponent(name)}`)).body
      .organisations
  const [first, ...others] = await list()
  assert.deepEqual([first!.name, first!.customerService], ['Ålborg Posthus Kundeservice', true])
  assert.deepEqual(
    others.map(({ name }) => name),
    ['Fjordby Vand A/S'],
  )
  assert.deepEqual(
    (await list('aalborg')).map(({ name }) => name),
    ['Ålborg Posthus Kundeservice'],
  )
  assert.deepEqual(await list("%' or 1=1 --"), [])
  for (const organisationId of [deaf.senderId, randomUUID(), '00000000-0000-0000-0000-000000000004'])
    assert.equal((await karen.write({ organisationId })).body.code, 'organisation-takes-no-mail')
  await suspendSender(open.house, help.senderId)
  assert.equal((await karen.write({ organisationId: help.senderId })).body.code, 'organisation-takes-no-mail')
})

test('B-18: sent twice it is one letter; another’s document, a locked level, too much of it and a full mailbox send nothing', async () => {
  const karen = await newcomer()
  const requestId = randomUUID()
  const twice = await Promise.all([karen.write(to(), { requestId }), karen.write(to(), { requestId })])
  assert.deepEqual(twice[0]!.body, twice[1]!.body)
  assert.deepEqual((await karen.write(to(), { requestId })).body, twice[0]!.body)
  assert.equal((await karen.sent()).length, 1)
  const mallory = await newcomer()
  const { body: hers } = await karen.put(png, 'hers.png')
  assert.equal((await mallory.write(to(), { attachments: [hers.letterId] })).status, 404)
  const letter = await karen.letter()
  assert.equal(
    (await karen.write(to(), { attachments: [letter] })).status,
    404,
    'a received letter is not handed on',
  )
  const low = await karen.ask(
    'POST',
    '/api/organisations/letters',
    {
      requestId: randomUUID(),
      to: to(),
      title: 'x',
      text: 'x',
      attachments: [],
    },
    'low',
  )
  assert.equal(low.body.code, 'level-too-low')
  for (const [more, field] of [
    [{ title: ' ' }, 'title'],
    [{ text: 'a\u202eb' }, 'text'],
  ] as const)
    assert.equal((await karen.write(to(), more)).body.faults?.[0]?.field, field)
  const busy = await newcomer()
  for (let n = 0; n < PERSON_LETTER.perDay; n++) assert.equal((await busy.write(to())).status, 201)
  assert.equal((await busy.write(to())).status, 429)

  const ola = await newcomer({ profile: 'no' })
  const full = await seedLetter(open.house, { mailboxId: ola.person.mailboxId, senderId: water.senderId })
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set size_bytes = ${PROFILES.no.quotaBytesMax} where letter_id = ${full.letterId}`.execute(
      trx,
    )
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
  const refused = await ola.write(to())
  assert.deepEqual([refused.status, refused.body.code], [409, 'mailbox-full'])
  assert.deepEqual(await ola.sent(), [])
})

test('D-23 B-05: a document of one’s own that is attached counts once, and goes along when there is no room for a second one', async () => {
  const ola = await newcomer({ profile: 'no' })
  const used = async () => (await ola.ask<Storage>('GET', '/api/storage')).body.usedBytes
  const own = await ola.put(pdf('Kontrakt'.repeat(1000)), 'kontrakt.pdf')
  const alone = await used()
  assert.equal((await ola.write(to(), { attachments: [own.body.letterId] })).status, 201)
  const text = (await used()) - alone
  assert.ok(text > 0 && text < 1000, `${text} bytes more: the letter's own words, not the attachment again`)
  // Nearly full: there is room for the words of one more letter, not for another document.
  const large = await seedLetter(open.house, { mailboxId: ola.person.mailboxId, senderId: water.senderId })
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set size_bytes = ${PROFILES.no.quotaBytesMax! - (await used()) - text}
      where letter_id = ${large.letterId}`.execute(trx)
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
  assert.equal((await ola.begin(alone)).body.code, 'mailbox-full')
  assert.equal((await ola.write(to(), { attachments: [own.body.letterId] })).status, 201)
  assert.equal((await ola.write(to())).body.code, 'mailbox-full')
  // Deleted, the document is under "Sent" all the same, twice, and takes its room there, once.
  const before = await used()
  await ola.change([own.body.letterId], { kind: 'trash' })
  await ola.ask('POST', '/api/trash/delete', { letterIds: [own.body.letterId] })
  assert.equal(await used(), before)
})

test('B-18 O-05: another organisation sees none of it; taken over it is erased here, and the writer’s copy stays readable', async () => {
  const karen = await newcomer()
  const { body: attached } = await karen.put(Buffer.from('KONTRAKT-5521'), 'k.txt')
  const { body } = await karen.write(to(), { attachments: [attached.letterId] })
  const other = await seedSender(open.house, keepers.app, { name: 'Nysgerrig ApS' })
  for (const path of [`/${body.letterId}`, `/${body.letterId}/documents/1`])
    assert.equal((await fetchMail(other, path)).status, 404)
  assert.deepEqual(await waiting(other), [])
  const take = (sender: SenderSeed) =>
    keepers.app.inject({ method: 'DELETE', url: `/v1/mail/${body.letterId}`, headers: sender.headers() })
  assert.equal((await take(other)).statusCode, 404)
  const before = (await fetchMail(water, `/${body.letterId}`)).body() as Mail
  assert.equal(before.mailId, body.letterId)
  assert.equal((await take(water)).statusCode, 204)
  assert.equal((await fetchMail(water, `/${body.letterId}`)).status, 404)
  await sweepPacks(open.house, 0)
  const copy = await keepers.app.inject({
    url: `/api/sent/${body.letterId}/documents/2`,
    headers: as(karen.person),
  })
  assert.equal(copy.body, 'KONTRAKT-5521')
  // And the own document may go: the copy does not hang on it.
  await karen.change([attached.letterId], { kind: 'trash' })
  await karen.ask('POST', '/api/trash/delete', { letterIds: [attached.letterId] })
  await sweepPacks(open.house, 0)
  const still = await keepers.app.inject({
    url: `/api/sent/${body.letterId}/documents/2`,
    headers: as(karen.person),
  })
  assert.equal(still.body, 'KONTRAKT-5521')
})

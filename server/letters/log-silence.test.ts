import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { BlobError } from '#ground/blobs.ts'
import type { App } from '#ground/routes.ts'
import { notifyRecipients } from '#notices/notify-recipients.ts'
import { sendNotice } from '#notices/send-notice.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { type SeededPerson, seedPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from './letters.routes.ts'

/** What must never be in a log. Each is rare enough to be found if it is. */
const PERSONAL = {
  givenNames: 'Xenia Quirina',
  familyName: 'Zwobodová',
  email: 'xenia.quirina@fjordby.example',
  title: 'Hemmelig-diagnose-4711',
  fileName: 'prøvesvar-xq.pdf',
  sender: 'Qvistgaards Klinik',
  content: 'INDHOLD-9x9',
}

let open: OpenHouse
let failing = false
let people: SeededPerson[]
before(async () => {
  const quoting = () => new Error(`${PERSONAL.email}: ${PERSONAL.title}`)
  open = await openHouse({
    mailer: { send: () => Promise.reject(quoting()) },
    wrap: ({ blobs, vault }) => ({
      blobs: {
        ...blobs,
        read: (...range) =>
          failing ? Promise.reject(new BlobError('refused', PERSONAL.title)) : blobs.read(...range),
      },
      vault: {
        ...vault,
        unwrap: (items) => (failing ? Promise.reject(quoting()) : vault.unwrap(items)),
      },
    }),
  })
})
after(() => open.close())

test('R4 D-27: names, numbers, subjects and contents pass through every route and leave no trace in the log', async () => {
  const { house } = open
  const sender = await seedSender(house, { name: PERSONAL.sender })
  const person = await seedPerson(house, { ...PERSONAL, emails: [PERSONAL.email] })
  people = [person]
  const app = await open.app(lettersRoutes(signIns(house, people)))
  const { letterId } = await seedLetter(house, {
    mailboxId: person.mailboxId,
    senderId: sender.senderId,
    title: PERSONAL.title,
    sensitive: true,
    documents: [
      { bytes: Buffer.from(PERSONAL.content), mediaType: 'application/pdf', fileName: PERSONAL.fileName },
    ],
  })
  const countRoutes = (app: App) =>
    app
      .printRoutes({ commonPrefix: false })
      .match(/\([A-Z, ]+\)/g)
      ?.flatMap((methods) => methods.slice(1, -1).split(', '))
      .filter((method) => method !== 'HEAD').length ?? 0
  const routes = countRoutes(app) - countRoutes(await open.app())
  const folderId = '0198c0de-1234-7abc-8def-0123456789ab'
  const asks: [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object][] = [
    ['GET', '/api/me'],
    ['GET', '/api/letters'],
    ['GET', `/api/letters/${letterId}`],
    ['POST', `/api/letters/${letterId}/open`],
    ['POST', `/api/letters/${letterId}/read`, { unread: true }],
    ['GET', `/api/letters/${letterId}/access-log`],
    ['GET', '/api/access-log'],
    ['GET', `/api/letters/${letterId}/proof`],
    ['GET', `/api/letters/${letterId}/documents/1`],
    ['GET', `/api/letters/${letterId}/documents`],
    ['GET', '/api/folders'],
    ['GET', '/api/folders/unread'],
    ['POST', '/api/folders', { name: PERSONAL.title }],
    ['PUT', `/api/folders/${folderId}`, { name: PERSONAL.title, from: null }],
    ['PUT', `/api/folders/${folderId}/place`, { from: null, parentId: null, name: PERSONAL.title }],
    ['DELETE', `/api/folders/${folderId}`],
    ['POST', '/api/letters/changes', { letterIds: [letterId], change: { kind: 'star', starred: true } }],
    ['POST', `/api/letters/changes/${folderId}/undo`, {}],
    ['POST', '/api/trash/delete', { letterIds: [letterId] }],
    ['POST', '/api/trash/empty', { until: house.clock().toISOString() }],
    ['GET', '/api/storage'],
    ['GET', '/api/senders'],
    ['POST', '/api/search', { words: PERSONAL.title, sender: PERSONAL.sender }],
    ['GET', `/api/letters/${letterId}/report`],
    ['POST', `/api/letters/${letterId}/report`, { kind: 'fraudulent', said: PERSONAL.title, attach: true }],
    ['PUT', `/api/letters/${letterId}/note`, { text: PERSONAL.title, from: null }],
    ['GET', `/api/letters/${letterId}/work`],
    ['PUT', `/api/letters/${letterId}/work`, { note: PERSONAL.title }],
    ['GET', `/api/sent/${letterId}/receipt`],
    ['GET', '/api/take-out'],
    ['POST', '/api/take-out', {}],
    ['GET', `/api/take-out/${folderId}`],
    ['DELETE', `/api/take-out/${folderId}`],
    ['GET', `/api/take-out/${folderId}/archive`],
    ['GET', '/api/tokens'],
    ['POST', '/api/tokens', { name: PERSONAL.givenNames, scopes: ['mail'], days: 30 }],
    ['DELETE', `/api/tokens/${folderId}`],
    ['POST', '/api/uploads', { sizeBytes: 100 }],
    ['GET', `/api/uploads/${folderId}`],
    ['DELETE', `/api/uploads/${folderId}`],
    ['POST', `/api/uploads/${folderId}/finish`, { fileName: PERSONAL.fileName }],
    ['PUT', `/api/uploads/${folderId}/parts/0`, { [PERSONAL.fileName]: PERSONAL.content }],
    ['GET', '/api/organisations'],
    ['POST', '/api/organisations/letters', { title: PERSONAL.title, text: PERSONAL.content }],
    ['GET', '/api/calendar'],
    ['POST', '/api/calendar/address', { from: null }],
    ['DELETE', '/api/calendar/address'],
    ['PATCH', `/api/calendar/${letterId}`, { done: true }],
    ['GET', `/calendar/feed/${encodeURIComponent(PERSONAL.title)}`],
    ['GET', '/calendar/feed.ics'],
  ]
  assert.equal(routes, asks.length, 'a new route belongs in this test')
  const personal = [...Object.values(PERSONAL), person.nationalNumber, person.name]
  for (failing of [false, true]) {
    for (const level of ['substantial', 'low'] as const) {
      for (const [method, path, payload] of asks) {
        // Also where a person would put it who mistakes the address bar for a search field.
        for (const query of [
          '',
          `?q=${encodeURIComponent(PERSONAL.title)}`,
          `?after=${person.nationalNumber}`,
        ]) {
          await app.inject({
            method,
            url: path + query,
            headers: { ...as(person, level), 'user-agent': PERSONAL.familyName, range: PERSONAL.email },
            ...(payload ? { payload: { ...payload, ...(query ? { [PERSONAL.title]: 1 } : {}) } } : {}),
          })
        }
      }
      await app.inject({
        url: `/api/letters/${encodeURIComponent(PERSONAL.title)}`,
        headers: as(person, level),
      })
      await app.inject({ url: `/${encodeURIComponent(PERSONAL.familyName)}`, headers: as(person, level) })
    }
  }
  const other = await seedLetter(house, {
    mailboxId: person.mailboxId,
    senderId: sender.senderId,
    title: PERSONAL.title,
  })
  const pair: [string, string] = [person.mailboxId, other.letterId]
  await notifyRecipients(house, { letters: [pair] })
  for (const lastTry of [false, true]) {
    await sendNotice(house, { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }, { lastTry }).catch(
      (error) => house.log.warn({ event: 'job-failed', err: error }),
    )
  }
  const log = open.logged()
  assert.ok(log.split('\n').length > 100, 'the log was listened to')
  assert.match(log, /"event":"internal-error"/)
  for (const secret of personal) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      assert.ok(!log.includes(form), `the log holds ${form}`)
  }
})

/** The sender's side of the silent log: names, numbers, addresses and subjects go through every route and every job. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { BlobError } from '#ground/blobs.ts'
import type { App } from '#ground/routes.ts'
import { upload, workOnce } from '#tests/hand-in.ts'
import { lettersArchive, MANIFEST } from '#tests/make-archive.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

const PERSONAL = {
  firstName: 'Xenia',
  lastName: 'Zwobodová',
  street: 'Qvistgaardsvænget 17',
  city: 'Yxkøbing',
  email: 'xenia.quirina@fjordby.example',
  title: 'Hemmelig-diagnose-4711',
  fileName: 'prøvesvar-xq.pdf',
  reference: 'sag-xq-0815',
  content: 'INDHOLD-9x9',
}
const { firstName, lastName, street, city, email, title, fileName, reference } = PERSONAL
const RECIPIENT = { firstName, lastName, street, postcode: '5000', city }

let open: OpenHouse
let failing = false
let app: App
let sender: SenderSeed
before(async () => {
  open = await openHouse({
    wrap: ({ blobs, vault }) => ({
      blobs: {
        ...blobs,
        append: (parts) =>
          failing ? Promise.reject(new BlobError('refused', `${email} ${title}`)) : blobs.append(parts),
      },
      vault: {
        ...vault,
        wrap: (items) =>
          failing ? Promise.reject(new Error(`${email}\n    at ${title}`)) : vault.wrap(items),
      },
    }),
  })
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

const pdf = Buffer.concat([Buffer.from(`%PDF-1.7\n%${PERSONAL.content}\n`), PDF])

test('P-07 O-06: names, numbers, subjects and contents go through every route of senders and leave no trace in the log', async () => {
  const person = await seedPerson(open.house)
  const asked = new Set<string>()
  const ask = async (
    method: 'GET' | 'POST' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'DELETE',
    path: string,
    more: object = {},
  ) => {
    const { url = path, ...rest } = more as { url?: string; headers?: object }
    asked.add(`${method} ${path}`)
    return app.inject({ method, url, ...rest, headers: { ...sender.headers(), ...rest.headers } })
  }
  const letters = [
    {
      recipient: { nationalNumber: person.nationalNumber },
      title,
      reference,
      documents: [{ part: 'brev', fileName }],
    },
    { recipient: RECIPIENT, title, reference, documents: [{ part: 'brev' }] },
    { recipient: { email }, title, documents: [{ part: 'brev' }] },
  ]
  const whole = (order: object) => multipart(order, { brev: pdf }, sender.headers())
  const list = `firstName;lastName;street;postcode;city;title\n${Object.values(RECIPIENT).join(';')};${title}\n`
  const archive = await lettersArchive(`${list}${firstName};${email};too;few\n`, {
    [fileName]: pdf,
    'manifest.json': { ...MANIFEST, title, documents: [fileName] },
  })
  const broken = await lettersArchive(list, { 'manifest.json': { ...MANIFEST, [lastName]: email } })
  for (const fails of [false, true]) {
    failing = fails
    for (const order of [
      { letters },
      { letters, dryRun: true },
      { letters, [title]: email },
      { letters: title },
    ])
      await ask('POST', '/v1/letters', whole(order))
    const { letterId = person.mailboxId } =
      (await ask('POST', '/v1/letters', whole({ letters }))).json().letters?.[0] ?? {}
    const type = { headers: { 'content-type': 'application/pdf' } }
    await ask('POST', '/v1/documents', { ...type, payload: pdf })
    for (const id of [letterId, encodeURIComponent(title)]) {
      await ask('GET', '/v1/letters/:letterId', { url: `/v1/letters/${id}` })
      await ask('GET', '/v1/letters/:letterId/receipt', { url: `/v1/letters/${id}/receipt?q=${title}` })
      await ask('POST', '/v1/letters/:letterId/cancel', { url: `/v1/letters/${id}/cancel` })
      await ask('GET', '/v1/letters/:letterId/cancellation-receipt', {
        url: `/v1/letters/${id}/cancellation-receipt?q=${title}`,
      })
    }
    await ask('GET', '/v1/mail', { url: `/v1/mail?after=${title}` })
    for (const id of [letterId, encodeURIComponent(title)]) {
      for (const method of ['GET', 'DELETE'] as const)
        await ask(method, '/v1/mail/:mailId', { url: `/v1/mail/${id}` })
      await ask('GET', '/v1/mail/:mailId/documents/:documentNo', {
        url: `/v1/mail/${id}/documents/1?q=${title}`,
      })
    }
    await ask('GET', '/v1/events', { url: `/v1/events?after=${email}` })
    await ask('GET', '/v1/print-queue', { url: `/v1/print-queue?after=${title}` })
    await ask('GET', '/v1/batches', { url: `/v1/batches?before=${lastName}` })
    for (const bytes of [archive, broken]) {
      failing = false
      const uploadId = await upload(app, sender, bytes)
      for (const method of ['HEAD', 'PATCH'] as const)
        await ask(method, '/v1/uploads/:uploadId', {
          url: `/v1/uploads/${uploadId}`,
          headers: { 'upload-metadata': title },
        })
      const handed = await ask('POST', '/v1/batches', { payload: { uploadId } })
      const { batchId = person.mailboxId } = handed.json()
      failing = fails
      for (let job = 0; job < 6; job++)
        await workOnce(open.house, ['read-batch', 'send-chunk']).catch((error) =>
          open.house.log.warn({ event: 'job-failed', err: error }),
        )
      await ask('GET', '/v1/batches/:batchId', { url: `/v1/batches/${batchId}` })
      for (const format of ['json', 'csv'])
        await ask('GET', '/v1/batches/:batchId/errors', {
          url: `/v1/batches/${batchId}/errors?format=${format}`,
        })
      await ask('POST', '/v1/batches/:batchId/corrections', {
        url: `/v1/batches/${batchId}/corrections`,
        headers: { 'content-type': 'text/csv' },
        payload: `row;${list}`.replace(`\n${firstName}`, `\n1;${firstName}`),
      })
      await ask('POST', '/v1/batches/:batchId/cancel', { url: `/v1/batches/${batchId}/cancel` })
      await ask('DELETE', '/v1/uploads/:uploadId', { url: `/v1/uploads/${uploadId}` })
    }
    await ask('OPTIONS', '/v1/uploads')
    await ask('POST', '/v1/uploads', { headers: { 'upload-metadata': `filename ${title}` } })
    await ask('POST', '/oauth/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `client_assertion=${encodeURIComponent(email)}`,
    })
  }
  assert.ok(routesOf(app).length > 15)
  assert.deepEqual(
    routesOf(app).filter((route) => !asked.has(route)),
    [],
    'a new route belongs in this test',
  )
  const log = open.logged()
  assert.match(log, /"event":"unavailable"/)
  assert.match(log, /"event":"job-failed"/)
  for (const secret of [...Object.values(PERSONAL), person.nationalNumber])
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      assert.ok(!log.includes(form), `the log holds ${form}`)
})

/** Every route of the room, as `METHOD /path`; what fastify adds by itself left out. */
function routesOf(app: App): string[] {
  const routes: string[] = []
  const path: string[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part, methods] =
      /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (part === undefined) continue
    path.splice(indent.length / 4, path.length, part)
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${path.join('')}`)
  }
  const ours = routes.filter((route) => /\/(?:v1\/(?!openapi|docs)|oauth\/)/.test(route))
  return ours.filter((route) => !route.startsWith('HEAD ') || route.includes('/uploads'))
}

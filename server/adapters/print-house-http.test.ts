import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PrintLetter, PrintRefused } from '#ground/paper.ts'
import { type DemoPrintHouse, startDemoPrintHouse } from '#tools/demo-print/print-server.ts'
import { openHttpPrintHouse } from './print-house-http.ts'

let house: DemoPrintHouse
before(async () => {
  house = await startDemoPrintHouse({ port: 0, token: 'right', stepMs: 20 })
})
after(() => house.close())

const letter = (line = 'Ahornvej 1'): PrintLetter => ({
  letterId: randomUUID(),
  pdf: Buffer.from('%PDF-1.7 a letter\n%%EOF\n'),
  to: { name: 'Kirsten Ørskov', lines: [line], postcode: '5000', city: 'Odense', country: 'dk' },
  priority: 'priority',
})
const open = (token = 'right') => openHttpPrintHouse({ url: house.url, token })

/** It prints in its own time. */
async function comes(job: string, wanted: string): Promise<void> {
  const end = Date.now() + 30_000
  while ((await open().status(job)) !== wanted && Date.now() < end) await sleep(20)
  assert.equal(await open().status(job), wanted)
}

test('I-01: a letter arrives whole, with its address, and is followed until it is posted', async () => {
  const sent = letter()
  const { job } = await open().handOver(sent)
  const taken = house.letters().find(({ id }) => id === job)!
  assert.deepEqual(taken.pdf, sent.pdf)
  assert.deepEqual(taken.to, { ...sent.to, country: 'DK' })
  await comes(job, 'posted')
  const back = await open().handOver(letter('Returvej 2'))
  await comes(back.job, 'returned')
})

test('I-01: handed over twice, printed once', async () => {
  const sent = letter()
  const jobs = [await open().handOver(sent), await open().handOver(sent)]
  assert.equal(jobs[0]!.job, jobs[1]!.job)
  assert.equal(house.letters().filter(({ key }) => key === sent.letterId).length, 1)
})

test('I-01: refused for good is told from not now', async () => {
  await assert.rejects(open().handOver(letter('Afvisvej 3')), PrintRefused)
  await assert.rejects(open().handOver({ ...letter(), pdf: Buffer.from('no PDF') }), PrintRefused)
  for (const status of [401, 404, 429, 500, 503]) {
    house.fail(status)
    await assert.rejects(open().handOver(letter()), { name: 'PrintHouseUnavailable', code: `HTTP ${status}` })
  }
  house.fail(undefined)
  await assert.rejects(open('wrong').handOver(letter()), { code: 'HTTP 401' })
})

test('I-01: a print house that is silent, redirects or talks nonsense is no print house; nothing of the letter is in the error', async () => {
  const answers: Record<string, (reply: import('node:http').ServerResponse) => void> = {
    silent: () => undefined,
    redirect: (reply) => reply.writeHead(307, { location: `${house.url}/v1/jobs` }).end(),
    nonsense: (reply) =>
      reply.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"../../x","status":"posted"}'),
    html: (reply) => reply.writeHead(200).end('<html>'),
  }
  for (const answer of Object.values(answers)) {
    const server = createServer((_request, reply) => answer(reply))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const error = await openHttpPrintHouse({ url, token: 'secret-token', timeoutMs: 300 })
      .handOver(letter())
      .catch((e: Error) => e)
    assert.equal((error as Error).name, 'PrintHouseUnavailable')
    assert.doesNotMatch(`${(error as Error).stack} ${JSON.stringify(error)}`, /Kirsten|secret-token|Ahornvej/)
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

test('letters with codes travel by https only', () => {
  assert.throws(() => openHttpPrintHouse({ url: 'http://print.example', token: 'x' }), /https/)
  assert.ok(openHttpPrintHouse({ url: 'https://print.example', token: 'x' }))
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { RegisterPage, RegisterPerson } from '#ground/ports.ts'
import { type RegisterProcess, spawnRegister } from '#tests/register-process.ts'
import { RegisterUnavailable, registerHttp } from './register-http.ts'

let register: RegisterProcess
before(async () => {
  register = await spawnRegister({ people: 1_050 })
})
after(() => register.stop())

const port = (more: Partial<Parameters<typeof registerHttp>[0]> = {}) =>
  registerHttp({ url: register.url, token: register.token, retryAfterMs: 1, ...more })

async function all<Row>(pages: AsyncIterable<RegisterPage<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page.rows)
  return rows
}

const simulate = (order: unknown) =>
  fetch(`${register.url}/simulate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
    body: JSON.stringify(order),
  })

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const PERSON = {
  nationalNumber: '0101011234',
  country: 'dk',
  givenNames: 'Åse',
  familyName: 'Lund',
  address: { road: 'Birkevej', houseNumber: '1', postcode: '3460', city: 'Birkerød' },
  status: 'active',
  protected: false,
}

test('P-05: the snapshot arrives whole, whatever the page size', async () => {
  const people = await all(port({ pageRows: 100 }).people())
  assert.equal(people.length, 1_050)
  assert.deepEqual(await all(port({ pageRows: 7_000 }).people()), people)
  const addresses = await all(port({ pageRows: 200 }).addresses())
  assert.equal(addresses.length, 550)
  assert.ok(addresses.some((a) => a.country === 'no' && a.dwelling))
})

test('P-05: changes are followed by cursor; an unknown cursor says to start anew', async () => {
  const waiting = port().changes('0', { waitSeconds: 20 })
  await simulate({ kind: 'protect', count: 2 })
  const first = await waiting
  assert.ok(first.kind === 'changes' && first.changes.length === 2 && first.changes[0]!.person.protected)
  const second = await port().changes(first.next, { waitSeconds: 0 })
  assert.deepEqual(second, { kind: 'changes', changes: [], faulty: 0, next: first.next })
  assert.deepEqual(await port().changes('999', { waitSeconds: 0 }), { kind: 'start-anew' })
})

test('P-05: a caller that stops waiting is let go at once', async () => {
  const stop = new AbortController()
  const waiting = port().changes('2', { waitSeconds: 20, signal: stop.signal })
  setTimeout(() => stop.abort(), 30)
  await assert.rejects(waiting, { name: 'AbortError' })
})

test('P-05: a wrong token says which variable to look at, and is not tried again', async () => {
  await assert.rejects(all(port({ token: 'not-the-token' }).people()), /REGISTER_TOKEN/)
})

test('P-05: a failing register is tried a bounded number of times', async () => {
  let calls = 0
  const flaky: RequestListener = (_req, res) => {
    if (++calls < 3) return res.writeHead(503).end()
    res.setHeader('total-count', 1)
    res.end(`${JSON.stringify(PERSON)}\n`)
  }
  await withServer(flaky, async (url) => {
    assert.equal((await all(port({ url }).people())).length, 1)
    assert.equal(calls, 3)
  })
  calls = 0
  await withServer(
    (_req, res) => {
      calls++
      res.writeHead(500).end()
    },
    async (url) => {
      await assert.rejects(all(port({ url, triesMax: 3 }).people()), RegisterUnavailable)
      assert.equal(calls, 3)
    },
  )
})

test('P-05: an answer that hangs, is cut off or is no JSON never becomes half a page', async () => {
  const line = `${JSON.stringify(PERSON)}\n`
  const bad: RequestListener[] = [
    () => {}, // hangs
    (_req, res) => {
      res.writeHead(200, { 'content-length': String(line.length * 3) })
      res.write(line)
      setTimeout(() => res.destroy(), 5)
    },
    (_req, res) => res.end(line + line.slice(0, 40)),
    (_req, res) => res.end(`${line}nonsense\n`),
    (_req, res) => res.end(Buffer.concat([Buffer.from(line), Buffer.from([0x22, 0xe6, 0x22, 0x0a])])),
    (_req, res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ]
  for (const listener of bad) {
    await withServer(listener, async (url) => {
      await assert.rejects(all(port({ url, triesMax: 2, timeoutMs: 200 }).people()), RegisterUnavailable)
    })
  }
})

test('P-05: a row that is no person is counted, the others arrive', async () => {
  const rows: unknown[] = [
    PERSON,
    { ...PERSON, nationalNumber: '123' },
    { ...PERSON, country: 'no' }, // ten digits are no Norwegian number
    { ...PERSON, status: 'missing' },
    { ...PERSON, protected: 'no' },
    { ...PERSON, givenNames: 'x\u0000y' },
    { ...PERSON, address: { ...PERSON.address, postcode: '34' } },
    { ...PERSON, address: { ...PERSON.address, kvhx: '0101' } },
    null,
    'text',
    { ...PERSON, address: { ...PERSON.address, floor: '', careOf: 'c/o Ida Holm' } },
  ]
  const listener: RequestListener = (_req, res) => {
    res.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  }
  await withServer(listener, async (url) => {
    const pages: RegisterPage<RegisterPerson>[] = []
    for await (const page of port({ url }).people()) pages.push(page)
    assert.equal(pages.length, 1)
    assert.equal(pages[0]!.faulty, 9)
    assert.deepEqual(pages[0]!.rows[0], PERSON)
    assert.equal(pages[0]!.rows[1]!.address.careOf, 'c/o Ida Holm')
  })
})

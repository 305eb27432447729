import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type RegisterProcess, spawnRegister } from '#tests/register-process.ts'
import type { ChangeRecord, PersonRecord } from './records.ts'

const folder = mkdtempSync(join(tmpdir(), 'register-'))
after(() => rmSync(folder, { recursive: true }))

async function withRegister(
  options: Parameters<typeof spawnRegister>[0],
  use: (register: RegisterProcess) => Promise<void>,
) {
  const register = await spawnRegister(options)
  try {
    await use(register)
  } finally {
    await register.stop()
  }
}

const get = (register: RegisterProcess, path: string, token = register.token) =>
  fetch(register.url + path, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  })

async function simulate(register: RegisterProcess, order: unknown) {
  const response = await fetch(`${register.url}/simulate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
    body: typeof order === 'string' ? order : JSON.stringify(order),
  })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & { changes: ChangeRecord[] },
  }
}

async function rows<T>(response: Response): Promise<T[]> {
  assert.equal(response.status, 200)
  const text = await response.text()
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as T)
}

async function everybody(register: RegisterProcess, limit: number): Promise<PersonRecord[]> {
  const people: PersonRecord[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const response: Response = await get(register, `/v1/people?after=${after}&limit=${limit}`)
    people.push(...(await rows<PersonRecord>(response)))
    after = response.headers.get('next-cursor')
  }
  return people
}

test('P-05: a snapshot read in pages of any size is the same, complete and without doubles', async () => {
  await withRegister({ people: 1_234 }, async (register) => {
    const people = await everybody(register, 500)
    assert.equal(people.length, 1_234)
    assert.equal(new Set(people.map((p) => p.nationalNumber)).size, 1_234)
    assert.deepEqual(await everybody(register, 77), people)
    const addresses = await rows(await get(register, '/v1/addresses?after=640&limit=100'))
    assert.equal(addresses.length, 10)
  })
})

test('P-05: nobody reads the register without its token', async () => {
  await withRegister({ people: 10 }, async (register) => {
    for (const path of ['/v1/people', '/v1/addresses', '/v1/changes?wait=0']) {
      assert.equal((await fetch(register.url + path)).status, 401)
      assert.equal((await get(register, path, 'wrong')).status, 401)
    }
    const posted = await fetch(`${register.url}/simulate`, { method: 'POST', body: '{"kind":"die"}' })
    assert.equal(posted.status, 401)
  })
})

test('P-05: a change is published to whoever waits, and shows in the next snapshot', async () => {
  await withRegister({ people: 500 }, async (register) => {
    const waiting = get(register, '/v1/changes?after=0&wait=20')
    const moved = await simulate(register, { kind: 'move' })
    const response = await waiting
    assert.equal(response.headers.get('next-cursor'), '1')
    const [change] = await rows<ChangeRecord>(response)
    assert.deepEqual(change, moved.body.changes[0])
    const now = (await everybody(register, 1000)).find(
      (p) => p.nationalNumber === change!.person.nationalNumber,
    )
    assert.deepEqual(now, change!.person)
  })
})

test('P-05: every kind of change does what it says, and to the right people', async () => {
  await withRegister({ people: 2_000 }, async (register) => {
    const before = new Map((await everybody(register, 5000)).map((p) => [p.nationalNumber, p]))
    for (const kind of ['move', 'rename', 'die', 'emigrate', 'protect', 'unprotect', 'birth']) {
      const { status, body } = await simulate(register, { kind, count: 5 })
      assert.equal(status, 200, kind)
      assert.equal(body.changes.length, 5)
      for (const { person } of body.changes) {
        const was = before.get(person.nationalNumber)
        if (kind === 'birth') assert.equal(was, undefined)
        else assert.ok(was && (was.status === 'active' || was.status === 'inactive'))
        if (kind === 'die') assert.equal(person.status, 'deceased')
        if (kind === 'emigrate') assert.equal(person.status, 'emigrated')
        if (kind === 'protect') assert.equal(person.protected, true)
        if (kind === 'unprotect') assert.ok(was!.protected && !person.protected)
        if (kind === 'move') assert.notDeepEqual(person.address, was!.address)
        before.set(person.nationalNumber, person)
      }
    }
    assert.deepEqual(new Map((await everybody(register, 999)).map((p) => [p.nationalNumber, p])), before)
  })
})

test('P-05: after a restart, and after a kill in mid-write, everything acknowledged is where it was', async () => {
  const file = join(folder, 'changes.ndjson')
  let expected: PersonRecord[] = []
  await withRegister({ people: 300, file }, async (register) => {
    for (const kind of ['move', 'birth', 'die']) await simulate(register, { kind, count: 3 })
    expected = await everybody(register, 1000)
    register.process.kill('SIGKILL')
  })
  appendFileSync(file, '{"cursor":10,"kind":"die","pers')
  await withRegister({ people: 300, file }, async (register) => {
    assert.deepEqual(await everybody(register, 1000), expected)
    assert.equal((await simulate(register, { kind: 'rename' })).body.cursor, 10)
  })
  await withRegister({ people: 300, file }, async (register) => {
    assert.equal((await rows(await get(register, '/v1/changes?after=0&wait=0'))).length, 10)
  })
  await assert.rejects(spawnRegister({ people: 301, file }), /belongs to another population/)
})

test('P-05: a wrong order names the field and changes nothing; a foreign cursor is told to start anew', async () => {
  await withRegister({ people: 300 }, async (register) => {
    const dead = (await simulate(register, { kind: 'die' })).body.changes[0]!.person.nationalNumber
    for (const [order, status, field] of [
      [{ kind: 'vanish' }, 400, 'kind'],
      [{ kind: 'move', count: 0 }, 400, 'count'],
      [{ kind: 'move', extra: 1 }, 400, 'extra'],
      [{ kind: 'move', to: { road: 'X' } }, 400, 'to.houseNumber'],
      [{ kind: 'move', nationalNumber: '0101010000' }, 404, 'nationalNumber'],
      [{ kind: 'move', nationalNumber: dead }, 409, 'kind'],
      ['{"kind":', 400, ''],
      [{ kind: 'rename', familyName: 'x'.repeat(70_000) }, 413, ''],
    ] as const) {
      const answer = await simulate(register, order)
      assert.deepEqual(
        [answer.status, answer.body.field],
        [status, field],
        JSON.stringify(order).slice(0, 80),
      )
    }
    assert.equal((await get(register, '/v1/changes?after=2&wait=0')).status, 410)
    assert.equal((await get(register, '/v1/people?limit=99999')).status, 400)
    assert.equal((await rows(await get(register, '/v1/changes?after=1&wait=0'))).length, 0)
  })
})

test('P-05: it refuses to start without a secret, or with sizes that cannot be', async () => {
  await assert.rejects(spawnRegister({ people: 10, token: 'short' }), /REGISTER_TOKEN/)
  await assert.rejects(spawnRegister({ people: 99_999_999_999 }), /--people must be/)
  await assert.rejects(spawnRegister({ people: 0 }), /from 1 to/)
})

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import type { EvidenceEvent } from '#ground/evidence/events.ts'
import { appendLeaves, seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { newId } from '#ground/ids.ts'
import type { App } from '#ground/routes.ts'
import { evidenceRoutes } from '#http/evidence.routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const senderId = newId()
const letters = Array.from({ length: 300 }, () => ({ evidenceSalt: randomBytes(16), letterId: newId() }))
const eventOf = (letterId: string): EvidenceEvent => ({
  letterId,
  number: 1,
  event: 'A.1 SubmissionAcceptance',
  at: '2026-11-22T09:00:00.000Z',
  senderId,
  documentSha256: [sha256(Buffer.from(letterId)).toString('hex')],
  code: 'sensitive',
})

let open: OpenHouse
let app: App
before(async () => {
  open = await openHouse()
  app = await open.app(evidenceRoutes)
})
after(() => open.close())

const get = (url: string) => app.inject({ url })
async function write(count: number, from = 0): Promise<void> {
  const leaves = letters
    .slice(from, from + count)
    .map(({ evidenceSalt, letterId }) => leafHashOf(evidenceSalt, eventOf(letterId)))
  await open.house.db.transaction().execute((trx) => appendLeaves(trx, leaves))
  await seal(open.house.db, logOf(open.house))
}

test('O-04: before the first sealing there is no head, and the answer says so', async () => {
  for (const url of ['/evidence/checkpoint', '/evidence/tile/0/000', '/evidence/consistency?from=0&to=0']) {
    const reply = await get(url)
    assert.equal(reply.statusCode, 404, url)
    assert.equal(reply.json().code, 'not-found')
  }
})

test('O-04: a monitor rebuilds the signed root from the tiles it reads', async () => {
  await write(3)
  await write(297, 3)
  const head = await get('/evidence/checkpoint')
  assert.equal(head.headers['content-type'], 'text/plain; charset=utf-8')
  assert.match(String(head.headers['cache-control']), /max-age=2$/)
  const [origin, size, root] = head.body.split('\n')
  assert.deepEqual([origin, size], ['localhost:8080/evidence', '300'])
  const tiles = await Promise.all(
    ['0/000', '0/001.p/44', '1/000.p/1'].map((path) => get(`/evidence/tile/${path}`)),
  )
  for (const tile of tiles) {
    assert.equal(tile.statusCode, 200)
    assert.equal(tile.headers['content-type'], 'application/octet-stream')
    assert.match(String(tile.headers['cache-control']), /immutable/)
  }
  const [full, partial, above] = tiles.map((tile) => tile.rawPayload)
  const hashes = (bytes: Buffer) =>
    Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32))
  const rootOf = (leaves: Buffer[]): Buffer => {
    if (leaves.length === 1) return leaves[0]!
    const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
    return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
  }
  assert.deepEqual(rootOf(hashes(full!)), above)
  assert.equal(rootOf([...hashes(full!), ...hashes(partial!)]).toString('base64'), root)
  // The tile that was partial at size 3 is still served for whoever holds that head.
  assert.deepEqual((await get('/evidence/tile/0/000.p/3')).rawPayload, full!.subarray(0, 96))
})

test('O-04: tiles the log does not have, and paths that are none, are not found', async () => {
  const paths = [
    '0/001',
    '0/001.p/45',
    '1/000',
    '2/000',
    '0/002.p/1',
    '0/1',
    '64/000',
    '0/x000/000',
    '00/000',
    '0/000.p/256',
  ]
  for (const path of [...paths, '0/..%2f..%2fkey', 'entries/000', "0/000'--"]) {
    assert.equal((await get(`/evidence/tile/${path}`)).statusCode, 404, path)
  }
})

test('O-04: consistency proofs are given between any two sizes, and faults are named', async () => {
  const reply = await get('/evidence/consistency?from=3&to=300')
  assert.equal(reply.statusCode, 200)
  assert.deepEqual(Object.keys(reply.json()), ['from', 'to', 'hashes'])
  assert.deepEqual((await get('/evidence/consistency?from=300&to=300')).json(), {
    from: 300,
    to: 300,
    hashes: [],
  })
  for (const query of ['from=4&to=3', 'from=3&to=301']) {
    assert.equal((await get(`/evidence/consistency?${query}`)).statusCode, 404, query)
  }
  for (const [query, field] of [
    ['from=3', 'querystring.to'],
    ['from=-1&to=3', 'querystring.from'],
    ['from=x&to=3', 'querystring.from'],
    ['from=1&to=3&letter=1', 'querystring.letter'],
  ]) {
    const refused = await get(`/evidence/consistency?${query}`)
    assert.equal(refused.statusCode, 422, query)
    assert.deepEqual(
      refused.json().faults.map((fault: { field: string }) => fault.field),
      [field],
    )
  }
})

test('O-04: the key is served as PEM, and never the private one', async () => {
  const { body } = await get('/evidence/key')
  assert.equal(body, open.house.signer.publicKeyPem)
  assert.match(body, /^-----BEGIN PUBLIC KEY-----/)
})

test('R30: nothing of a letter is in what the log stores, serves or logs', async () => {
  const served = await Promise.all(
    ['checkpoint', 'key', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'consistency?from=1&to=300'].map(
      async (path) => {
        const reply = await get(`/evidence/${path}`)
        assert.equal(reply.statusCode, 200, path)
        return Buffer.concat([Buffer.from(JSON.stringify(reply.headers)), reply.rawPayload])
      },
    ),
  )
  const stored = await Promise.all(
    ['evidence_chunk', 'evidence_tile', 'evidence_checkpoint'].map(async (table) => {
      const { rows } = await sql<{
        row: string
      }>`select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(open.house.db)
      assert.ok(rows.length > 0)
      return Buffer.from(rows.map(({ row }) => row).join('\n'))
    }),
  )
  const everything = Buffer.concat([...served, ...stored, Buffer.from(open.logged())])
  const spellings = (bytes: Buffer) => [
    bytes,
    ...(['hex', 'base64url'] as const).map((form) => Buffer.from(bytes.toString(form))),
  ]
  const said = letters.flatMap(({ letterId, evidenceSalt }) => {
    const [document] = eventOf(letterId).documentSha256!
    const id = Buffer.from(letterId.replaceAll('-', ''), 'hex')
    return [
      Buffer.from(letterId),
      ...spellings(id),
      ...spellings(evidenceSalt),
      ...spellings(Buffer.from(document!, 'hex')),
    ]
  })
  said.push(
    Buffer.from(senderId),
    ...spellings(Buffer.from(senderId.replaceAll('-', ''), 'hex')),
    Buffer.from('sensitive'),
  )
  for (const bytes of said) assert.equal(everything.indexOf(bytes), -1)
  // The search itself can find: a leaf is there, in the tile and in the table.
  const leaf = leafHashOf(letters[0]!.evidenceSalt, eventOf(letters[0]!.letterId))
  for (const form of spellings(leaf).slice(0, 2)) assert.notEqual(everything.indexOf(form), -1)
})

test('R30: after the salt is gone, the right event alone does not find its leaf', async () => {
  const tile = (await get('/evidence/tile/0/000')).rawPayload
  const { letterId, evidenceSalt } = letters[0]!
  assert.notEqual(tile.indexOf(leafHashOf(evidenceSalt, eventOf(letterId))), -1)
  for (const guess of [
    Buffer.alloc(16),
    Buffer.from(letterId.replaceAll('-', ''), 'hex'),
    letters[1]!.evidenceSalt,
  ]) {
    assert.equal(tile.indexOf(leafHashOf(guess, eventOf(letterId))), -1)
  }
})

import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Upload } from 'tus-js-client'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { openUpload } from '#dispatch/files/read-upload.ts'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let url: string
let sender: SenderSeed
let other: SenderSeed
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  sender = await seedSender(open.house, app)
  other = await seedSender(open.house, app, { name: 'Fjordby Kommune' })
})
after(() => open.close())

const tus = { 'tus-resumable': '1.0.0' }

async function begin(size: number, key?: string, by = sender) {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...by.headers(key), ...tus, 'upload-length': String(size) },
  })
  return {
    answer,
    path: String(answer.headers.location),
    id: String(answer.headers.location).split('/').at(-1)!,
  }
}

const patch = (path: string, offset: number, bytes: Buffer, by = sender) =>
  app.inject({
    method: 'PATCH',
    url: path,
    headers: {
      authorization: `Bearer ${by.token}`,
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    payload: bytes,
  })

const head = (path: string, by = sender) =>
  app.inject({ method: 'HEAD', url: path, headers: { authorization: `Bearer ${by.token}`, ...tus } })

async function stored(uploadId: string, by = sender): Promise<Buffer> {
  const upload = (await openUpload(open.house, { senderId: by.senderId, uploadId }))!
  const pieces: Uint8Array[] = []
  for await (const piece of upload.read(0, upload.sizeBytes)) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('S-06: a tus client uploads in pieces, is interrupted, resumes, and every byte is there', async () => {
  const bytes = randomBytes(5_300_000)
  let cut = false
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${url}/v1/uploads`,
      headers: sender.headers(),
      chunkSize: 2_000_000,
      retryDelays: [0, 10],
      metadata: { filename: 'breve.zip' },
      onError: reject,
      onSuccess: () => resolve(),
      onChunkComplete: () => {
        if (cut) return
        cut = true
        // The first piece is there; the program stops and another one goes on.
        void upload.abort().then(async () => {
          assert.equal((await head(new URL(upload.url!).pathname)).headers['upload-offset'], '2000000')
          upload.start()
        })
      },
    })
    upload.start()
    upload.options.onSuccess = () => {
      void stored(upload.url!.split('/').at(-1)!).then((there) => {
        assert.ok(there.equals(bytes))
        resolve()
      }, reject)
    }
  })
  assert.ok(cut)
})

test('S-06: what was received before the line broke is durable, and the upload goes on from there', async () => {
  const bytes = randomBytes(3_000_000)
  const { path, id } = await begin(bytes.length)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `PATCH ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${sender.token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`,
  )
  socket.write(bytes.subarray(0, 1_500_000))
  let offset = 0
  for (let i = 0; i < 3000 && offset < 1_048_576; i++) {
    await sleep(20)
    offset = await receivedOf(id)
  }
  assert.equal(offset, 1_048_576)
  socket.destroy()
  for (let i = 0; i < 3000 && offset < 1_500_000; i++) {
    await sleep(20)
    offset = await receivedOf(id)
  }
  assert.equal(offset, 1_500_000)
  const rest = await patch(path, offset, bytes.subarray(offset))
  assert.equal(rest.statusCode, 204)
  assert.equal(rest.headers['upload-offset'], String(bytes.length))
  assert.ok((await stored(id)).equals(bytes))
})

const receivedOf = async (uploadId: string): Promise<number> => {
  const { rows } = await sql<{
    n: string
  }>`select received_bytes as n from upload where upload_id = ${uploadId}`.execute(open.house.db)
  return Number(rows[0]!.n)
}

test('O-05 S-06: nothing of an upload lies open, on disk or in the database', async () => {
  const secret = Buffer.from('Karen Margrethe Lindholm 0101901234')
  const { path, id } = await begin(secret.length)
  await patch(path, 0, secret)
  const { rows } = await sql<{ pack_id: string; pack_offset: string; sealed_bytes: string; row: string }>`
    select pack_id, pack_offset, sealed_bytes, to_jsonb(p)::text as row from upload_part p where upload_id = ${id}`.execute(
    open.house.db,
  )
  const [part] = rows
  const sealed = await open.house.blobs.read(
    part!.pack_id,
    Number(part!.pack_offset),
    Number(part!.sealed_bytes),
  )
  for (const text of ['Karen', 'Lindholm', '0101901234']) {
    assert.equal(Buffer.from(sealed).indexOf(text), -1)
    assert.ok(!part!.row.includes(text))
  }
  assert.ok((await stored(id)).equals(secret))
})

test('S-05 S-06: the same Idempotency-Key gives the same upload again, another size under it is refused', async () => {
  const key = randomUUID()
  const first = await begin(10, key)
  assert.equal(first.answer.statusCode, 201)
  await patch(first.path, 0, Buffer.from('12345'))
  const again = await begin(10, key)
  assert.equal(again.path, first.path)
  assert.equal((await head(first.path)).headers['upload-offset'], '5')
  const changed = await begin(11, key)
  assert.equal(changed.answer.statusCode, 409)
  assert.equal(changed.answer.json().code, 'idempotency-key-reused')
  const foreign = await begin(10, key, other)
  assert.notEqual(foreign.path, first.path)
})

test('S-06: another sender’s upload is not found, whatever is asked of it', async () => {
  const { path } = await begin(10)
  assert.equal((await head(path, other)).statusCode, 404)
  const written = await patch(path, 0, Buffer.from('x'), other)
  assert.equal(written.statusCode, 404)
  assert.equal(written.json().code, 'not-found')
  const removed = await app.inject({
    method: 'DELETE',
    url: path,
    headers: { authorization: `Bearer ${other.token}`, ...tus },
  })
  assert.equal(removed.statusCode, 404)
  assert.equal((await head(path)).statusCode, 200)
})

test('S-06: wrong offset, too much, no length, no token, no key, no such id: each a problem with its code', async () => {
  const { path } = await begin(10)
  const wrong = await patch(path, 3, Buffer.from('abc'))
  assert.deepEqual([wrong.statusCode, wrong.json().code], [409, 'upload-offset-wrong'])
  const more = await patch(path, 0, Buffer.alloc(11))
  assert.deepEqual([more.statusCode, more.json().code], [400, 'request-malformed'])
  assert.deepEqual([more.json().faults[0].field, more.json().faults[0].reason], ['body', 'too-large'])
  assert.match(more.json().faults[0].message, /goes past the Upload-Length/)
  assert.doesNotMatch(more.body, /by resumable upload/, 'it is one already')
  const huge = await begin(2 * 1024 ** 3 + 1)
  assert.deepEqual([huge.answer.statusCode, huge.answer.json().code], [413, 'body-too-large'])
  const unknownLength = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...sender.headers(), ...tus, 'upload-defer-length': '1' },
  })
  assert.deepEqual([unknownLength.statusCode, unknownLength.json().code], [400, 'request-malformed'])
  const noTus = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...sender.headers(), 'upload-length': '5' },
  })
  assert.deepEqual([noTus.statusCode, noTus.json().code], [400, 'request-malformed'])
  assert.match(noTus.json().detail, /Tus-Resumable/)
  // Where it is wrong and what is taken, as at every other address.
  const oddTus = await app.inject({
    method: 'PATCH',
    url: path,
    headers: {
      ...sender.headers(),
      'tus-resumable': '0.9',
      'upload-offset': '-1',
      'content-type': 'text/plain',
    },
  })
  assert.deepEqual(
    [wrong, unknownLength, noTus, oddTus].map((answer) =>
      answer
        .json()
        .faults?.map(({ field, reason }: { field: string; reason: string }) => `${field} ${reason}`),
    ),
    [
      ['headers.upload-offset conflict'],
      ['headers.upload-defer-length form'],
      ['headers.tus-resumable missing'],
      ['headers.tus-resumable form', 'headers.upload-offset form', 'headers.content-type form'],
    ],
  )
  const noToken = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...tus, 'upload-length': '5' },
  })
  assert.deepEqual([noToken.statusCode, noToken.json().code], [401, 'token-missing'])
  const noKey = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { authorization: `Bearer ${sender.token}`, ...tus, 'upload-length': '5' },
  })
  assert.deepEqual([noKey.statusCode, noKey.json().code], [400, 'idempotency-key-missing'])
  assert.equal((await head('/v1/uploads/..%2f..%2fetc')).statusCode, 404)
  assert.equal((await head(`/v1/uploads/${randomUUID()}`)).statusCode, 404)
  assert.equal((await head(path)).headers['upload-offset'], '0')
})

test('S-06: two clients at the same offset: one of them wins, no byte is doubled', async () => {
  const bytes = randomBytes(1000)
  const { path, id } = await begin(bytes.length)
  const both = await Promise.all([patch(path, 0, bytes), patch(path, 0, bytes)])
  assert.deepEqual(both.map((answer) => answer.statusCode).sort(), [204, 409])
  assert.ok((await stored(id)).equals(bytes))
})

test('S-06: an upload given up is gone', async () => {
  const { path } = await begin(4)
  await patch(path, 0, Buffer.from('abcd'))
  const gone = await app.inject({
    method: 'DELETE',
    url: path,
    headers: { authorization: `Bearer ${sender.token}`, ...tus },
  })
  assert.equal(gone.statusCode, 204)
  assert.equal((await head(path)).statusCode, 404)
})

test('S-06 S-04: a checksum that nobody would look at is refused, and nothing is taken', async () => {
  const { path } = await begin(4)
  const answer = await app.inject({
    method: 'PATCH',
    url: path,
    headers: {
      authorization: `Bearer ${sender.token}`,
      ...tus,
      'upload-offset': '0',
      'upload-checksum': 'sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
      'content-type': 'application/offset+octet-stream',
    },
    payload: Buffer.from('abcd'),
  })
  assert.deepEqual([answer.statusCode, answer.json().code], [400, 'request-malformed'])
  assert.equal(answer.json().faults[0].field, 'headers.upload-checksum')
  assert.equal((await head(path)).headers['upload-offset'], '0')
})

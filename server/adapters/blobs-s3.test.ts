import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, type TestContext, test } from 'node:test'
import { blobContract, problem } from '#ground/blobs.contract.ts'
import type { BlobStore } from '#ground/blobs.ts'
import { type Swift, startSwift } from '#tests/swift.ts'
import { openS3Blobs, type S3BlobsOptions } from './blobs-s3.ts'

describe('S3 adapter against OpenStack Swift', () => {
  let swift: Swift
  before(async () => {
    swift = await startSwift()
  })
  after(() => swift?.stop())

  blobContract('S3', async () => openS3Blobs({ ...swift, prefix: 'packs/' }))

  test('O-05: a wrong secret, a wrong key and a wrong region are rejected for writing, reading and erasing', async () => {
    const { packId } = await openS3Blobs(swift).append([Buffer.from('ours')])
    const intruders: Partial<S3BlobsOptions>[] = [
      { secretAccessKey: `${swift.secretAccessKey.slice(0, -1)}x` },
      { accessKeyId: 'brevhus:nobody' },
    ]
    for (const intruder of intruders) {
      const store = openS3Blobs({ ...swift, ...intruder })
      await assert.rejects(store.append([Buffer.from('theirs')]), problem('refused'))
      await assert.rejects(store.read(packId, 0, 4), problem('refused'))
      await assert.rejects(store.erase(packId), problem('refused'))
    }
    await assert.rejects(
      openS3Blobs({ ...swift, region: 'elsewhere' }).read(packId, 0, 4),
      problem('unavailable'),
    )
    const anonymous = await fetch(`${swift.endpoint}/${swift.bucket}/${packId}`)
    assert.ok(anonymous.status >= 400, `${anonymous.status}`)
    assert.equal(Buffer.from(await openS3Blobs(swift).read(packId, 0, 4)).toString(), 'ours')
  })

  test('O-05: a missing bucket is named as such, not taken for a missing pack', async () => {
    const store = openS3Blobs({ ...swift, bucket: 'no-such-bucket' })
    await assert.rejects(store.append([Buffer.from('x')]), (error: Error) => {
      assert.match(error.message, /NoSuchBucket/)
      return problem('unavailable')(error)
    })
  })
})

test('O-05: without Swift these tests fail and name the one command to type', async () => {
  await assert.rejects(
    startSwift('/nowhere'),
    /Run: sudo apt-get install --no-install-recommends --yes swift swift-proxy/,
  )
})

const credentials = { region: 'eu-north-1', bucket: 'packs', accessKeyId: 'a', secretAccessKey: 'b' }
const packId = '0192d3a4-5b6c-4d8e-9f01-23456789abcd'

/** A store that misbehaves as told; the answers a real one gives are tested above. */
async function against(
  t: TestContext,
  listener: RequestListener,
  more: Partial<S3BlobsOptions> = {},
): Promise<BlobStore> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return openS3Blobs({ ...credentials, endpoint, ...more })
}

test('O-05: a store that fails in passing is tried again with the same key and content', async (t) => {
  const seen: string[] = []
  const store = await against(t, (request, answer) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text) => {
      body += text
    })
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${body}`)
      answer.writeHead([503, 500, 200][seen.length - 1] ?? 200).end('<Error><Code>SlowDown</Code></Error>')
    })
  })
  const place = await store.append([Buffer.from('con'), Buffer.from('tent')])
  assert.deepEqual(seen, Array(3).fill(`PUT /packs/${place.packId} content`))
})

test('O-05: a store that stays down is given up after the tries it has, with the reason', async (t) => {
  let tries = 0
  const down = await against(
    t,
    (_, answer) => {
      tries++
      answer.writeHead(503).end('<Error><Code>ServiceUnavailable</Code></Error>')
    },
    { triesMax: 2 },
  )
  await assert.rejects(down.read(packId, 0, 4), /failed 2 times, last: .* 503 \(ServiceUnavailable\)/)
  assert.equal(tries, 2)
  const nobody = openS3Blobs({ ...credentials, endpoint: 'http://127.0.0.1:1', triesMax: 2 })
  await assert.rejects(nobody.append([Buffer.from('x')]), problem('unavailable'))
})

test('O-05: a store that hangs, before or within its answer, is cut off in time', async (t) => {
  const silent = await against(t, () => undefined, { timeoutMs: 100, triesMax: 2 })
  await assert.rejects(silent.read(packId, 0, 4), /no complete answer in time/)
  const stuck = await against(
    t,
    (_, answer) => {
      answer.writeHead(206, { 'content-length': 4 })
      answer.write('ab')
    },
    { timeoutMs: 100, triesMax: 2 },
  )
  await assert.rejects(stuck.read(packId, 0, 4), problem('unavailable'))
})

test('O-05: a reader does not wait for one try after the other at a store that hangs; what is sent has time on its way', async (t) => {
  let asked = 0
  const silent = await against(t, () => void asked++, { beginsWithinMs: 20, againWithinMs: 0 })
  await assert.rejects(silent.read(packId, 0, 4), /failed 1 times, last: no complete answer in time/)
  assert.equal(asked, 1, 'and not the four that a store that answers at once would get')
  const slow = await against(
    t,
    (request, answer) => {
      request.resume()
      setTimeout(() => answer.writeHead(200).end(), 120)
    },
    { beginsWithinMs: 20, triesMax: 1 },
  )
  assert.equal((await slow.append([Buffer.from('content')])).offset, 0)
})

test('O-05: a store that ignores ranges or sends too much is not believed', async (t) => {
  const whole = await against(
    t,
    (_, answer) => void answer.writeHead(200, { 'content-length': 12 }).end('whole object'),
  )
  await assert.rejects(whole.read(packId, 3, 4), /ignores ranges/)
  await assert.rejects(whole.read(packId, 0, 4), /sent more than the 4 bytes/)
})

test('O-05: a store that redirects does not get the request sent elsewhere', async (t) => {
  let elsewhere = 0
  const store = await against(
    t,
    (request, answer) => {
      if (request.url === '/elsewhere') elsewhere++
      answer.writeHead(307, { location: '/elsewhere' }).end()
    },
    { triesMax: 1 },
  )
  await assert.rejects(store.read(packId, 0, 4), problem('unavailable'))
  assert.equal(elsewhere, 0)
})

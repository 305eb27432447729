import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { BlobError, type BlobStore, checkPackId, checkRange, totalBytes } from '#ground/blobs.ts'

// O-05: packs in an S3-compatible store. One object per accepted chunk under a unique key that is written once and
// never changed, single deletes, ranged reads: what every S3 store can do, so no conditional writes, no multipart.

export type S3BlobsOptions = {
  /** Such as `https://s3.example.dk`; buckets are addressed by path. */
  endpoint: string
  region: string
  bucket: string
  /** Put before each pack id, such as `packs/`. Default none. */
  prefix?: string
  accessKeyId: string
  secretAccessKey: string
  /** For one try, answer read to its end. Default 20 s. */
  timeoutMs?: number
  /** Until a store that was sent nothing to keep begins its answer: whoever opens a letter waits for it. Default 5 s. */
  beginsWithinMs?: number
  /** How often a call is tried when the store fails or is busy. Default 4. */
  triesMax?: number
  /** After so long a failure is told of instead of tried again: four tries at a store that hangs are no answer. Default 10 s. */
  againWithinMs?: number
}

const PUT_BYTES_MAX = 5 * 1024 ** 3
const PAUSE_FIRST_MS = 100

/** A failure that the same call may not meet again: network, time-out, 5xx, 429. */
class Passing extends Error {}
class Silent extends Error {}

export function openS3Blobs(options: S3BlobsOptions): BlobStore {
  const { endpoint, region, bucket, prefix = '', accessKeyId, secretAccessKey } = options
  const { timeoutMs = 20_000, beginsWithinMs = 5_000, triesMax = 4, againWithinMs = 10_000 } = options
  // Its own retries have no time limit: ours have.
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
  const underWay = new Set<Promise<unknown>>()
  let closed = false

  const urlOf = (packId: string) => `${endpoint.replace(/\/$/, '')}/${bucket}/${prefix}${packId}`

  async function attempt<T>(
    what: string,
    url: string,
    init: RequestInit,
    use: (answer: Response) => Promise<T>,
  ) {
    const began = performance.now()
    for (let tries = 1; ; tries++) {
      const silence = new AbortController()
      const tooLong = setTimeout(() => silence.abort(new Silent()), beginsWithinMs)
      // What is sent takes its time on the way there.
      if (init.body) clearTimeout(tooLong)
      try {
        // Signed anew each time: a signature is dated.
        const request = await client.sign(url, init)
        const signal = AbortSignal.any([silence.signal, AbortSignal.timeout(timeoutMs)])
        const answer = await fetch(request, { signal, redirect: 'error' })
        clearTimeout(tooLong)
        return await use(answer)
      } catch (cause) {
        clearTimeout(tooLong)
        if (cause instanceof BlobError) throw cause
        if (tries >= triesMax || performance.now() - began > againWithinMs)
          throw new BlobError('unavailable', `${what} failed ${tries} times, last: ${reasonOf(cause)}`, {
            cause,
          })
      }
      await pause(PAUSE_FIRST_MS * 2 ** (tries - 1) * (0.5 + Math.random()))
    }
  }

  function tracked<T>(work: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new BlobError('unavailable', 'the blob store is closed'))
    const running = work()
    underWay.add(running)
    return running.finally(() => underWay.delete(running))
  }

  return {
    append: (parts) =>
      tracked(async () => {
        const bytes = totalBytes(parts)
        if (bytes > PUT_BYTES_MAX)
          throw new RangeError(`blob append: ${bytes} bytes; one object holds at most 5 GiB`)
        const body = Buffer.concat(parts)
        const packId = randomUUID()
        const headers = {
          'content-type': 'application/octet-stream',
          // Signed with the request, so that the store itself refuses a body that changed on its way.
          'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
        }
        const what = `writing pack ${packId}`
        // Trying again is harmless: the key is ours alone and the content the same.
        return attempt(what, urlOf(packId), { method: 'PUT', headers, body }, async (answer) => {
          await expectStatus(what, answer, [200, 201])
          await answer.body?.cancel()
          return { packId, offset: 0 }
        })
      }),
    read: async (packId, offset, length) => {
      checkPackId(packId)
      checkRange(offset, length)
      return tracked(() => {
        const what = `reading pack ${packId}`
        const headers = { range: `bytes=${offset}-${offset + length - 1}` }
        return attempt(what, urlOf(packId), { headers }, async (answer) => {
          await expectStatus(what, answer, [206, 200])
          // 200 is the whole object: only right if it was asked for.
          if (answer.status === 200 && offset > 0) {
            await answer.body?.cancel()
            throw new BlobError('unavailable', `${what}: the store ignores ranges`)
          }
          return exactly(answer, length, what)
        })
      })
    },
    erase: async (packId) => {
      checkPackId(packId)
      return tracked(() => {
        const what = `erasing pack ${packId}`
        return attempt(what, urlOf(packId), { method: 'DELETE' }, async (answer) => {
          if (answer.status !== 404) await expectStatus(what, answer, [204, 200])
          await answer.body?.cancel()
        })
      })
    },
    async close() {
      closed = true
      await Promise.allSettled([...underWay])
    },
  }
}

async function expectStatus(what: string, answer: Response, expected: readonly number[]): Promise<void> {
  const { status } = answer
  if (expected.includes(status)) return
  const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec((await answer.text()).slice(0, 4096))?.[1] ?? 'no code'
  const told = `${what}: the store answered ${status} (${code})`
  if (status >= 500 || status === 429 || status === 408) throw new Passing(told)
  if (status === 404 && code !== 'NoSuchBucket') throw new BlobError('no-such-pack', told)
  if (status === 416) throw new BlobError('beyond-end', told)
  if (status === 401 || status === 403)
    throw new BlobError('refused', `${told}; check key, secret, bucket rights and this machine's clock`)
  throw new BlobError('unavailable', told)
}

/** Reads the body up to the length asked for, and never more into memory than that. */
async function exactly(answer: Response, length: number, what: string): Promise<Uint8Array> {
  // Before memory is taken for it: a length from a damaged row may be anything.
  const announced = Number(answer.headers.get('content-length') ?? Number.NaN)
  if (Number.isNaN(announced) || announced < length) await answer.body?.cancel()
  if (Number.isNaN(announced)) throw new Passing(`${what}: the store did not say how much it sends`)
  if (announced < length)
    throw new BlobError(
      'beyond-end',
      `${what}: it ends ${length - announced} bytes before what was asked for does`,
    )
  const bytes = new Uint8Array(length)
  let filled = 0
  for await (const chunk of answer.body ?? []) {
    if (filled + chunk.length > length)
      throw new BlobError('unavailable', `${what}: the store sent more than the ${length} bytes asked for`)
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  if (filled < length) throw new Passing(`${what}: the connection ended after ${filled} of ${length} bytes`)
  return bytes
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (cause instanceof Silent || cause.name === 'TimeoutError') return 'no complete answer in time'
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : ''
  return `${cause.message}${inner}`
}

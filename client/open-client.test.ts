import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { LetterOrder } from '#api/dispatch.ts'
import type { SenderEvent } from '#api/sender-events.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { PDF } from '#tests/multipart.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderAtPort, senderAtPort } from '#tests/sender-at-port.ts'
import { BrevhusProblem } from './brevhus-problem.ts'
import { openClient } from './open-client.ts'

let at: SenderAtPort
let person: SeededPerson
before(async () => {
  at = await senderAtPort([dispatchRoutes])
  person = await seedPerson(at.house)
})
after(() => at.close())

const LETTER = { letter: { bytes: PDF, mediaType: 'application/pdf', fileName: 'letter.pdf' } } as const
const order = (
  recipient: LetterOrder['recipient'] = { nationalNumber: person.nationalNumber },
): LetterOrder => ({
  recipient,
  title: 'Årsopgørelse 2026',
  documents: [{ part: 'letter' }],
  reference: 'K-17',
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const item of items) read.push(item)
  return read
}

suite('the client against a real post office', () => {
  test('S-01 S-05: a letter is sent, its status, receipt and events come back', async () => {
    const brevhus = at.client()
    const { letters } = await brevhus.sendLetters([order(), order({ nationalNumber: '0101901234' })], LETTER)
    assert.deepEqual(
      letters.map(({ row, outcome, reference }) => ({ row, outcome, reference })),
      [
        { row: 1, outcome: 'delivered', reference: 'K-17' },
        { row: 2, outcome: 'refused', reference: 'K-17' },
      ],
    )
    const letterId = letters[0]!.letterId!
    assert.equal((await brevhus.letterStatus(letterId)).state, 'delivered')
    assert.equal((await brevhus.receipt(letterId)).receipt, letters[0]!.receipt)
    const events: SenderEvent[] = []
    let cursor: string | undefined
    const keep = (next: string) => {
      cursor = next
    }
    for await (const event of brevhus.events({ follow: false, onCursor: keep })) events.push(event)
    assert.ok(events.some((event) => event.event === 'delivered' && event.letterId === letterId))
    assert.ok(events.some((event) => event.event === 'refused'))
    const more = await all(brevhus.events({ follow: false, after: cursor }))
    assert.deepEqual(more, [])
    assert.deepEqual((await brevhus.printQueue()).waiting, 0)
  })

  test('S-05: a document is uploaded once and named by many letters', async () => {
    const brevhus = at.client()
    const { documentId } = await brevhus.uploadDocument(LETTER.letter)
    const { letters } = await brevhus.sendLetters([
      { ...order(), documents: [{ documentId }] },
      { ...order(), documents: [{ documentId }] },
    ])
    assert.deepEqual(
      letters.map(({ outcome }) => outcome),
      ['delivered', 'delivered'],
    )
  })

  test('S-07: a dry run says what would happen and leaves nothing behind', async () => {
    const brevhus = at.client()
    const before = await all(brevhus.events({ follow: false }))
    const { dryRun, letters } = await brevhus.dryRun([order()], LETTER)
    assert.equal(dryRun, true)
    assert.equal(letters[0]!.outcome, 'delivered')
    assert.equal(letters[0]!.letterId, undefined)
    assert.deepEqual(await all(brevhus.events({ follow: false })), before)
  })

  test('S-16: what is delivered cannot be cancelled, and the problem says so in words', async () => {
    const brevhus = at.client()
    const { letters } = await brevhus.sendLetters([order()], LETTER)
    await assert.rejects(brevhus.cancel(letters[0]!.letterId!), (problem: BrevhusProblem) => {
      assert.ok(problem instanceof BrevhusProblem)
      assert.equal(problem.code, 'letter-already-delivered')
      assert.match(problem.remedy, /new letter/)
      assert.match(problem.traceId!, /^[0-9a-f]{16}$/)
      return true
    })
    await assert.rejects(
      brevhus.sendLetters([{ ...order(), title: '' }], LETTER),
      (problem: BrevhusProblem) => {
        assert.equal(problem.code, 'request-invalid')
        assert.equal(problem.faults[0]!.field, 'letters.0.title')
        return true
      },
    )
  })

  test('S-05: an answer that is lost on its way is asked for again under the same key; one letter, once', async () => {
    const keys: (string | null)[] = []
    let lost = 0
    const brevhus = at.client(async (url, init) => {
      const response = await fetch(url, init)
      if (!String(url).endsWith('/v1/letters')) return response
      keys.push(new Headers(init?.headers).get('idempotency-key'))
      // The post office has done it; the sender never hears.
      if (lost++ < 2) throw new TypeError('fetch failed')
      return response
    })
    const { letters } = await brevhus.sendLetters([{ ...order(), reference: 'lost' }], LETTER)
    assert.equal(keys.length, 3)
    assert.equal(new Set(keys).size, 1)
    const again = await at
      .client()
      .sendLetters([{ ...order(), reference: 'lost' }], LETTER, { idempotencyKey: keys[0]! })
    assert.equal(again.letters[0]!.letterId, letters[0]!.letterId)
    await assert.rejects(
      at.client().sendLetters([order()], LETTER, { idempotencyKey: keys[0]! }),
      (problem: BrevhusProblem) => problem.code === 'idempotency-key-reused',
    )
  })

  test('one token serves many requests; one that is no longer taken is replaced', async () => {
    let asked = 0
    let spoil = false
    const brevhus = at.client(async (url, init) => {
      if (String(url).endsWith('/oauth/token')) asked++
      if (!spoil || String(url).endsWith('/oauth/token')) return fetch(url, init)
      spoil = false
      return fetch(url, {
        ...init,
        headers: { ...(init?.headers as object), authorization: 'Bearer spoiled' },
      })
    })
    await Promise.all([brevhus.printQueue(), brevhus.printQueue(), brevhus.printQueue()])
    assert.equal(asked, 1)
    spoil = true
    await brevhus.printQueue()
    assert.equal(asked, 2)
  })

  test('S-18: a key that is not registered gets no access, and the words say what to check', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey } = generateKeyPairSync('ed25519')
    const stranger = openClient({ url: at.url, senderId: at.senderId, privateKey })
    await assert.rejects(stranger.printQueue(), (problem: BrevhusProblem) => {
      assert.equal(problem.code, 'access-refused')
      assert.match(problem.detail!, /kid/)
      return true
    })
  })

  test('events wait at the post office and come as they happen', async () => {
    const brevhus = at.client()
    let cursor: string | undefined
    const keep = (next: string) => {
      cursor = next
    }
    await all(brevhus.events({ follow: false, onCursor: keep }))
    const stop = new AbortController()
    const seen: string[] = []
    const following = (async () => {
      for await (const event of brevhus.events({ after: cursor, signal: stop.signal })) {
        seen.push(event.event)
        if (event.event === 'delivered') stop.abort()
      }
    })()
    await brevhus.sendLetters([order()], LETTER)
    await following
    assert.ok(seen.includes('delivered'))
  })
})

test('a token goes over plain http to this machine only', () => {
  const ask = { senderId: 'x', privateKey: 'x' }
  assert.throws(() => openClient({ ...ask, url: 'http://post.example' }), /https/)
  assert.throws(() => openClient({ ...ask, url: 'ftp://post.example' }), /address/)
  assert.ok(openClient({ ...ask, url: 'https://post.example/' }))
  assert.ok(openClient({ ...ask, url: 'http://localhost:8080' }))
})

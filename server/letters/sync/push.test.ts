import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import { call, type Loose, newcomer, open, origin, tokenOf } from '#tests/sync-room.ts'

const LISTENER = fileURLToPath(new URL('../../../tests/jmap-listener.ts', import.meta.url))
const started = new Set<ChildProcess>()
after(() => {
  for (const child of started) child.kill()
})

/** A program that is not ours (tests/jmap-listener.ts), and what it hears, line by line. */
async function listen(
  token: string,
  asked: { types?: string; closeafter?: string; ping?: number; last?: string } = {},
) {
  const { types = '*', closeafter = 'no', ping = 0, last } = asked
  const args = [`${origin}/.well-known/jmap`, token, types, closeafter, `${ping}`, ...(last ? [last] : [])]
  const program = ['--experimental-eventsource', '--no-warnings', LISTENER, ...args]
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] })
  started.add(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<Loose> => {
    const { value, done } = await lines.next()
    return done ? { event: 'gone' } : JSON.parse(value)
  }
  assert.deepEqual(await next(), { event: 'open' })
  return {
    next,
    stop() {
      started.delete(child)
      child.kill()
    },
  }
}

const stateOf = async (token: string, accountId: string): Promise<string> =>
  (await call(token, 'Email/get', { accountId, ids: [] }))[1].state

test('B-14: an independent client hears that a letter came, was moved or marked, or a folder made, with the state it then asks for; only of the types it named', async () => {
  const karen = await newcomer()
  const lars = await newcomer()
  const { token } = await tokenOf(karen)
  const accountId = karen.person.mailboxId
  const program = await listen(token, { types: 'Email,Mailbox,Thread,CalendarEvent', ping: 1 })
  const narrow = await listen((await tokenOf(karen)).token, { types: 'Thread' })
  let known = await stateOf(token, accountId)
  const heard = async () => {
    const { event, id, data } = await program.next()
    const narrowed = await narrow.next()
    assert.deepEqual([event, data['@type'], Object.keys(data.changed)], ['state', 'StateChange', [accountId]])
    const { Email, Mailbox, Thread, ...others } = data.changed[accountId]
    assert.deepEqual([Mailbox, Thread, id, others], [Email, Email, Email, {}])
    assert.deepEqual(narrowed.data.changed, { [accountId]: { Thread } })
    const [, changes] = await call(token, 'Email/changes', { accountId, sinceState: known })
    assert.equal(changes.newState, Email)
    known = Email
    return changes
  }
  await lars.letter()
  const letterId = await karen.letter({ title: 'Prøvesvar', sensitive: true })
  assert.deepEqual((await heard()).created, [letterId])
  await karen.change([letterId], { kind: 'star', starred: true })
  assert.deepEqual((await heard()).updated, [letterId])
  await karen.folder('Sundhed')
  assert.deepEqual((await heard()).updated, [])
  await karen.change([letterId], { kind: 'trash' })
  assert.deepEqual((await heard()).updated, [letterId])
  await karen.ask('POST', '/api/trash/delete', { letterIds: [letterId] })
  assert.deepEqual((await heard()).destroyed, [letterId])
  // Signs of life as often as asked for, within bounds, and none for who wants none.
  open.clock.advance(SYNC.ping.least * 1000)
  const ping = await program.next()
  assert.deepEqual([ping.event, ping.data], ['ping', { interval: SYNC.ping.least }])
  const second = await karen.letter()
  assert.deepEqual((await heard()).created, [second])
  program.stop()
  narrow.stop()
})

test('B-14: who comes back is told at once what it missed, and of nothing when there was nothing; closeafter ends the stream with the first change', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const accountId = karen.person.mailboxId
  const last = await stateOf(token, accountId)
  const letterId = await karen.letter()
  const late = await listen(token, { last })
  const { data } = await late.next()
  assert.equal(data.changed[accountId].Email, await stateOf(token, accountId))
  late.stop()
  const once = await listen(token, { last: data.changed[accountId].Email, closeafter: 'state' })
  await karen.change([letterId], { kind: 'star', starred: true })
  assert.equal((await once.next()).data.changed[accountId].Email, await stateOf(token, accountId))
  assert.deepEqual(await once.next(), { event: 'end' })
  once.stop()
})

/** The stream as it comes, for what needs no client. */
async function raw(token: string, query = '?types=*&closeafter=no&ping=0') {
  const headers = { authorization: `Bearer ${token}` }
  const reply = await fetch(`${origin}/jmap/eventsource${query}`, { headers })
  let text = ''
  const whole = (async () => {
    for await (const part of reply.body ?? []) text += Buffer.from(part).toString()
    return text
  })()
  whole.catch(() => undefined)
  return { status: reply.status, type: reply.headers.get('content-type'), whole, soFar: () => text }
}

test('B-14 I-13 N-11: a stream ends by itself when its token is revoked or runs out, its maker’s ID is blocked or dead, or the mailbox is closed, and tells nothing from then on', async () => {
  const update = (change: ReturnType<typeof sql>) => asPostOffice(open.house.db, (trx) => change.execute(trx))
  const ends: Record<
    string,
    (keeper: Awaited<ReturnType<typeof newcomer>>, tokenId: string) => Promise<unknown>
  > = {
    revoked: (keeper, tokenId) => keeper.ask('DELETE', `/api/tokens/${tokenId}`),
    'run out': (_, tokenId) =>
      update(sql`update personal_token set expires_at = ${open.clock.now()} where token_id = ${tokenId}`),
    blocked: ({ person }) =>
      update(sql`update login set blocked_at = now() where person_id = ${person.personId}`),
    deceased: ({ person }) =>
      update(sql`update person set status = 'deceased' where person_id = ${person.personId}`),
    closed: ({ person }) =>
      update(sql`update mailbox set state = 'closed' where mailbox_id = ${person.mailboxId}`),
  }
  const streams = await Promise.all(
    Object.entries(ends).map(async ([why, happens]) => {
      const keeper = await newcomer()
      const { token, tokenId } = await tokenOf(keeper)
      return { why, happens, keeper, tokenId, stream: await raw(token) }
    }),
  )
  const staying = await newcomer()
  const { token } = await tokenOf(staying)
  const stays = await listen(token)
  for (const { happens, keeper, tokenId, stream } of streams) {
    assert.deepEqual([stream.status, stream.type], [200, 'text/event-stream'])
    await happens(keeper, tokenId)
    await keeper.letter()
  }
  for (const { why, stream } of streams) assert.equal(await stream.whole, 'retry: 5000\n\n', why)
  await staying.letter()
  assert.equal((await stays.next()).event, 'state', 'the others go on')
  stays.stop()
})

test('B-14: streams of a token are bounded, the oldest makes room; what is asked wrongly is refused, and nobody listens without a token', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const streams = []
  for (let i = 0; i <= SYNC.streamsOfTokenMax; i++) streams.push(await raw(token))
  assert.equal(await streams[0]!.whole, 'retry: 5000\n\n')
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      used: Date
    }>`select last_used_at as used from personal_token where mailbox_id = ${karen.person.mailboxId}`.execute(
      trx,
    ),
  )
  open.clock.advance(3_600_000)
  await karen.letter()
  const told = (text: string) => text.includes('event: state')
  for (const { soFar } of streams.slice(1)) while (!told(soFar())) await sleep(20)
  assert.equal(told(streams[0]!.soFar()), false)
  const after = await asPostOffice(open.house.db, (trx) =>
    sql<{
      used: Date
    }>`select last_used_at as used from personal_token where mailbox_id = ${karen.person.mailboxId}`.execute(
      trx,
    ),
  )
  assert.ok(after.rows[0]!.used > rows[0]!.used, 'its owner sees that it is in use')
  for (const query of [
    '?types=',
    '?types=*,Email',
    '?closeafter=never',
    '?ping=soon',
    '?ping=-1',
    '?types=Email&types=Thread',
  ])
    assert.equal((await raw(token, query)).status, 422, query)
  assert.equal((await raw('brevhus_none')).status, 401)
  const headers = { authorization: `Bearer ${token}` }
  assert.equal((await fetch(`${origin}/jmap/eventsource`, { method: 'HEAD', headers })).status, 405)
})

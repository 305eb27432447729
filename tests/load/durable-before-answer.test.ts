import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCluster } from './cluster.ts'
import { Connection, letterRequest, mustBeDelivered } from './letter-client.ts'
import { addressFor, childrenOf, type OfficeProcess, startOffice } from './processes.ts'
import { fetchToken, openTown } from './town.ts'

// Seen from outside: the kernel's calls of the server and of PostgreSQL in one trace, in their order.

const LETTERS = 20

type Call = { name: string; on: string; text: string; startedAt: number; endedAt: number }

/** The calls of a trace of many threads; one that another's call cuts in two is put together again. */
function callsOf(trace: string): Call[] {
  const calls: Call[] = []
  const open = new Map<string, Call>()
  trace.split('\n').forEach((line, at) => {
    const [, pid, rest] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (!pid || !rest) return
    const [, name, on] = /^(\w+)\(\d+<([^>]*)>/.exec(rest) ?? []
    if (name) {
      const call = { name, on: on ?? '', text: rest, startedAt: at, endedAt: at }
      calls.push(call)
      if (!rest.includes('<unfinished')) return
      call.endedAt = Number.POSITIVE_INFINITY
      open.set(pid, call)
    } else if (rest.startsWith('<...')) {
      const call = open.get(pid)
      open.delete(pid)
      // A call that failed has brought nothing to the disk.
      if (call && !/ = -\d/.test(rest)) call.endedAt = at
    }
  })
  return calls
}

/** A pack is renamed while it is open; its id stays. */
const idOf = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? path

type Seen = { answers: number; packBefore: number; walBefore: number }

/** Of the answers 202: before how many the letter's bytes were written and synced, and then the WAL was. */
function orderOf(trace: string): Seen {
  const calls = callsOf(trace)
  const answers = calls.filter(
    ({ name, text }) => /^(write|writev|sendto|sendmsg)$/.test(name) && text.includes('HTTP/1.1 202'),
  )
  const selfSyncing = new Set(
    trace.split('\n').flatMap((line) => (/openat\(.*O_DSYNC/.test(line) ? [idOf(line)] : [])),
  )
  const seen: Seen = { answers: answers.length, packBefore: 0, walBefore: 0 }
  let since = 0
  for (const answer of answers) {
    const between = calls.filter((call) => call.startedAt >= since && call.endedAt < answer.startedAt)
    const write = between.find(({ name, on }) => name.startsWith('pwrite') && on.endsWith('.pack'))
    const isSync = ({ name }: Call) => name === 'fdatasync' || name === 'fsync'
    // Either its write is its own sync, or one follows it.
    const pack =
      write && selfSyncing.has(idOf(write.on))
        ? write
        : between.find(
            (call) => isSync(call) && write && call.on === write.on && call.startedAt > write.endedAt,
          )
    const wal = between.find(
      (call) => isSync(call) && call.on.includes('/pg_wal/') && pack && call.startedAt > pack.endedAt,
    )
    if (pack) seen.packBefore++
    if (wal) seen.walBefore++
    since = answer.startedAt
  }
  return seen
}

test('S-05 O-05: a letter is on the disk, in its pack and in the database, before the 202 leaves', async (t) => {
  assert.ok(
    existsSync('/usr/bin/strace'),
    'strace is missing. Run: sudo apt-get install --no-install-recommends --yes strace',
  )
  const cluster = await openCluster({ fresh: false, say: (line) => t.diagnostic(line), name: 'durable' })
  let runs: OfficeProcess | undefined
  t.after(async () => {
    // Something failed: what still runs would keep this file from ending.
    if (runs) for (const pid of [...childrenOf(runs.pid), runs.pid]) process.kill(pid, 'SIGKILL')
    await cluster.stop()
  })
  const town = await openTown(cluster, { name: 'durable', people: 300, say: (line) => t.diagnostic(line) })
  const address = await addressFor()
  const trace = join(cluster.folder, 'data', 'trace')
  const postmaster = readFileSync(join(cluster.folder, 'postgres/data/postmaster.pid'), 'utf8').split(
    '\n',
  )[0]!
  const calls = 'trace=openat,write,writev,sendto,sendmsg,pwrite64,pwritev,pwritev2,fsync,fdatasync'
  // -y names the file behind each number; the postmaster is joined so that the server's own backends are seen.
  const strace = [
    '/usr/bin/strace',
    '-I2',
    '-f',
    '-y',
    '-s',
    '16',
    '-o',
    trace,
    '-e',
    calls,
    '-p',
    postmaster,
  ]
  const http = await startOffice({ town, address, role: 'http', prefix: strace })
  runs = http
  void http.exited.then(() => {
    runs = undefined
  })
  const token = await fetchToken(town, address.url, address.publicUrl)
  const connection = new Connection(address.port)
  for (const to of town.addressees.slice(0, LETTERS))
    mustBeDelivered(await connection.ask(...letterRequest(to, 'number', `durable-${to.mailboxId}`, token)))
  connection.close()
  // strace would stay with PostgreSQL for ever: first the server ends, then strace lets go.
  for (const pid of childrenOf(http.pid)) process.kill(pid, 'SIGTERM')
  while (childrenOf(http.pid).length > 0) await sleep(20)
  process.kill(http.pid, 'SIGTERM')
  await http.exited
  const text = readFileSync(trace, 'utf8')
  assert.deepEqual(orderOf(text), { answers: LETTERS, packBefore: LETTERS, walBefore: LETTERS })
  // Not blind: with the syncs of either taken out of the trace, they are missed.
  const without = (what: RegExp) =>
    orderOf(
      text
        .split('\n')
        .filter((line) => !what.test(line))
        .join('\n'),
    )
  assert.equal(without(/fdatasync\(\d+<[^>]*\.pack>|O_DSYNC/).packBefore, 0)
  assert.equal(without(/f(data)?sync\(\d+<[^>]*pg_wal/).walBefore, 0)
})

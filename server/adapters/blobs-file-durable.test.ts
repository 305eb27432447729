import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

// "Durable when it resolves" is seen from outside: the kernel's calls, in their order, as strace writes them down.

const APPENDS = 30

type Call = { name: string; fd: string; path: string; startedAt: number; endedAt: number; done: boolean }

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/

/** The calls of a trace of several threads; a call cut in two by another thread's is put together again. */
function callsOf(trace: string): Call[] {
  const calls: Call[] = []
  const open = new Map<string, Call>()
  for (const [at, line] of trace.split('\n').entries()) {
    const [, pid, begun] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (!pid || !begun) continue
    const [, name, number, path] = /^(\w+)\((\d+)<([^>]*)>/.exec(begun) ?? []
    if (name && number) {
      const call = {
        name,
        // A pack by its id: it is renamed while it is open.
        fd: UUID.exec(path!)?.[0] ?? number,
        path: path!,
        startedAt: at,
        endedAt: begun.includes('<unfinished') ? Number.POSITIVE_INFINITY : at,
        // A call that a signal interrupted is begun again and stands in the trace twice.
        done: / = \d+$/.test(begun),
      }
      calls.push(call)
      open.set(pid, call)
    } else if (begun.startsWith('<...') && / = \d+$/.test(begun))
      Object.assign(open.get(pid)!, { endedAt: at, done: true })
  }
  return calls.filter((call) => call.done)
}

/** How many acknowledgements left before their bytes had been written and, after that, synced. */
function acknowledgedTooEarly(trace: string): { acknowledged: number; tooEarly: number } {
  const calls = callsOf(trace)
  const acknowledgements = calls.filter((call) => call.name === 'write' && call.fd === '1')
  // Zeros are written before a file becomes a pack.
  const writes = calls.filter((call) => /^pwrite(64|v|v2)$/.test(call.name) && call.path.endsWith('.pack'))
  // Opened so that a write is its own sync (open(2)).
  const selfSyncing = new Set(
    trace.split('\n').flatMap((line) => (line.includes('O_DSYNC') && UUID.exec(line)?.[0]) || []),
  )
  // A store may write more than its callers asked for, never less: each acknowledgement has a synced write of its own before it.
  const syncedAt = writes
    .flatMap((write) => {
      if (selfSyncing.has(write.fd)) return [write.endedAt]
      const sync = calls.find(
        (call) => call.name === 'fdatasync' && call.fd === write.fd && call.startedAt > write.endedAt,
      )
      return sync ? [sync.endedAt] : []
    })
    .sort((a, b) => a - b)
  const early = acknowledgements.filter(
    ({ startedAt }, i) => (syncedAt[i] ?? Number.POSITIVE_INFINITY) > startedAt,
  )
  return { acknowledged: acknowledgements.length, tooEarly: early.length }
}

for (const direct of [true, false])
  test(`O-05: the bytes of a chunk are on the disk before its append resolves, ${direct ? 'past' : 'through'} the page cache`, async (t) => {
    assert.ok(
      existsSync('/usr/bin/strace'),
      'strace is missing. Run: sudo apt-get install --no-install-recommends --yes strace',
    )
    const folder = mkdtempSync(join(tmpdir(), 'brevhus-durable-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const module = new URL('./blobs-file.ts', import.meta.url).href
    // Small packs, so that the trace also crosses from one pack to the next.
    const code = `const { writeSync } = await import('node:fs')
    const { openFileBlobs } = await import(${JSON.stringify(module)})
    const store = openFileBlobs({ folder: ${JSON.stringify(join(folder, 'packs'))}, packBytesFirst: 60000, packBytesMax: 120000, direct: ${direct} })
    for (let i = 0; i < ${APPENDS}; i++) {
      await store.append([new Uint8Array(10000).fill(7), new Uint8Array(10)])
      writeSync(1, '.')
    }`
    const trace = join(folder, 'trace')
    const calls = 'trace=openat,write,pwrite64,pwritev,pwritev2,fdatasync'
    const node = [process.execPath, '--input-type=module', '-e', code]
    await promisify(execFile)('/usr/bin/strace', ['-f', '-y', '-o', trace, '-e', calls, ...node])
    const text = readFileSync(trace, 'utf8')
    assert.deepEqual(acknowledgedTooEarly(text), { acknowledged: APPENDS, tooEarly: 0 })
    const unsynced = text
      .replaceAll('O_DSYNC', '')
      .split('\n')
      .filter((line) => !line.includes('fdatasync'))
      .join('\n')
    assert.equal(acknowledgedTooEarly(unsynced).tooEarly, APPENDS, 'the check sees a missing sync')
  })

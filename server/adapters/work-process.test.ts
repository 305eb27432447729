import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openWorkProcess, WorkLost } from './work-process.ts'

type Piece = { what: 'pid' | 'wait' | 'hang' | 'burn' | 'hoard' | 'die' }
/** What it is told to do, by the message it gets. */
const PROGRAM = `
const held = []
process.on('message', async ({ id, what }) => {
  if (what === 'wait') await new Promise((done) => setTimeout(done, 1500))
  if (what === 'hang') await new Promise((done) => setTimeout(done, 3600_000))
  if (what === 'burn') for (;;);
  if (what === 'hoard') { held.push(Buffer.alloc(300e6, 1)); await new Promise((done) => setTimeout(done, 3600_000)) }
  if (what === 'die') process.exit(3)
  process.send({ id, pid: process.pid })
})
process.on('disconnect', () => process.exit(0))`

let folder: string
let program: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevhus-work-'))
  program = join(folder, 'program.mjs')
  await writeFile(program, PROGRAM)
})
after(() => rm(folder, { recursive: true }))

const open = (processorMs: number) =>
  openWorkProcess<Piece, { pid: number }>({
    program,
    execArgv: [],
    idleMs: 20_000,
    processorMs,
    memoryMb: 200,
  })
const lost = (why: WorkLost['why']) => (error: unknown) => error instanceof WorkLost && error.why === why

test('B-01: a piece that comes late because others have the processor is waited for; one that takes the processor itself is ended', async () => {
  const work = open(1000)
  const one = await work.do({ what: 'pid' })
  assert.equal((await work.do({ what: 'wait' })).pid, one.pid, 'a second and a half of waiting is not work')
  await assert.rejects(work.do({ what: 'burn' }), lost('too-long'))
  const other = await work.do({ what: 'pid' })
  assert.notEqual(other.pid, one.pid)
  work.close()
})

test('B-01: a piece that hangs, hoards or ends its process is lost alone; those behind it are done', async () => {
  const hasty = open(20)
  await assert.rejects(hasty.do({ what: 'hang' }), lost('too-long'))
  hasty.close()
  const work = open(5000)
  const told = await Promise.allSettled([
    work.do({ what: 'hoard' }),
    work.do({ what: 'pid' }),
    work.do({ what: 'die' }),
    work.do({ what: 'pid' }),
  ])
  assert.deepEqual(
    told.map((one) => (one.status === 'rejected' ? (one.reason as WorkLost).why : 'done')),
    ['too-large', 'done', 'ended', 'done'],
  )
  work.close()
  const none = openWorkProcess<Piece, { pid: number }>({
    program: join(folder, 'no-such-program.mjs'),
    execArgv: [],
    idleMs: 20_000,
    processorMs: 5000,
  })
  await assert.rejects(none.do({ what: 'pid' }), lost('ended'))
  none.close()
})

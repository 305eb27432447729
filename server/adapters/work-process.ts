/**
 * Work on what comes from outside, done in a process of its own: it is started by the first piece, does one piece at a time, is stopped when a
 * piece takes too much, and ends when there is nothing to do for a while, with all its memory and what it remembers.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export type WorkProcessOptions = {
  /** Its program, which gets `{ id, ...piece }` as a message and answers `{ id, ... }`. */
  readonly program: string
  readonly execArgv: readonly string[]
  /** How long it stays when idle, ms. */
  readonly idleMs: number
  /**
   * Processor time of one piece, ms; the start of the process counts when the piece started it. A busy machine makes a piece late, not dear:
   * the clock on the wall ends it only after so many times as long, for a process that waits for something that never comes.
   */
  readonly processorMs: number
  /** Resident memory, MB. Default: not looked at. */
  readonly memoryMb?: number
}

/** Why there is no answer. The process is gone after each. */
export class WorkLost extends Error {
  readonly why: 'too-long' | 'too-large' | 'ended' | 'not-started'
  constructor(why: WorkLost['why']) {
    super(WORDS[why])
    this.why = why
  }
}
const WORDS = {
  'too-long': 'it took too long',
  'too-large': 'it took too much memory',
  ended: 'the process ended',
  'not-started': 'the process did not start',
} as const

export type WorkProcess<Piece extends object, Answer extends object> = {
  /** @throws WorkLost */
  do(piece: Piece): Promise<Answer>
  close(): void
}

const LOOK_EVERY_MS = 100
const WALL_TIMES = 10

export function openWorkProcess<Piece extends object, Answer extends object>(
  options: WorkProcessOptions,
): WorkProcess<Piece, Answer> {
  const { program, execArgv, idleMs, processorMs, memoryMb = Number.POSITIVE_INFINITY } = options
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let count = 0

  const end = () => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = undefined
  }
  const start = (): ChildProcess => {
    const made = fork(program, [], {
      serialization: 'advanced',
      execArgv: [...execArgv],
      env: { PATH: process.env.PATH ?? '', MALLOC_ARENA_MAX: '2' },
      // Its complaints could quote what it was working on.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    made.on('exit', () => {
      if (child === made) child = undefined
    })
    made.unref()
    made.channel?.unref()
    return made
  }

  async function one(piece: Piece): Promise<Answer> {
    clearTimeout(idle)
    child ??= start()
    const worker = child
    const { processorMs: before } = await usedBy(worker.pid)
    const id = ++count
    let settled = () => {}
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const lose = (why: WorkLost['why']) => reject(new WorkLost(why))
        const answered = (answer: Answer & { id: number }) => answer.id === id && resolve(answer)
        const ended = () => lose('ended')
        const broken = () => lose('not-started')
        const wall = setTimeout(() => lose('too-long'), processorMs * WALL_TIMES)
        const look = setInterval(async () => {
          const now = await usedBy(worker.pid)
          if (now.memoryMb > memoryMb) lose('too-large')
          if (now.processorMs - before > processorMs) lose('too-long')
        }, LOOK_EVERY_MS)
        settled = () => {
          clearTimeout(wall)
          clearInterval(look)
          worker.off('message', answered).off('exit', ended).off('error', broken)
        }
        worker.on('message', answered).on('exit', ended).on('error', broken)
        worker.send({ id, ...piece }, (error) => error && broken())
      })
    } catch (error) {
      end()
      throw error
    } finally {
      settled()
      idle = setTimeout(end, idleMs)
      idle.unref()
    }
  }

  return {
    do(piece) {
      const turn = last.then(() => one(piece))
      last = turn.catch(() => undefined)
      return turn
    },
    close: end,
  }
}

/** A tick of the kernel's accounting, ms (USER_HZ is 100 on every Linux). */
const TICK_MS = 10
const PAGE_MB = 4 / 1024

/** What a process has used so far, by proc(5); nothing where there is no /proc. */
async function usedBy(pid: number | undefined): Promise<{ processorMs: number; memoryMb: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // Behind the name, which may hold anything: the third field is the first.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (no: number) => Number(fields[no - 3] ?? 0) || 0
  return { processorMs: (field(14) + field(15)) * TICK_MS, memoryMb: field(24) * PAGE_MB }
}

/** PDF by Typst, in a process of its own: it is started by the first letter, ends when there is nothing to set for a while, and takes
 * all its memory (and what it remembers of codes) with it. One document at a time. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Typesetter } from '#ground/paper.ts'

export type TypesetterOptions = {
  /** How long an idle process stays. Default 20 seconds. */
  idleMs?: number
  /** How long one document may take. Default 20 seconds. */
  documentMs?: number
}

export type TypesetAsk = { id: number; source: string; inputs: Record<string, string>; madeAt: number }
export type TypesetAnswer = { id: number; pdf: Uint8Array } | { id: number; fault: string }

const PROCESS = fileURLToPath(new URL('typeset-process.ts', import.meta.url))
/** Megabytes of JavaScript heap; Typst's own memory is outside it and was measured at 30 MB for a code card. */
const HEAP_MB = 48

export function openTypstTypesetter(options: TypesetterOptions = {}): Typesetter & { close(): void } {
  const { idleMs = 20_000, documentMs = 20_000 } = options
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
    const made = fork(PROCESS, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      env: { PATH: process.env.PATH ?? '', MALLOC_ARENA_MAX: '2' },
      // Its complaints could quote what it was setting.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    made.on('exit', () => {
      if (child === made) child = undefined
    })
    made.unref()
    made.channel?.unref()
    return made
  }

  async function one(ask: Omit<TypesetAsk, 'id'>): Promise<Uint8Array> {
    clearTimeout(idle)
    child ??= start()
    const setter = child
    const id = ++count
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        const timer = setTimeout(() => fail('the typesetter took too long'), documentMs)
        const fail = (why: string) => settle(() => reject(new Error(why)))
        const settle = (then: () => void) => {
          clearTimeout(timer)
          setter.off('message', answered).off('exit', ended).off('error', broken)
          then()
        }
        const answered = (answer: TypesetAnswer) => {
          if (answer.id !== id) return
          if ('fault' in answer) fail(`the document could not be typeset: ${answer.fault}`)
          else settle(() => resolve(answer.pdf))
        }
        const ended = () => fail('the typesetter ended')
        const broken = () => fail('the typesetter did not start')
        setter.on('message', answered).on('exit', ended).on('error', broken)
        setter.send({ id, ...ask } satisfies TypesetAsk, (error) => error && broken())
      })
    } catch (error) {
      end()
      throw error
    } finally {
      idle = setTimeout(end, idleMs)
      idle.unref()
    }
  }

  return {
    typeset({ source, inputs, madeAt }) {
      const turn = last.then(() => one({ source, inputs, madeAt: madeAt.getTime() }))
      last = turn.catch(() => undefined)
      return turn
    },
    close: end,
  }
}

/**
 * A lane for password checks that takes little of the processors but what nobody else wants: a thread of low priority. Node cannot give a thread of its
 * pool one, so it is a thread of our own; it is there only while more people sign in at once than the pool's lane checks, and a little longer.
 */
import { Worker } from 'node:worker_threads'
import type { Lane } from './lanes.ts'

/** `stored` null: a new hash is wanted. */
export type HashWork = { readonly password: string; readonly stored: string | null }
/** Whether the password is right, or the new hash. */
export type HashResult = boolean | string

/** What a thread and its memory cost is given back when nobody has waited for so long. */
const IDLE_MS = 10_000
const HEAP = { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 1 }

/** Only there can one thread have a priority of its own. */
export const CAN_STAND_BACK = process.platform === 'linux'

/** `otherwise` does the work when the thread has ended under it. */
export function hashThread(otherwise: Lane<HashWork, HashResult>): Lane<HashWork, HashResult> {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined

  const open = (): Worker => {
    const opened = new Worker(new URL('hash-thread-main.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: HEAP,
      name: 'password-hash',
    })
    // Said where somebody waits for it.
    opened.on('error', () => undefined)
    opened.once('exit', () => {
      if (thread === opened) thread = undefined
    })
    return opened
  }

  return async (work) => {
    clearTimeout(idle)
    thread ??= open()
    const running = thread
    running.ref()
    try {
      return await answerOf(running, work)
    } catch {
      return otherwise(work)
    } finally {
      running.unref()
      idle = setTimeout(() => {
        thread = undefined
        running.terminate()
      }, IDLE_MS).unref()
    }
  }
}

function answerOf(thread: Worker, work: HashWork): Promise<HashResult> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the thread has ended'))
    thread.once('exit', ended)
    thread.once('message', (result: HashResult) => {
      thread.off('exit', ended)
      resolve(result)
    })
    thread.postMessage(work)
  })
}

// A file of tests whose tests are over, or hang, and that something still keeps from ending (a timer, a server, a child), keeps
// the whole run from ending, and nobody is told which it was: the limit of node:test ends tests, not processes. Given to
// `node --import` with `?seconds=…`, this ends such a file, which then fails by its name.
import { readdirSync, readFileSync, stat } from 'node:fs'
import { relative } from 'node:path'

const LOOK_EVERY_MS = 1000

/** Only in a process of a file, not in the one that starts them. */
if (process.env.NODE_TEST_CONTEXT && process.argv[1]) {
  const file = relative(process.cwd(), process.argv[1])
  const secondsMax = Number(new URL(import.meta.url).searchParams.get('seconds'))
  // Counted in looks: a machine that stood still is not a file that hangs.
  let looks = 0
  setInterval(() => {
    looks += 1
    // Seen once in thousands of files: nothing under way but one file operation, for seven minutes. If the pool of threads that do them was
    // not woken up, or we were not, the next one wakes both.
    stat('/', () => undefined)
    if (looks * LOOK_EVERY_MS < secondsMax * 1000) return
    const kept = process.getActiveResourcesInfo().join(', ')
    console.error(`${file} has not ended in ${secondsMax} s. What keeps it: ${kept || 'nothing'}.`)
    console.error(`Its threads, and the system call each is in: ${threads()}.`)
    process.exit(1)
  }, LOOK_EVERY_MS).unref()
}

/** A file operation that never comes back is in the system or was lost on the way: only the threads tell (proc(5), Linux). */
function threads(): string {
  const told = (id: string, what: string) => {
    try {
      return readFileSync(`/proc/self/task/${id}/${what}`, 'utf8').trim()
    } catch {
      return '?'
    }
  }
  try {
    return readdirSync('/proc/self/task')
      .map((id) => `${told(id, 'comm')} ${told(id, 'syscall').split(' ')[0]} ${told(id, 'wchan')}`)
      .join(', ')
  } catch {
    return 'not told here'
  }
}

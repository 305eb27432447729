// A file of tests whose tests are over, or hang, and that something still keeps from ending (a timer, a server, a child), keeps
// the whole run from ending, and nobody is told which it was: the limit of node:test ends tests, not processes. Given to
// `node --import` with `?seconds=…`, this ends such a file, which then fails by its name.
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
    if (looks * LOOK_EVERY_MS < secondsMax * 1000) return
    const kept = process.getActiveResourcesInfo().join(', ')
    console.error(`${file} has not ended in ${secondsMax} s. What keeps it: ${kept || 'nothing'}.`)
    process.exit(1)
  }, LOOK_EVERY_MS).unref()
}

import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Two that ask at the same moment get two. */
const given = new Set<number>()

/**
 * A TCP port nobody listens on, for a program that must be told its own address before it listens. What can listen at port 0
 * and be asked needs none. Below 32768, where the system gives none of them to an outgoing connection before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768)
    if (given.has(port)) continue
    given.add(port)
    // No host: every address of the machine, of both families.
    const probe = createServer().unref()
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

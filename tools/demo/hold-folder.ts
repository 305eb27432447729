/** One demo to a folder: a second one beside it would share its database and register, and `--fresh` would take both from under it. */
import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { createServer } from 'node:net'

/** Takes the folder for as long as this process lives; the kernel lets go of it, however the process ends.
 * @returns false when another process of this machine has it */
export async function holdFolder(folder: string): Promise<boolean> {
  // Addresses without a file, which nobody need tidy up, are Linux's alone.
  if (process.platform !== 'linux') return true
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
  const hold = createServer((connection) => connection.destroy())
  return new Promise((resolve, reject) => {
    hold.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    hold.listen(`\0brevhus-demo-${name}`, () => resolve(true)).unref()
  })
}

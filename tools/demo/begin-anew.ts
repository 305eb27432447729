/** `--fresh`: what the demo keeps is removed, after asking. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'

/** What the demo remembers of itself; a folder without it is none of the demo's. */
export const STATE_FILE = 'demo.json'

/** Only what the demo itself made: a folder without its mark is never removed. */
export async function beginAnew(
  dataDir: string,
  demo: { yes: boolean; foreignDatabase: boolean },
): Promise<void> {
  const stateFile = join(dataDir, STATE_FILE)
  if ((await readdir(dataDir)).length === 0) return
  if (!existsSync(stateFile)) {
    throw new Error(`${dataDir} holds no demo post office; remove it by hand if you mean it.`)
  }
  if (demo.foreignDatabase)
    throw new Error('DATABASE_URL is set: empty that database yourself, this program does not drop it.')
  if (!demo.yes) {
    if (!process.stdin.isTTY)
      throw new Error('--fresh asks before it removes anything; without a terminal say --yes too.')
    const ask = createInterface({ input: process.stdin, output: process.stdout })
    // Ctrl-C and Ctrl-D are answers too.
    const left = once(ask, 'close').then(() => '')
    const asked = ask
      .question(`Remove every letter, mailbox and key in ${dataDir}? Type yes: `)
      .catch(() => '')
    if ((await Promise.race([asked, left])).trim() !== 'yes') {
      process.stdout.write('\nNothing was removed.\n')
      process.exit(0)
    }
    ask.close()
  }
  for (const name of await readdir(dataDir))
    if (join(dataDir, name) !== stateFile) await rm(join(dataDir, name), { recursive: true, force: true })
  // The mark goes last: broken off here, the folder is still known as ours.
  await rm(stateFile)
}

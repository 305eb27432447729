/** Builds the web app when its sources, or what it is built with, have changed since the last time. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const STAMP = join(ROOT, 'web/dist/.built-from')
const SOURCES = ['web', 'api', 'rules'] as const

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(ROOT, 'package-lock.json')))
  for (const folder of SOURCES) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('web', 'dist')))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    for (const file of files) hash.update(file.slice(ROOT.length)).update(await readFile(file))
  }
  return hash.digest('hex')
}

export const buildWeb = {
  async isFresh(): Promise<boolean> {
    if (!existsSync(STAMP)) return false
    return (await readFile(STAMP, 'utf8')) === (await fingerprint())
  },

  async run(): Promise<void> {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn'],
      {
        cwd: ROOT,
        // Whoever asks for it, a test run too: what is built is what is served.
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let said = ''
    child.stdout.on('data', (data: Buffer) => (said += data))
    child.stderr.on('data', (data: Buffer) => (said += data))
    const code = await new Promise<number | null>((done) => child.once('exit', done))
    if (code !== 0) throw new Error(`The web app could not be built.\n${said.slice(-3000)}`)
    await writeFile(STAMP, await fingerprint())
  },
}

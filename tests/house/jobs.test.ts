import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { LANES } from '#ground/jobs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const names = Object.values(LANES).flat() as string[]

const code = (pattern: string) =>
  globSync(pattern, { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(`${ROOT}/${file}`, 'utf8') }))

/** Jobs that no text names as the key of a handler: `'scan-letters': …`. */
function withoutHandler(jobs: readonly string[], texts: readonly string[]): string[] {
  return jobs.filter((job) => !texts.some((text) => new RegExp(`['"]${job}['"]\\s*[:\\]]`).test(text)))
}

test('every job is claimed by exactly one lane', () => {
  assert.ok(names.length > 3)
  assert.equal(new Set(names).size, names.length)
})

test('every job has a handler in server/worker', () => {
  assert.deepEqual(withoutHandler(['planted', 'held'], [`{ 'held': run }`]), ['planted'])
  // The worker is a floor of its own: as long as it does not exist nothing claims jobs, once it does all are claimed.
  if (!existsSync(`${ROOT}/server/worker`)) return
  const worker = code('server/worker/**/*.ts').map(({ text }) => text)
  assert.deepEqual(withoutHandler(names, worker), [])
})

test('SQL enqueues only jobs that the list of jobs knows', () => {
  const enqueued = [...code('server/**/*.ts'), ...code('migrations/*.sql')].flatMap(({ file, text }) =>
    [...text.matchAll(/add_jobs?\(\s*'([^']+)'/g)].map((match) => ({ file, job: match[1]! })),
  )
  assert.deepEqual(
    enqueued.filter(({ job }) => !names.includes(job)),
    [],
  )
})

/** Jobs that no text asks for: by name where it is added, in SQL, or in the timetable. */
function neverAsked(jobs: readonly string[], texts: readonly string[]): string[] {
  return jobs.filter((job) => !texts.some((text) => text.includes(`'${job}'`)))
}

test('every job is asked for by somebody: one with a handler alone is a feature that never runs', () => {
  const lists = ['server/ground/jobs.ts', 'server/worker/handlers.ts', 'server/worker/identity-jobs.ts']
  const texts = [...code('server/**/*.ts'), ...code('migrations/*.sql')]
    .filter(({ file }) => !lists.includes(file))
    .map(({ text }) => text)
  assert.deepEqual(neverAsked(names, texts), [])
  assert.deepEqual(neverAsked(['planted', 'asked'], ["addJob(trx, 'asked', {})"]), ['planted'])
})

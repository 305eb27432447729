import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LINES_MAX = 400

function trackedFiles(): string[] {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  })
  return `${files}`.split('\0').filter((file) => file && existsSync(join(ROOT, file)))
}
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const isText = (file: string) => !/\.(png|jpg|webp|ico|pdf|woff2?|zip|gz|wasm)$/.test(file)

test('no file of code is longer than 400 lines', () => {
  const code = trackedFiles().filter(
    (file) => /\.(ts|tsx|mjs|css)$/.test(file) && !file.endsWith('db-types.ts'),
  )
  assert.ok(code.length > 20)
  const long = code.map((file) => [file, read(file).split('\n').length - 1] as const)
  assert.deepEqual(
    long.filter(([, lines]) => lines > LINES_MAX),
    [],
    'one job per file: split it',
  )
})

test('names are in kebab-case, and nothing is called helpers or utils', () => {
  const code = trackedFiles().filter((file) =>
    /^(rules|api|server|client|verifier|web|tools|tests)\/.*\.tsx?$/.test(file),
  )
  assert.deepEqual(
    code.filter((file) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(basename(file))),
    [],
  )
  assert.deepEqual(
    code.filter((file) => /(^|\/)(helpers?|utils?|common|services|shared|index)(\/|\.tsx?$)/.test(file)),
    [],
  )
})

/** Traces of one machine: its folders, its registry, its user. Built from parts so that this file is not one. */
const TRACES = [
  [`/${'home'}/`, /\/home\/[a-z]/],
  [`/${'root'}/`, /(^|[\s"'`(=])\/root\//m],
  [`/${'work'}/`, /(^|[\s"'`(=:])\/work\/[a-z]/m],
  [`file:${'//'}/`, /file:\/\/\/[a-z]/],
  ['a loopback or private registry', /^registry\s*=|registry=http|"resolved":/m],
  ['the home folder of this machine', new RegExp(homedir().length > 5 ? literally(homedir()) : '(?!)')],
] as const

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function traces(file: string, text: string): string[] {
  return TRACES.filter(([, pattern]) => pattern.test(text)).map(([name]) => `${file}: ${name}`)
}

test('no tracked file holds paths of a machine or hosts of a registry', () => {
  const files = trackedFiles().filter((file) => isText(file) && file !== 'tests/house/tracked-files.test.ts')
  assert.ok(files.length > 30)
  assert.deepEqual(
    files.flatMap((file) => traces(file, read(file))),
    [],
  )
  for (const planted of [
    '"/home/anna/brevhus"',
    ' /root/.npm',
    '"resolved": "https://x"',
    'see /work/main',
  ]) {
    assert.equal(traces('planted', planted).length, 1, planted)
  }
})

test('no unfinished work is left in the code', () => {
  const marks = new RegExp(
    `\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['XX', 'X'].join('')})\\b`,
  )
  const code = trackedFiles().filter((file) => /\.(ts|tsx|mjs|sql|css|md)$/.test(file))
  assert.deepEqual(
    code.filter((file) => marks.test(read(file))),
    [],
  )
})

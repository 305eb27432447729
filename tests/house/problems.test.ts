import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { PROBLEMS } from '#api/problems.ts'
import { problemsPage } from '#tools/problems-page.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const codes = Object.keys(PROBLEMS)

test('docs/problems.md is what the registry of problems says', () => {
  const page = readFileSync(`${ROOT}/docs/problems.md`, 'utf8')
  for (const code of codes) assert.ok(page.includes(`## ${code}\n`), code)
  assert.equal(page, problemsPage(), 'run `npm run problems` and commit the result')
})

test('every problem says in a sentence what is wrong and what to do', () => {
  assert.ok(codes.length > 10)
  for (const [code, { title, remedy, status }] of Object.entries(PROBLEMS)) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/)
    assert.match(title, /^[A-Z].{8,}\.$/, code)
    assert.match(remedy, /^[A-Z"“].{10,}\.$/, code)
    assert.ok(status >= 400 && status <= 599, code)
  }
})

test('code refuses only with codes of the registry', () => {
  const refused = globSync('server/**/*.ts', { cwd: ROOT }).flatMap((file) =>
    [...readFileSync(`${ROOT}/${file}`, 'utf8').matchAll(/\brefuse\(\s*'([^']+)'/g)].map(
      (match) => match[1]!,
    ),
  )
  assert.deepEqual(
    refused.filter((code) => !codes.includes(code)),
    [],
  )
})

test('every code of the registry is one that somebody refuses with', () => {
  const files = globSync('server/**/*.ts', { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'))
  const code = files.map((file) => readFileSync(`${ROOT}/${file}`, 'utf8')).join('\n')
  const unused = (from: readonly string[]) => from.filter((one) => !code.includes(`'${one}'`))
  assert.deepEqual(unused(codes), [])
  assert.deepEqual(unused(['never-refused-with']), ['never-refused-with'])
})

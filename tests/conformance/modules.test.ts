import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CONFORMANCE_PAGE, conformancePage, moduleOf } from '#tools/conformance-page.ts'
import { PLANS } from './modules.ts'

const modules = PLANS.flatMap((plan) => plan.modules)

test('I-08: the page says "self-tested" and what it shows is what the plans list', () => {
  const page = readFileSync(CONFORMANCE_PAGE, 'utf8')
  assert.match(page, /self-tested, never certified/)
  const passed = modules.filter(({ name }) => page.includes(`| \`${name}\` | passed |`))
  const results = new Map(passed.map(({ name }) => [name, 'passed'] as const))
  assert.equal(page, conformancePage(results), 'run npm run conformance')
  const without = modules.filter(({ name, leftOut }) => leftOut === undefined && !results.has(name))
  assert.deepEqual(without, [], 'every module that is not left out has passed')
})

test('a module is found in the name of its test, and in no other', () => {
  assert.equal(moduleOf('I-08 oidcc-server: works'), 'oidcc-server')
  assert.equal(moduleOf('I-08 N-18 fapi2-x-request_uri: works'), 'fapi2-x-request_uri')
  assert.equal(moduleOf('I-08: something else'), null)
  assert.equal(new Set(modules.map(({ name }) => name)).size, modules.length)
})

import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findForbiddenImports } from './dependencies.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('every import follows house.json, and there is no circle', async () => {
  const { modules, findings } = await findForbiddenImports(ROOT)
  assert.ok(modules > 50, `only ${modules} modules were read: the checker is blind`)
  assert.deepEqual(findings, [])
})

// The checker proves itself: a small house with planted faults, each of which must be found.
let house = ''
before(async () => {
  house = await mkdtemp(join(tmpdir(), 'brevhus-house-'))
  for (const file of ['package.json', 'house.json']) await cp(join(ROOT, file), join(house, file))
  await symlink(join(ROOT, 'node_modules'), join(house, 'node_modules'))
  await plant({
    'rules/law.ts': 'export type Law = 1; export const law = 1',
    'rules/other.ts': `import type { Law } from './law.ts'; export const other: Law = 1`,
    'api/wire.ts': `import { law } from '#rules/law.ts'; export const wire = law`,
    'server/ground/db.ts': `import { readFile } from 'node:fs/promises'; import pg from 'pg'; export type Db = typeof pg; export const read = readFile`,
    'server/people/people.store.ts': `import type { Db } from '#ground/db.ts'; export type Store = Db`,
    'server/people/people.routes.ts': `export const routes = 1`,
    'server/letters/letters.store.ts': `import type { Store } from '#people/people.store.ts'; export type Letters = Store`,
    'server/adapters/mail.ts': `import type { Db } from '#ground/db.ts'; export type Mail = Db`,
    'server/http/app.ts': `import { routes } from '#people/people.routes.ts'; export const app = routes`,
    'server/main.ts': `import './http/app.ts'; import type { Mail } from '#adapters/mail.ts'; export type M = Mail`,
    'web/main.ts': 'export {}',
    'client/client.ts': 'export {}',
    'verifier/verify.ts': 'export {}',
    'tools/start.ts': `import '../server/main.ts'`,
    'tests/database.ts': `import '#tools/start.ts'`,
  })
})
after(() => rm(house, { recursive: true }))

async function plant(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true })
    await writeFile(join(house, path), text)
  }
}

test('a house in order is left in peace', async () => {
  const { modules, findings } = await findForbiddenImports(house)
  assert.equal(modules, 15)
  assert.deepEqual(findings, [])
})

const FAULTS: [string, string, string, string][] = [
  [
    'a type import up',
    'rules/bad.ts',
    `import type { Db } from '#ground/db.ts'; export type B = Db`,
    'rules may not import ground',
  ],
  [
    'a relative path up',
    'api/bad.ts',
    `import type { Store } from '../server/people/people.store.ts'; export type B = Store`,
    'api may not import people',
  ],
  [
    'an export from above',
    'server/ground/bad.ts',
    `export * from '#letters/letters.store.ts'`,
    'ground may not import letters',
  ],
  [
    'a dynamic import up',
    'server/people/bad.ts',
    `export const load = () => import('#letters/letters.store.ts')`,
    'people may not import letters',
  ],
  [
    'an adapter in a room',
    'server/letters/bad.ts',
    `import type { Mail } from '#adapters/mail.ts'; export type B = Mail`,
    'letters may not import adapters',
  ],
  [
    'a room in an adapter',
    'server/adapters/bad.ts',
    `import type { Store } from '#people/people.store.ts'; export type B = Store`,
    'adapters may not import people',
  ],
  [
    "another room's routes",
    'server/letters/bad.ts',
    `import { routes } from '#people/people.routes.ts'; export const r = routes`,
    "another room's routes",
  ],
  [
    'Node in the rules',
    'rules/bad.ts',
    `import { readFileSync } from 'node:fs'; export const r = readFileSync`,
    'rules is pure: no packages, no Node modules',
  ],
  [
    'the server in the web app',
    'web/bad.tsx',
    `import type { Db } from '#ground/db.ts'; export const B = (_: { db: Db }) => <p />`,
    'web may not import ground',
  ],
  [
    'the wire in the verifier',
    'verifier/bad.ts',
    `import { wire } from '#api/wire.ts'; export const w = wire`,
    'verifier may not import api',
  ],
  ['tests in the code', 'server/people/bad.ts', `import '#tests/database.ts'`, 'code imports a test'],
  [
    'an unknown room',
    'server/cellar/bad.ts',
    `import type { Db } from '#ground/db.ts'; export type B = Db`,
    'the folder is in no area or room of house.json',
  ],
  ['an import of nothing', 'server/people/bad.ts', `import '#ground/nothing.ts'`, 'unresolved'],
]
for (const [name, path, text, rule] of FAULTS) {
  test(`planted and found: ${name}`, async () => {
    await plant({ [path]: text })
    try {
      const { findings } = await findForbiddenImports(house)
      assert.deepEqual(
        findings.map((finding) => [finding.from, finding.rule]),
        [[path, rule]],
      )
    } finally {
      await rm(join(house, path))
    }
  })
}

test('planted and found: a circle of types', async () => {
  await plant({
    'server/people/a.ts': `import type { B } from './b.ts'; export type A = B | 1`,
    'server/people/b.ts': `import type { A } from './a.ts'; export type B = A | 2`,
  })
  const { findings } = await findForbiddenImports(house)
  assert.deepEqual(
    findings.map((finding) => finding.rule),
    ['circle', 'circle'],
  )
})

// The documents say what is so: pages made from code are fresh, links lead somewhere, commands exist, every dependency
// and every decision is named where one looks for it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, matchesGlob } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { VARIABLES } from '#ground/config.ts'
import { configurationPage } from '#tools/configuration-page.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md', '{verifier,tools,client}/**/*.md'], { cwd: ROOT })
const manifest = JSON.parse(read('package.json'))

test('docs/configuration.md is what the table of variables says', () => {
  assert.equal(
    read('docs/configuration.md'),
    configurationPage(),
    'run `npm run configuration` and commit the result',
  )
})

/** Read before there is a Config, or by programs that are not the post office. */
const NOT_SETTINGS = ['HOME', 'PATH', 'NODE_ENV']

function unknownVariables(text: string): string[] {
  const asked = [...text.matchAll(/process\.env\.([A-Z][A-Z0-9_]*)/g)].map((match) => match[1]!)
  return asked.filter((name) => !Object.hasOwn(VARIABLES, name) && !NOT_SETTINGS.includes(name))
}

test('O-06: the program reads no setting that the table of variables does not hold', () => {
  const files = globSync('server/**/*.ts', { cwd: ROOT }).filter((file) => !/\.test\.ts$/.test(file))
  assert.ok(files.length > 50)
  assert.deepEqual(
    files.flatMap((file) => unknownVariables(read(file)).map((name) => `${file}: ${name}`)),
    [],
  )
  assert.deepEqual(unknownVariables('const x = process.env.SECRET_SETTING ?? 1'), ['SECRET_SETTING'])
})

/** Settings that no text reads after they were checked: whoever sets one would wait for what it promises. */
function unread(settings: readonly string[], texts: readonly string[]): string[] {
  return settings.filter((name) => !texts.some((text) => new RegExp(`\\b${name}\\b`).test(text)))
}

test('O-06: every setting of the table is read by the program', () => {
  const files = globSync('{server,tools}/**/*.ts', { cwd: ROOT })
  const texts = files
    .filter((file) => !/\.test\.ts$/.test(file) && file !== 'server/ground/config.ts')
    .map((file) => read(file))
  assert.deepEqual(unread(Object.keys(VARIABLES), texts), [])
  assert.deepEqual(unread(['SECRET_SETTING', 'PORT'], ['listen(config.PORT)']), ['SECRET_SETTING'])
})

function brokenLinks(page: string, text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
  const targets = [
    ...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!),
    ...[...prose.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map((match) => match[1]!),
  ]
  return targets
    .filter((target) => !/^(https?:|mailto:)/.test(target))
    .filter((target) => {
      const [path, anchor] = target.split('#') as [string, string?]
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, file))) return true
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(read(file)).includes(anchor)
    })
    .map((target) => `${page}: ${target}`)
}

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('every link between documents leads somewhere', () => {
  assert.ok(pages.length > 10)
  assert.deepEqual(
    pages.flatMap((page) => brokenLinks(page, read(page))),
    [],
  )
  assert.deepEqual(brokenLinks('README.md', '[a](docs/none.md) [b](#nowhere) <img src="docs/none.png">'), [
    'README.md: docs/none.md',
    'README.md: #nowhere',
    'README.md: docs/none.png',
  ])
})

/** Named as code and gone: a path from the root (`server/x/`, `web/*.tsx`, `rules/{a,b}.ts`), or a file by its name alone. */
function lostPaths(page: string, text: string, tracked: readonly string[]): string[] {
  const roots = new Set(tracked.map((file) => file.split('/')[0]))
  const names = new Set(tracked.map((file) => basename(file)))
  const spans = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([\w@.*{},/-]+)`/g)].map(
    ([, span]) => span!,
  )
  const isLost = (span: string): boolean => {
    if (!span.includes('/')) return /^[\w.-]+\.(?:ts|tsx|mjs|sql|css|md)$/.test(span) && !names.has(span)
    if (!roots.has(span.split('/')[0])) return false
    if (/[*{]/.test(span)) return !tracked.some((file) => matchesGlob(file, span))
    return !existsSync(join(ROOT, span))
  }
  return spans.filter(isLost).map((span) => `${page}: ${span}`)
}

test('every path that a document names is there', () => {
  const tracked = `${execFileSync('git', ['ls-files', '-z'], { cwd: ROOT })}`.split('\0').filter(Boolean)
  assert.ok(tracked.length > 500)
  assert.deepEqual(
    pages.flatMap((page) => lostPaths(page, read(page), tracked)),
    [],
  )
  const gone = ['`rules/never-was.ts`', '`never-was.ts`', '`server/*/never-was.ts`', '`rules/{never,was}.ts`']
  const there = [
    '`rules/matching.ts`',
    '`server/dispatch/`',
    '`web/{lib,pages}/**`',
    '`application/json`',
    '`x/y.ts`',
  ]
  assert.equal(lostPaths('p', gone.join(' '), tracked).length, gone.length)
  assert.deepEqual(lostPaths('p', there.join(' '), tracked), [])
})

function unknownCommands(page: string, text: string): string[] {
  const named = [...text.matchAll(/npm run ([a-z][a-z0-9:-]*)/g)].map((match) => match[1]!)
  return named
    .filter((name) => !Object.hasOwn(manifest.scripts, name))
    .map((name) => `${page}: npm run ${name}`)
}

test('every npm command that a document names is there', () => {
  assert.deepEqual(
    pages.flatMap((page) => unknownCommands(page, read(page))),
    [],
  )
  assert.deepEqual(unknownCommands('p', 'type `npm run nothing-of-the-kind`'), [
    'p: npm run nothing-of-the-kind',
  ])
})

test('every decision is on the index page, and nothing else is', () => {
  const records = globSync('docs/decisions/*.md', { cwd: ROOT })
    .map((file) => file.slice('docs/decisions/'.length))
    .filter((file) => file !== 'README.md')
    .sort()
  assert.ok(records.length > 10)
  const listed = [...read('docs/decisions/README.md').matchAll(/\]\(([a-z0-9-]+\.md)\)/g)].map(
    (match) => match[1]!,
  )
  assert.deepEqual([...listed].sort(), records)
})

test('every package the project depends on is named with its reason, and no other', () => {
  const wanted = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind]),
  )
  const rows = read('docs/decisions/dependencies.md')
    .split('\n')
    .filter((line) => /^\| `[^`]+`/.test(line))
  const named = rows.flatMap((row) =>
    [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!),
  )
  assert.deepEqual(
    wanted.filter((name) => !named.includes(name)),
    [],
    'say in docs/decisions/dependencies.md what it is for',
  )
  assert.deepEqual(
    named.filter((name) => !wanted.includes(name)),
    [],
    'the package is gone: take its row out of docs/decisions/dependencies.md',
  )
  for (const row of rows) assert.match(row, /^\| .+ \| .{5,} \|$/, row)
})

/** Licences that allow an Apache-2.0 work to be passed on together with the package. */
const COMPATIBLE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
]
/** Packages whose manifest says nothing or something else, looked at by hand. */
const SEEN_BY_HAND: Record<string, string> = {
  'combine-errors': 'MIT, by its read-me',
  argparse: 'Python-2.0, which asks for no more than naming it; the queue reads its own options with it',
}

type Locked = { license?: string; dev?: boolean; devOptional?: boolean }

/** Of several offered, one will do. */
const mayBePassedOn = (license = ''): boolean =>
  license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => COMPATIBLE.includes(one))

function foreignLicences(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { license }]) => [path.replace(/^.*node_modules\//, ''), license] as const)
    .filter(([name, license]) => !mayBePassedOn(license) && !Object.hasOwn(SEEN_BY_HAND, name))
    .map(([name, license]) => `${name}: ${license ?? 'none named'}`)
}

test('the project is under Apache-2.0, and everything it runs with may be passed on with it', () => {
  assert.equal(manifest.license, 'Apache-2.0')
  assert.match(read('LICENSE'), /^\s*Apache License\n\s*Version 2\.0, January 2004/)
  const { packages } = JSON.parse(read('package-lock.json'))
  assert.deepEqual(foreignLicences(packages), [])
  assert.deepEqual(foreignLicences({ 'node_modules/x': { license: 'AGPL-3.0' }, 'node_modules/y': {} }), [
    'x: AGPL-3.0',
    'y: none named',
  ])
})

test('every table is in the glossary and every room on the page of the architecture', () => {
  const migrations = globSync('migrations/*.sql', { cwd: ROOT }).map(read).join('\n')
  const tables = [...migrations.matchAll(/^create table (\w+)/gm)].map((match) => match[1]!)
  assert.ok(tables.length > 30)
  const glossary = read('docs/glossary.md')
  assert.deepEqual(
    tables.filter((table) => !glossary.includes(`\`${table}\``)),
    [],
    'say in docs/glossary.md what it holds',
  )
  const { areas, rooms } = JSON.parse(read('house.json'))
  const architecture = read('docs/architecture.md')
  const folders = [
    ...Object.keys(rooms).map((room) => `server/${room}/`),
    areas.ground.folder,
    areas.web.folder,
  ]
  assert.deepEqual(
    folders.filter((folder) => !architecture.includes(`\`${folder}`)),
    [],
  )
})

test('pictures of the documents are small', () => {
  const pictures = globSync('docs/**/*.{png,svg,webp}', { cwd: ROOT }).map(
    (file) => readFileSync(join(ROOT, file)).length,
  )
  assert.ok(pictures.length > 3)
  assert.ok(Math.max(...pictures) <= 150_000 && pictures.reduce((sum, bytes) => sum + bytes, 0) <= 1_000_000)
})

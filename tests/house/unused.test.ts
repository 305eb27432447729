// What knip cannot see: a text nobody shows, a class nobody wears. Both are found by their spelling, and in doubt they are used.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const TABLE = /(?:^|[-/])(?:texts|words)(?:-(?:da|nb|sv|en))?\.ts$/
const sources = globSync(['{api,server,web}/**/*.{ts,tsx,js,html}'], { cwd: ROOT, exclude: ['web/dist/**'] })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: read(file) }))
const readers = sources.filter(({ file }) => !TABLE.test(file))
const tableFiles = sources.filter(({ file }) => TABLE.test(file))
/** What the functions beside the tables ask of them. */
const askedByTables = tableFiles.flatMap(({ text }) => text.match(/\.[a-z]\w*/gi) ?? []).join('\n')
/** A table that is a group of another is judged there, where it is indexed or handed on whole. */
const isGroup = (table: string): boolean =>
  tableFiles.some(({ text }) => new RegExp(`: ${table}\\.da\\b`).test(text))

/** The base names of what a file imports, and its own: enough to tell neighbours by. */
const names = new Map(
  readers.map(({ file, text }) => [
    file,
    [file, ...[...text.matchAll(/ from '([^']+)'/g)].map((match) => match[1]!)].map((path) => basename(path)),
  ]),
)

/** Files that name the table or its type, and their neighbours: a page may hand its words to a part that asks for three of them. */
function textsNear(table: string): string {
  const type = table[0]!.toUpperCase() + table.slice(1)
  const knowing = readers.filter(({ text }) => text.includes(table) || text.includes(type))
  const known = new Set(knowing.flatMap(({ file }) => names.get(file)!))
  const knowingNames = new Set(knowing.map(({ file }) => basename(file)))
  const near = readers.filter(
    ({ file }) => known.has(basename(file)) || names.get(file)!.some((name) => knowingNames.has(name)),
  )
  return near.map(({ text }) => text).join('\n')
}

type Table = { name: string; texts: object }

/** The exports of a module that hold every language; one language is enough, since all have the same keys. */
async function tablesOf(file: string): Promise<Table[]> {
  const exported = Object.entries(await import(join(ROOT, file)))
  return exported.flatMap(([name, value]) =>
    value && typeof value === 'object' && 'da' in value && typeof value.da === 'object' && value.da
      ? [{ name, texts: value.da }]
      : [],
  )
}

/** Paths of the keys that `text` never names. A group that is indexed or handed on whole answers for all it holds. */
function unusedKeys(texts: object, text: string): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const named = new RegExp(`(?<![\\w-])['"]?${key.replace(/[^\w]/g, '\\$&')}['"]?(?![\\w-])`)
    if (!named.test(text)) return [key]
    if (!value || typeof value !== 'object' || Array.isArray(value)) return []
    const whole = new RegExp(`(?<![\\w-])${key.replace(/[^\w]/g, '\\$&')}(?![\\w-]|\\??\\.\\w|:)`)
    return whole.test(text) ? [] : unusedKeys(value, text).map((inner) => `${key}.${inner}`)
  })
}

test('O-07: every text of the tables is shown by somebody who knows its table', async () => {
  const unused: string[] = []
  let tables = 0
  for (const { file } of tableFiles)
    for (const { name, texts } of await tablesOf(file)) {
      if (isGroup(name)) continue
      tables += 1
      const near = `${askedByTables}\n${textsNear(name)}`
      unused.push(...unusedKeys(texts, near).map((key) => `${file}: ${name} ${key}`))
    }
  assert.ok(tables > 40, `${tables}`)
  assert.deepEqual(unused, [])
  const planted = { title: '', old: '', states: { made: '', lost: '' }, by: { own: '' }, 'a-b': '' }
  const page = "texts.title; texts.states.made; texts.by[way]; texts['a-b']"
  assert.deepEqual(unusedKeys(planted, page), ['old', 'states.lost'])
})

const styles = globSync(['{web,server}/**/*.css'], {
  cwd: ROOT,
  exclude: ['web/dist/**', 'web/styles/designsystemet-theme.css'],
})
/** Put on by libraries: Designsystemet, and pdf.js in its layer of text. */
const LIBRARY_CLASSES = /^(ds-.*|markedContent)$/

function classesOf(css: string): string[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\/|"[^"]*"|url\([^)]*\)/g, '')
  return [...new Set([...bare.matchAll(/\.([a-z][\w-]*)/gi)].map((match) => match[1]!))]
}

/** A name is worn where it stands in a string, or where its beginning does before `${`. */
function unusedClasses(css: string, text: string): string[] {
  return classesOf(css).filter((name) => {
    if (LIBRARY_CLASSES.test(name) || new RegExp(`["'\`\\s.}]${name}["'\`\\s$]`).test(text)) return false
    return ![...name.matchAll(/-/g)].some(({ index }) => text.includes(`${name.slice(0, index + 1)}\${`))
  })
}

test('O-07: every class of the style sheets is worn by a page', () => {
  const text = readers.map((one) => one.text).join('\n')
  assert.ok(styles.length > 15)
  assert.deepEqual(
    styles.flatMap((file) => unusedClasses(read(file), text).map((name) => `${file}: .${name}`)),
    [],
  )
  const css = '.worn, .tone-red > .never { color: red } /* .gone */ .ds-x { top: .5rem }'
  assert.deepEqual(unusedClasses(css, `class="a worn" class="tone-\${tone}"`), ['never'])
})

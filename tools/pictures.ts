/**
 * Pictures of every page, to be looked at, and what an eye would find on them, measured:
 * `npm run pictures -- FOLDER [--house http://localhost:8080] [--data data] [--only NAME]… [--state full]… [--language da]… [--width 360]… [--again]`.
 * The house is a demo that runs (`npm start`). 1440, 768 and 360 px, light and dark, four languages; full, empty, loading and failing.
 * What is in FOLDER already is not taken again, so a run that was stopped goes on; nothing of it belongs in the repository.
 */

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { LANGUAGES } from '#rules/refusals.ts'
import { openVisits } from './pictures/demo-visit.ts'
import { PICTURES, type State, type Viewer } from './pictures/pages.ts'
import { makeSheets } from './pictures/sheets.ts'
import { type Taken, takePictures, untranslated, WIDTHS } from './pictures/take.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    house: { type: 'string', default: 'http://localhost:8080' },
    data: { type: 'string', default: process.env.DATA_DIR ?? 'data' },
    only: { type: 'string', multiple: true, default: [] },
    state: { type: 'string', multiple: true, default: [] },
    again: { type: 'boolean', default: false },
    language: { type: 'string', multiple: true, default: [...LANGUAGES] },
    width: { type: 'string', multiple: true, default: WIDTHS.map(String) },
  },
})
const [given] = positionals
if (!given) {
  process.stderr.write('Name the folder for the pictures: npm run pictures -- /tmp/pictures\n')
  process.exit(2)
}
const folder = resolve(given)
await mkdir(folder, { recursive: true })

const wanted = PICTURES.filter(
  ({ name }) => values.only.length === 0 || values.only.some((word) => name.includes(word)),
).flatMap((picture) =>
  (picture.states ?? (['full'] satisfies State[]))
    .filter((state) => values.state.length === 0 || values.state.includes(state))
    .map((state) => ({ picture, state, note: join(folder, `${picture.name}.${state}.json`) })),
)
const missing = wanted.filter(({ note }) => values.again || !existsSync(note))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-dev-shm-usage',
    '--disable-gpu',
    '--hide-scrollbars',
  ],
})
try {
  const visits = await openVisits(browser, values.house, values.data)
  for (const viewer of ['guest', 'password', 'person', 'company'] satisfies Viewer[]) {
    const theirs = missing.filter(({ picture }) => picture.viewer === viewer)
    if (theirs.length === 0) continue
    const visit = await visits.open(viewer)
    for (const { picture, state, note } of theirs) {
      const path = visit.fill(picture.path)
      if (path === null) {
        process.stdout.write(`${picture.name}: this house holds no ${picture.path.split(':')[1]}\n`)
        continue
      }
      try {
        const taken = await takePictures(visit, picture, state, path, values.house, folder, {
          languages: LANGUAGES.filter((language) => values.language.includes(language)),
          widths: WIDTHS.filter((width) => values.width.includes(String(width))),
        })
        await makeSheets(browser, folder, `${picture.name}.${state}`, taken.pictures)
        await writeFile(note, JSON.stringify(taken))
        process.stdout.write(`${picture.name} ${state}: ${taken.noted.length} found\n`)
      } catch (error) {
        // One page that fails is no reason to have none of the others; the next run takes it up.
        process.exitCode = 1
        process.stderr.write(
          `${picture.name} ${state}: ${error instanceof Error ? error.message : String(error)}\n`,
        )
      }
    }
    await visit.close()
  }
} finally {
  await browser.close()
}
await writeFile(join(folder, 'found.txt'), await report(folder))
process.stdout.write(`Sheets and found.txt are in ${folder}\n`)

/** One line for each thing found, with the languages and widths it was found at. */
async function report(folder: string): Promise<string> {
  const lines = new Map<string, Set<string>>()
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const { noted, words } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Taken
    const page = file.replace(/\.json$/, '')
    const add = (line: string, at: string) => lines.set(line, (lines.get(line) ?? new Set()).add(at))
    for (const { kind, where, detail, language, width, scheme } of noted)
      add(`${page}\t${kind}\t${where}\t${detail}`, `${language} ${width} ${scheme}`)
    for (const { language, text } of untranslated(words)) add(`${page}\tsame-words\t${text}\t`, language)
  }
  return [...lines].map(([line, at]) => `${line}\t${[...at].join(', ')}\n`).join('')
}

/** Writes what was measured: a table on the screen, docs/performance.json for programs and docs/performance.md for people. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findBinaries } from '#tools/postgres-binaries.ts'
import { type Broken, type Count, type Figure, meets, number } from './measure.ts'

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
const JSON_FILE = fileURLToPath(new URL('../../docs/performance.json', import.meta.url))

export type Report = {
  figures: readonly Figure[]
  counts: readonly Count[]
  /** Parts that did not come to their end. */
  broken: readonly Broken[]
  /** Load of the machine by others, as it was when the run began (1 minute mean). */
  loadBefore: number
  tookSeconds: number
}

export async function writeReport(report: Report): Promise<void> {
  const rows = report.figures.map(({ name, ratio, target, better, product, baseline, unit }) => ({
    name,
    ratio,
    target,
    better,
    product,
    baseline,
    unit,
  }))
  await writeFile(JSON_FILE, `${JSON.stringify(rows, undefined, 2)}\n`)
  await writeFile(PAGE, await pageOf(report))
}

const sign = (figure: Pick<Figure, 'better'>) => (figure.better === 'higher' ? '≥' : '≤')

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.ratio)} ×`,
    `${sign(figure)} ${figure.target} ×`,
    meets(figure) ? 'met' : 'MISSED',
    `${number(figure.product)} ${figure.unit}`,
    `${number(figure.baseline)} ${figure.unit}`,
  ])
  const all = [['', 'ratio', 'target', '', 'product', 'baseline'], ...rows]
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => [...row[i]!].length)))
  return all
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat(widths[i]! - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function pageOf({ figures, counts, broken, loadBefore, tookSeconds }: Report): Promise<string> {
  const table = figures.map(
    (figure) =>
      `| [${figure.name}](#${anchor(figure.name)}) | **${number(figure.ratio)} ×** | ${sign(figure)} ${figure.target} × | ` +
      `${meets(figure) ? 'met' : '**missed**'} | ${number(figure.product)} ${figure.unit} | ${number(figure.baseline)} ${figure.unit} |`,
  )
  const span = ({ min, max }: Figure['spread']['product']) => `${number(min)} to ${number(max)}`
  const sections = figures.map(
    (figure) => `### ${capital(figure.name)}
${figure.about}

Rounds: product ${span(figure.spread.product)}, baseline ${span(figure.spread.baseline)} ${figure.unit}.
${listOf(figure.notes)}`,
  )
  return `# Performance

Written by \`npm run bench\`; not by hand. Every ratio is product ÷ baseline, both measured in the same run on the same
PostgreSQL (the embedded one, durable: \`fsync\` and \`synchronous_commit\` on), in turns, medians of the rounds. Ratios of
different runs or machines compare; rates do not.

${await machine(loadBefore)}
- Run: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${Math.round(tookSeconds)} s

| | ratio | target | | product | baseline |
|---|---|---|---|---|---|
${table.join('\n')}
${broken.map(({ name, why }) => `\n**The part \`${name}\` did not come to its end, so nothing of it stands here:** ${why}\n`).join('')}
## What each row measures
${sections.join('\n')}
${counts.length === 0 ? '' : `## What was counted\n${counts.map(countSection).join('\n')}`}
## Again
\`npm run bench\` runs everything; \`npm run bench -- singles matching\` runs parts (and then writes nothing unless
\`--write\` is given); \`npm run bench -- --small\` runs everything in small, to see that it works. Data that take minutes to
make are kept in \`.cache/bench\`; \`--fresh\` makes them anew. Run it on a machine that does nothing else.
`
}

const countSection = ({ name, about, notes }: Count) => `### ${capital(name)}\n${about}\n${listOf(notes)}`

const listOf = (notes: readonly string[]) =>
  notes.length > 0 ? `\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** As a reader of Markdown makes it from the heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')

async function machine(loadBefore: number): Promise<string> {
  const { postgres, env } = await findBinaries()
  const { stdout } = await promisify(execFile)(postgres, ['--version'], { env })
  const [cpu] = cpus()
  const product = await readFile('/sys/devices/virtual/dmi/id/product_name', 'utf8').catch(() => '')
  const kind = product.trim() === '' ? '' : ` (${product.trim()})`
  return [
    `- Machine: ${cpus().length} cores of ${cpu?.model ?? 'an unnamed CPU'}, ${number(totalmem() / 2 ** 30)} GiB memory${kind}; load by others at the start ${number(loadBefore)}`,
    `- Linux ${release()}, Node ${process.versions.node}, ${stdout.trim().replace('postgres (PostgreSQL)', 'PostgreSQL')}`,
  ].join('\n')
}

// Which requirements are proven: a test that begins with IDs ("S-02 A-05: two namesakes, nobody gets it") proves them by
// passing. Writes docs/requirements.md and docs/requirements.json from the results of a test run.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { IN_PART } from './requirements-in-part.ts'
import type { TestResult } from './test-results.ts'

/** `in part`: what is built is proven, and tools/requirements-in-part.ts says what is missing. */
export type Status = 'proven' | 'in part' | 'failing' | 'open'
export type Requirements = Record<string, { tests: number; status: Status }>
type Index = Record<string, string>
/** What is still missing of a row, by its ID. */
type Missing = Readonly<Record<string, string>>

const ID = /^(?:[A-Z]-\d{2}|[RVG]\d{1,2})$/

export function readIndex(): Index {
  return JSON.parse(readFileSync(new URL('../docs/requirements-index.json', import.meta.url), 'utf8'))
}

/** The IDs a test's name begins with. */
export function idsOf(name: string): string[] {
  const ids: string[] = []
  for (const word of name.split(/[\s,]+/)) {
    const id = word.replace(/:$/, '')
    if (!ID.test(id)) break
    ids.push(id)
    if (word.endsWith(':')) break
  }
  return ids
}

/** The IDs a test proves: those of its name and of the suites around it. */
function idsProven({ name, within }: Pick<TestResult, 'name' | 'within'>): string[] {
  return [...within, name].flatMap(idsOf)
}

/** Names of tests with an ID that the index does not know: a slip of the pen, or a requirement that is not written down. */
export function unknownIds(results: readonly Pick<TestResult, 'name' | 'within'>[], index: Index): string[] {
  return results.flatMap((result) =>
    idsProven(result)
      .filter((id) => !(id in index))
      .map((id) => `"${result.name}" names ${id}, which docs/requirements-index.json does not know`),
  )
}

/** Only tests that passed prove something; one that failed, was skipped or is still to be written spoils its rows. */
export function judge(
  results: readonly TestResult[],
  index: Index,
  missing: Missing = IN_PART,
): Requirements {
  const rows = Object.keys(index).map((id): [string, Requirements[string]] => {
    const naming = results.filter((result) => idsProven(result).includes(id))
    const good = naming.filter(({ ok, skipped, todo }) => ok && !skipped && !todo)
    const built = Object.hasOwn(missing, id) ? 'in part' : 'proven'
    const status = naming.length === 0 ? 'open' : good.length === naming.length ? built : 'failing'
    return [id, { tests: good.length, status }]
  })
  return Object.fromEntries(rows)
}

const GROUPS: Record<string, string> = {
  P: 'People, enterprises, registers',
  I: 'Electronic ID',
  B: 'Mailbox',
  S: 'Sending',
  T: 'Notices, invoices, signing',
  W: 'Wallet and age verification',
  H: 'Post shop',
  M: 'Relations and support',
  O: 'Operator',
  E: 'Privacy: data held by the mailbox operator',
  R: 'Privacy: retention',
  V: 'Privacy: recipients',
  G: 'Privacy: rights',
  N: 'Privacy: e-ID issuer',
  Q: 'Privacy: postal operator',
  D: 'Privacy: mailbox in daily use',
  A: 'Addressing without a national number',
}

export function page(requirements: Requirements, index: Index, missing: Missing = IN_PART): string {
  const said = (id: string, status: Status) => (status === 'in part' ? `in part: ${missing[id]}` : status)

  const count = (status: Status) => Object.values(requirements).filter((row) => row.status === status).length
  const sections = Object.entries(GROUPS).map(([letter, title]) => {
    const rows = Object.entries(requirements).filter(([id]) => id.startsWith(letter))
    const lines = rows.map(
      ([id, { tests, status }]) => `| ${id} | ${index[id]} | ${tests || ''} | ${said(id, status)} |`,
    )
    return [
      `## ${title}`,
      '',
      '| ID | Requirement | Tests | Status |',
      '|---|---|---|---|',
      ...lines,
      '',
    ].join('\n')
  })
  return `# Requirements

Written by \`npm test\` after a run in which every test passed. *Proven* means that the tests which name the row have
passed, not that nothing could be added to it; *in part* that they have passed, and that something of the row is not built
yet; *open* that no test names it yet.

${count('proven')} proven, ${count('in part')} in part, ${count('open')} open${count('failing') > 0 ? `, ${count('failing')} failing` : ''}.

${sections.join('\n')}`
}

export async function writeRequirements(results: readonly TestResult[]): Promise<Requirements> {
  const index = readIndex()
  const requirements = judge(results, index)
  const rows = Object.entries(requirements).map(
    ([id, row]) => `  ${JSON.stringify(id)}: ${JSON.stringify(row)}`,
  )
  await writeFile(new URL('../docs/requirements.json', import.meta.url), `{\n${rows.join(',\n')}\n}\n`)
  await writeFile(new URL('../docs/requirements.md', import.meta.url), page(requirements, index))
  return requirements
}

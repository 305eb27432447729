/** S-01 S-04 A-02 A-04 A-05 O-12: many rows of name and address against five million people, by the law that letters go by,
 * against the join a database would do on the same texts. */
import pg from 'pg'
import { type Db, openDb } from '#ground/db.ts'
import { openLog } from '#ground/log.ts'
import { byNames } from '#people/find-candidates.ts'
import { asMatcher } from '#people/matching-barrier.ts'
import { decide } from '#rules/matching.ts'
import { type Recipient, readRecipient } from '#rules/recipient.ts'
import type { Cluster } from './cluster.ts'
import { type KnownRow, knownRows, matchingDatabase, populationFor, RAW_INDEX } from './matching-data.ts'
import { type Figure, figureOf, median, mustBe, number, type Say, seconds, takeTurns } from './measure.ts'

export type Matching = { people: number; rows: number; rounds: number }

/** As many as a file's chunk holds. */
const ROWS_A_CHUNK = 1000
const LANES = 2

/** Plain text columns as a table of people has them, joined on all of them; no index was made for the question. */
const WITHOUT_INDEX = ['enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan']

/** The raw join as it is run; `given` holds the same rows, already read into normalised columns, and is analysed. */
const RAW_JOIN = `select g.row_no, p.person_id from given g join raw_person p
  on p.first_name = g.first_name and p.last_name = g.last_name and p.road = g.road and p.house = g.house
  and p.floor = g.floor and p.door = g.door and p.postcode = g.postcode`

export async function matching(cluster: Cluster, say: Say, size: Matching): Promise<Figure[]> {
  const database = await matchingDatabase(cluster, size.people, say)
  const url = cluster.postgres.url(database)
  const population = populationFor(size.people)
  say('matching: writing the rows')
  // Read out of one text, as rows of a list are: each lies in memory after the one before. Shuffled objects do not, and then half
  // of the reading would be waiting for memory.
  const rows: readonly KnownRow[] = JSON.parse(JSON.stringify(knownRows(population, size.rows)))
  const log = openLog({ level: 'error', name: 'bench', stream: process.stderr })
  const db = openDb({ url, connectionsMax: LANES, log, name: 'bench' })
  const raw = new pg.Client({ connectionString: url })
  await raw.connect()
  try {
    const inIndex = await countPeople(raw, size.people)
    const readSeconds: number[] = []
    await giveRaw(raw, rows)
    await warm(raw)
    const product = async () => {
      const { took, result } = await seconds(() => decideAll(db, rows))
      readSeconds.push(result.readSeconds)
      holdAgainstTruth(rows, result.mailboxIds)
      return rows.length / took
    }
    const join = async (index: 'with' | 'without') => {
      for (const scan of WITHOUT_INDEX) await raw.query(`set ${scan} = ${index === 'with' ? 'on' : 'off'}`)
      const { took, result } = await seconds(() => raw.query<{ row_no: number }>(RAW_JOIN))
      holdRawAgainstTruth(rows, result.rows)
      return rows.length / took
    }
    await product()
    const plans = { without: await planOf(raw, 'off'), with: await planOf(raw, 'on') }
    const withIndex: number[] = []
    const baseline = async () => {
      withIndex.push(await join('with'))
      return join('without')
    }
    const rounds = await takeTurns(
      size.rounds,
      { product, baseline },
      { say, name: 'matching', unit: 'rows/s' },
    )
    const reading = median(readSeconds)
    const found = rows.filter(({ mailboxId }) => mailboxId !== undefined).length
    const perRow = { all: 1 / median(rounds.product), reading: reading / rows.length }
    const tailored = median(withIndex)
    return [
      figureOf(
        {
          name: 'matching',
          target: 5,
          better: 'higher',
          unit: 'rows/s',
          about:
            `${number(rows.length)} rows of name and address as senders write them, against ${number(inIndex)} consenting people: reading and normalising the text, ` +
            `finding candidates (\`byNames\`, ${number(ROWS_A_CHUNK)} rows a statement, ${LANES} lanes) and deciding (\`rules/matching.ts\`), in one process. ` +
            `Against: \`${RAW_JOIN.replace(/\s+/g, ' ')}\` on the same people and the same rows, which are read, normalised and analysed beforehand; one connection, ` +
            `no index for this question (plan: ${plans.without}).`,
          notes: [
            `${number(found)} rows have one right recipient, all of them found; ${number(rows.length - found)} have none (near misses, namesakes at one address, people outside the exchange), none of them delivered. Wrong deliveries: 0`,
            `the same join with an index over all seven columns, made for exactly this question (\`${RAW_INDEX}\`; plan: ${plans.with}): ${number(tailored)} rows/s; against that the product is ${number(1 / perRow.all / tailored)} ×. The index must hold every spelling the join asks for, all columns filled and normalised`,
            `reading and normalising takes ${number((100 * perRow.reading) / perRow.all)} % of the product's time, and the raw join is spared it`,
          ],
        },
        rounds,
      ),
    ]
  } finally {
    await raw.end()
    await db.destroy()
  }
}

type Decided = { mailboxIds: (string | undefined)[]; readSeconds: number }

/** What the product needs from text to decision, in lanes as letters are committed: while the database looks up one chunk the
 * next is read. */
async function decideAll(db: Db, rows: readonly KnownRow[]): Promise<Decided> {
  const mailboxIds: (string | undefined)[] = Array.from({ length: rows.length })
  let readMs = 0
  let next = 0
  const lane = async () => {
    while (next < rows.length) {
      const at = next
      next += ROWS_A_CHUNK
      const began = performance.now()
      const chunk = rows.slice(at, at + ROWS_A_CHUNK)
      const queries = chunk.map(({ country, input }) => queryOf(readRecipient(country, input)))
      readMs += performance.now() - began
      const candidates = await asMatcher(db, (trx) => byNames(trx, queries))
      queries.forEach((query, i) => {
        const match = decide({ mode: 'name-address', ...query }, candidates[i]!)
        mailboxIds[at + i] = match.kind === 'one' ? match.candidate.mailboxId : undefined
      })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return { mailboxIds, readSeconds: readMs / 1000 }
}

function queryOf(recipient: Recipient | { kind: 'invalid' }) {
  if (recipient.kind !== 'ok' || recipient.mode !== 'name-address' || recipient.place.by !== 'text')
    throw new Error(`a row was not read as name and address: ${JSON.stringify(recipient)}`)
  return { first: recipient.first, last: recipient.last, addressForm: recipient.place.form }
}

function holdAgainstTruth(rows: readonly KnownRow[], decided: readonly (string | undefined)[]): void {
  mustBe('matching: decided rows', decided.length, rows.length)
  const wrong = rows.filter((row, i) => decided[i] !== undefined && decided[i] !== row.mailboxId)
  if (wrong.length > 0)
    throw new Error(`${wrong.length} WRONG DELIVERIES, the first: ${JSON.stringify(wrong[0])}`)
  const missed = rows.filter((row, i) => decided[i] !== row.mailboxId)
  if (missed.length > 0)
    throw new Error(`${missed.length} letters reached nobody, the first: ${JSON.stringify(missed[0])}`)
}

/** The raw join finds the same people: those with one right recipient exactly once. */
function holdRawAgainstTruth(rows: readonly KnownRow[], hits: readonly { row_no: number }[]): void {
  const times = new Map<number, number>()
  for (const { row_no } of hits) times.set(row_no, (times.get(row_no) ?? 0) + 1)
  const once = rows.filter((_, i) => times.get(i) === 1).length
  mustBe(
    'matching: rows the raw join finds once',
    once,
    rows.filter((row) => row.mailboxId !== undefined).length,
  )
}

async function giveRaw(raw: pg.Client, rows: readonly KnownRow[]): Promise<void> {
  await raw.query(`create temporary table given (row_no integer, first_name text, last_name text, road text, house text,
    floor text, door text, postcode text)`)
  const read = rows.map((row) => {
    const { first, last, addressForm } = queryOf(readRecipient(row.country, row.input))
    const [, postcode, road, house, ...unit] = addressForm.split('|')
    return [first, last, road, house, unit.length === 2 ? unit[0] : '', unit.at(-1), postcode]
  })
  const column = (place: number) => read.map((row) => row[place])
  await raw.query(
    `insert into given select row_no - 1, a, b, c, d, e, f, g
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       with ordinality as t(a, b, c, d, e, f, g, row_no)`,
    [0, 1, 2, 3, 4, 5, 6].map(column),
  )
  await raw.query('analyze given')
}

async function planOf(raw: pg.Client, scans: 'on' | 'off'): Promise<string> {
  for (const scan of WITHOUT_INDEX) await raw.query(`set ${scan} = ${scans}`)
  const { rows } = await raw.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${RAW_JOIN}`)
  return rows
    .map((row) => row['QUERY PLAN'].trim())
    .filter((line) => /->|Join|Loop|Scan/.test(line))
    .map((line) => line.replace(/^->\s*/, ''))
    .join(', ')
}

/** Both tables and their indexes are read once, so that neither side is first to fetch them from the disk. */
async function warm(raw: pg.Client): Promise<void> {
  await raw.query('select count(*) from raw_person where postcode > $1', [''])
  await raw.query('select count(address_form) from exchange')
}

async function countPeople(raw: pg.Client, wanted: number): Promise<number> {
  const { rows } = await raw.query<{ exchange: string; raw: string }>(
    'select (select count(*) from exchange) as exchange, (select count(*) from raw_person) as raw',
  )
  mustBe('matching: people in the raw table', Number(rows[0]!.raw), Number(rows[0]!.exchange))
  if (Number(rows[0]!.exchange) < wanted) throw new Error(`only ${rows[0]!.exchange} people in the exchange`)
  return Number(rows[0]!.exchange)
}

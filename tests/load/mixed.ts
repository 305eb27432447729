/** S-12 O-12: single letters while a very large file is sent, against single letters alone; and what all of it weighs. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnRegister } from '#tests/register-process.ts'
import { type Cluster, withClient } from './cluster.ts'
import { archiveOf, handIn, type Office, untilDelivered, upload } from './file-client.ts'
import { type Figure, figureOf, mustBe, number, type Say, seconds } from './measure.ts'
import { addressFor, runScript, startOffice, startScript, weigh } from './processes.ts'
import type { SinglesOrder, SinglesResult } from './singles-load.ts'
import { fetchToken, openTown } from './town.ts'

export type Mixed = { people: number; rows: number; idleSeconds: number }

/** Nearly three times the mean of a large digital post office (582 million letters a year are 18 a second). */
const PER_SECOND = 50
const CONNECTIONS = 16
const MEMORY_MB_MAX = 512

export async function mixed(cluster: Cluster, say: Say, size: Mixed): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'mixed', people: size.people, say })
  const address = await addressFor()
  const register = await spawnRegister({ people: size.people, seed: 7 })
  const start = (role: 'http' | 'letters' | 'files') =>
    startOffice({ town, address, role, registerUrl: register.url, env: { REGISTER_TOKEN: register.token } })
  const processes = await Promise.all([start('http'), start('letters'), start('files')])
  const weighing = weigh(processes)
  const order = async (more: Partial<SinglesOrder>): Promise<SinglesOrder> => ({
    port: address.port,
    token: await fetchToken(town, address.url, address.publicUrl),
    addressees: town.addressees.slice(-20_000),
    connections: CONNECTIONS,
    seconds: size.idleSeconds,
    perSecond: PER_SECOND,
    ...more,
  })
  const idle = async () => {
    const result = await runScript<SinglesResult>('./singles-load.ts', await order({}))
    say(`mixed: idle p50 ${result.p50Ms} ms, p99 ${result.p99Ms} ms`)
    return result
  }
  const restingMb = weighing.peakMb
  say('mixed: warming up')
  await runScript('./singles-load.ts', await order({ seconds: 3, perSecond: 200 }))
  const archive = await archiveOf(town.addressees, size.rows, 'mixed')
  const before = await idle()

  const office: Office = { url: address.url, token: await fetchToken(town, address.url, address.publicUrl) }
  const uploadId = await upload(office, archive)
  const untilFile = join(town.folder, 'file-is-done')
  await rm(untilFile, { force: true })
  const singles = startScript<SinglesResult>('./singles-load.ts', await order({ seconds: 1, untilFile }))
  const { took } = await seconds(async () => {
    const batchId = await handIn(office, uploadId)
    await untilDelivered(office, batchId, size.rows, ({ rowsDecided }) =>
      say(
        `mixed: ${number(rowsDecided)} of ${number(size.rows)} rows; ${number(weighing.peakMb)} MB at most`,
      ),
    )
  })
  await writeFile(untilFile, '')
  const during = await singles.result
  say(`mixed: with the file p50 ${during.p50Ms} ms, p99 ${during.p99Ms} ms`)
  // What the file left to do (telling the recipients) is done first: only then is the office idle again.
  await untilNothingWaits(cluster.postgres.adminUrl(town.database))
  const after = await idle()
  weighing.stop()
  for (const process of processes) await process.stop()
  await register.stop()

  const letters = before.letters + during.letters + after.letters
  await withClient(cluster.postgres.adminUrl(town.database), async (client) => {
    const { rows } = await client.query<{ file: string; all: string }>(
      `select count(*) filter (where i.reference like 'mixed-%') as file, count(*) as all
       from dispatch_item i join letter l on l.mailbox_id = i.mailbox_id and l.letter_id = i.letter_id`,
    )
    mustBe('mixed: letters of the file', Number(rows[0]!.file), size.rows)
    if (Number(rows[0]!.all) - size.rows < letters) throw new Error('mixed: single letters are missing')
  })
  await cluster.drop(town.database)
  return [
    figureOf(
      {
        name: 'single letters beside a file',
        target: 3,
        better: 'lower',
        unit: 'ms p99',
        about:
          `Single letters as above, ${PER_SECOND} a second whether or not the last is answered (latency counts from the moment one was due), while a file of ${number(size.rows)} ` +
          'rows is read, matched and delivered by the files process. Against: the same before and after, with the office idle (after it once its jobs are done). All three processes run, and the register.',
        notes: [
          `the file took ${number(took)} s, ${number(size.rows / took)} rows/s; ${number(during.letters)} single letters meanwhile, p50 ${during.p50Ms} ms, longest ${during.maxMs} ms`,
          `idle: p50 ${before.p50Ms} and ${after.p50Ms} ms, p99 ${before.p99Ms} and ${after.p99Ms} ms`,
        ],
      },
      { product: [during.p99Ms], baseline: [before.p99Ms, after.p99Ms] },
    ),
    figureOf(
      {
        name: 'memory of all processes',
        target: 1,
        better: 'lower',
        unit: 'MB',
        about:
          `Most memory of the processes http, letters and files together (Pss: what they share, such as the program of Node itself, counts once, as it does in the machine), looked at every ` +
          `250 ms (${number(weighing.samples)} times) during all of the above; PostgreSQL and the register's simulator not counted. Against: the ${MEMORY_MB_MAX} MB allowed.`,
        notes: [
          `when nothing was sent yet ${number(restingMb)} MB; with what they share counted once for each (Rss, every 100 ms): ${number(weighing.peakResidentMb)} MB`,
          `each at its own peak: ${Object.entries(weighing.peakByRole)
            .map(([role, mb]) => `${role} ${number(mb)} MB`)
            .join(', ')}`,
        ],
      },
      { product: [weighing.peakMb], baseline: [MEMORY_MB_MAX] },
    ),
  ]
}

async function untilNothingWaits(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const end = Date.now() + 120_000; Date.now() < end; await sleep(250)) {
      const { rows } = await client.query<{ waiting: boolean }>(
        'select exists (select from graphile_worker._private_jobs where run_at <= now()) as waiting',
      )
      if (!rows[0]!.waiting) return
    }
    throw new Error('mixed: jobs still wait two minutes after the file')
  })
}

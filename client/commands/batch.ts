/** brevhus batch, errors, correct: a file of many letters, its refused rows, and those rows corrected. */

import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import type { Static } from 'typebox'
import type { BatchStatus } from '#api/batches.ts'
import { LANGUAGES, type Language } from '#rules/refusals.ts'
import { BrevhusProblem } from '../brevhus-problem.ts'
import { fileWords } from '../file-words.ts'
import type { BrevhusClient } from '../open-client.ts'
import { packFolder } from '../pack-folder.ts'
import { EXIT, sayFailure, UsageFault } from '../terminal/say-failure.ts'
import type { Screen } from '../terminal/screen.ts'
import { run, type Session } from './command.ts'
import { idOf, sayBatch } from './letters.ts'
import { watchBatch } from './watch-batch.ts'

type Status = Static<typeof BatchStatus>
type BatchOptions = { dryRun?: true; again?: true; wait: boolean; errors?: string; language: Language }

const language = () =>
  new Option('--language <language>', 'of reasons in the error list').choices(LANGUAGES).default('en')

export function addBatch(program: Command): void {
  const batch = program
    .command('batch <folder>')
    .description('hand in a folder: manifest.json, a recipient list (CSV or JSON Lines) and documents')
    .option('--dry-run', 'say what would happen, send nothing')
    .option('--again', 'send once more what was handed in already')
    .option('--no-wait', 'hand in and leave')
    .option('--errors <file>', 'where the refused rows go; default errors-<id>.csv')
    .addOption(language())
  batch.action((folder: string, options: BatchOptions) =>
    run(batch, async (session) => {
      const brevhus = await session.client()
      const handedIn = await handInFolder(brevhus, session, folder, options)
      session.screen.note(`File ${handedIn.batchId}. It goes on without this command; see brevhus status.`)
      return finish(brevhus, session, handedIn, options)
    }),
  )

  const errors = program
    .command('errors <batch>')
    .description('the refused rows of a file as CSV, to be corrected and handed back')
    .option('-o, --output <file>', 'where to; default standard output')
    .addOption(language())
  errors.action((id: string, options: { output?: string; language: Language }) =>
    run(errors, async ({ client, screen }) => {
      const brevhus = await client()
      if (screen.json) {
        for await (const row of brevhus.refusedRows(idOf(id), options.language)) screen.result(row)
        return EXIT.ok
      }
      const csv = await brevhus.errorListCsv(idOf(id), options.language)
      if (options.output === undefined) await pipeline(csv, process.stdout, { end: false })
      else {
        await saveCsv(csv, options.output)
        screen.say(`Saved ${options.output}.`)
      }
      return EXIT.ok
    }),
  )

  const correct = program
    .command('correct <batch> <file>')
    .description('hand in refused rows again, corrected: the edited error list (.csv), or .jsonl')
    .option('--no-wait', 'hand in and leave')
    .option('--errors <file>', 'where rows go that are refused again; default errors-<id>.csv')
    .addOption(language())
  correct.action((id: string, file: string, options: BatchOptions) =>
    run(correct, async (session) => {
      const format = FORMATS[extname(file).toLowerCase()]
      if (!format) throw new UsageFault(`${file}: corrections are a .csv or .jsonl file.`)
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new UsageFault(`${file}: cannot be read (${fileWords(error)}).`)
      })
      const brevhus = await session.client()
      session.whenStopped('Run the same command again to go on.')
      const handedIn = await brevhus.corrections(idOf(id), { bytes, format }, { signal: session.signal })
      return finish(brevhus, session, handedIn, options)
    }),
  )
}

const FORMATS: Readonly<Record<string, 'csv' | 'jsonl'>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
}

/** The archive is made again each time and gone afterwards; what is at the post office already is not sent again. */
async function handInFolder(
  brevhus: BrevhusClient,
  { screen, signal, whenStopped }: Session,
  folder: string,
  { dryRun, again }: BatchOptions,
): Promise<Status> {
  const place = await mkdtemp(join(tmpdir(), 'brevhus-batch-'))
  try {
    const packing = screen.progress('Packing')
    const packed = await packFolder(resolve(folder), join(place, 'letters.zip'), {
      onProgress: (done, total) => packing.at(done, total),
      signal,
    })
    packing.end(`${packed.files} files, ${megabytes(packed.sizeBytes)}`)
    // The same folder has the same name at the post office: run again, the upload goes on, and nobody gets a letter twice.
    const name = again ? randomUUID() : packed.sha256
    if (!again) whenStopped('Run the same command again to go on.')
    const sending = screen.progress('Uploading')
    let from: number | undefined
    const { uploadId } = await brevhus.uploadFile({
      path: packed.path,
      idempotencyKey: `upload-${name}`,
      onProgress: (sent, total) => {
        from ??= sent
        sending.at(sent, total, `${megabytes(sent)} of ${megabytes(total)}`)
      },
      signal,
    })
    sending.end(
      `${megabytes(packed.sizeBytes)}${from ? `, ${megabytes(from)} of it were there already` : ''}`,
    )
    const idempotencyKey = dryRun ? randomUUID() : `batch-${name}`
    return await brevhus.handInFile({ uploadId, dryRun: dryRun ?? false }, { idempotencyKey, signal })
  } catch (error) {
    if (error instanceof BrevhusProblem && error.code === 'batch-not-open' && !again)
      screen.note('This very folder was handed in before. To send it all once more: --again')
    throw error
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function finish(
  brevhus: BrevhusClient,
  session: Session,
  handedIn: Status,
  options: BatchOptions,
): Promise<number> {
  const { screen, signal } = session
  const status = options.wait ? await watchBatch(brevhus, screen, signal, handedIn) : handedIn
  screen.result(status)
  sayBatch(screen, status)
  if (status.state === 'refused') return sayRefusedFile(screen, status)
  if (status.refused === 0) return EXIT.ok
  const path = options.errors ?? `errors-${status.batchId}.csv`
  try {
    await saveCsv(await brevhus.errorListCsv(status.batchId, options.language), path)
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error
    screen.note(error.message)
    screen.note(`Get the refused rows by: brevhus errors ${status.batchId} -o FILE`)
    return EXIT.someRefused
  }
  screen.note(`The refused rows are in ${path}, each with its reason.`)
  if (!status.dryRun) screen.note(`Correct them there and run: brevhus correct ${status.batchId} ${path}`)
  return EXIT.someRefused
}

/** The file itself is wrong: nothing of it was sent. Its problem says where. */
function sayRefusedFile(screen: Screen, status: Status): number {
  const problem = status.problem as ConstructorParameters<typeof BrevhusProblem>[0]
  screen.note('The file was refused as a whole. Nothing was sent.')
  return sayFailure({ ...screen, result: () => undefined }, new BrevhusProblem(problem))
}

/** It holds people's names: for its owner only. */
async function saveCsv(csv: Readable, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  let fault: unknown
  file.once('error', (error) => {
    fault = error
  })
  await pipeline(csv, file).catch((error: unknown) => {
    throw fault === undefined ? error : new UsageFault(`${path} cannot be written (${fileWords(fault)}).`)
  })
}

const megabytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

// `npm run reports -- <command>`: staff work the queue of reported letters, until there is a back office (docs/operations.md).
// Reads DATABASE_URL, DATA_DIR, MASTER_KEYS and the settings of the packs as the post office does; it may be open meanwhile.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openS3Blobs } from '#adapters/blobs-s3.ts'
import { decideReport, listReports, showReported } from '#dispatch/reports/work-reports.ts'
import type { QueuedReport } from '#letters/reports/reports.store.ts'
import { openParts, wordsOf } from './operator.ts'
import { operatorSettings } from './operator-settings.ts'

const USAGE = `npm run reports -- list
npm run reports -- show REPORT-ID [--output FOLDER]
npm run reports -- decide REPORT-ID --outcome nothing|sender-suspended
Each with --staff YOUR-NAME --reason WHY (at least ten characters); both are kept; of a look, whoever reported reads them
  --output  where to put the content, if the reporter gave it; looking at it stands in the reporter's log
A suspended sender gets no token, and the ones it has stop within seconds. The reporter is told of the outcome.`

class Fault extends Error {}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}

async function run(args: string[]): Promise<string> {
  const { values, positionals } = parse(args)
  const [command, id = '', ...more] = positionals
  if (more.length > 0) throw new Fault(USAGE)
  const by = { staff: values.staff ?? '', reason: values.reason ?? '' }
  const { house, close } = openParts('reports')
  const blobs = openBlobs()
  const room = { ...house, blobs }
  try {
    if (command === 'list' && id === '')
      return (await listReports(room, by)).map(lineOf).join('\n') || 'No report waits.'
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Fault(USAGE)
    if (command === 'show') {
      const { report, content } = await showReported(room, by, id)
      const saved = values.output ? await save(values.output, content) : []
      const given =
        content.length === 0
          ? 'The reporter did not give the content.'
          : saved.join('\n') || 'Content was given: name a folder with --output.'
      return [lineOf(report), report.said ? `says: ${report.said}` : 'says nothing more', given].join('\n')
    }
    const { outcome } = values
    if (command === 'decide' && (outcome === 'nothing' || outcome === 'sender-suspended')) {
      await decideReport(room, by, { reportId: id, outcome })
      return outcome === 'nothing' ? 'Decided.' : 'Decided. The sender is suspended.'
    }
    throw new Fault(USAGE)
  } finally {
    await blobs.close()
    await close()
  }
}

function openBlobs() {
  const config = operatorSettings()
  return config.BLOBS === 's3'
    ? openS3Blobs({
        endpoint: config.S3_ENDPOINT,
        region: config.S3_REGION,
        bucket: config.S3_BUCKET,
        accessKeyId: config.S3_ACCESS_KEY,
        secretAccessKey: config.S3_SECRET_KEY,
      })
    : openFileBlobs({ folder: join(config.DATA_DIR, 'packs') })
}

/** As files to look at with care: nothing is opened here. */
async function save(folder: string, content: Awaited<ReturnType<typeof showReported>>['content']) {
  await mkdir(folder, { recursive: true })
  return Promise.all(
    content.map(async ({ fileName, bytes }, i) => {
      const file = join(folder, `${i + 1}-${fileName.replace(/[^\p{L}\p{N}._ -]/gu, '_')}`)
      await writeFile(file, bytes, { flag: 'wx' })
      return `saved ${file}`
    }),
  )
}

function lineOf(report: QueuedReport): string {
  const { reportId, reportedAt, kind, senderName, senderId, senderState, sameSender, attached, outcome } =
    report
  const sender = `${senderName} (${senderId}, ${senderState})`
  const others = sameSender > 1 ? `, ${sameSender} open on this sender` : ''
  return `${reportId}  ${reportedAt.toISOString()}  ${kind}  ${sender}${others}${attached ? '  content given' : ''}${outcome ? `  ${outcome}` : ''}`
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        staff: { type: 'string' },
        reason: { type: 'string' },
        outcome: { type: 'string' },
        output: { type: 'string' },
      },
    })
  } catch (error) {
    throw new Fault(`${(error as Error).message}\n${USAGE}`)
  }
}

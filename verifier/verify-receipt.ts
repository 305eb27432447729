#!/usr/bin/env node
// npm run verify-receipt -- receipt.json --key public.pem
// npm run verify-receipt -- archive.zip --key public.pem
// Works offline and depends on nothing but Node: this folder can be copied, read and run anywhere.
// Exit code 0: proven. 1: something does not hold. 2: the command itself could not be carried out.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { verifyArchive } from './archive.ts'
import { type PublicKey, readPublicKey } from './key.ts'
import { checkConsistentWith, checkDocument, MEANING, type Verified, verifyReceipt } from './receipt.ts'
import { NotProven } from './strict.ts'

const USAGE = `Checks a receipt of the post office, or an archive of a whole mailbox, offline.

  verify-receipt receipt.json --key public.pem [more]
  verify-receipt archive.zip --key public.pem [--sealed]

  --key FILE               the post office's public key (PEM), from a source you trust
  --document FILE          also: this document is one the receipt is about; may be repeated
  --sealed                 also: fail unless the event is proven to be in the evidence log
  --consistent-with FILE   also: the log only grew between the receipt's signed head and this one
                           (a head you kept, or saved from /evidence/checkpoint)
  --consistency FILE       the proof for that, saved from /evidence/consistency?from=…&to=…
`
const TEXT_BYTES_MAX = 1024 * 1024

class CannotRun extends Error {}

function readText(file: string, what: string): string {
  const bytes = readFile(file, what, TEXT_BYTES_MAX)
  const text = bytes.toString('utf8')
  if (!Buffer.from(text).equals(bytes)) throw new NotProven(`${file} is not UTF-8 text.`)
  return text
}

function readFile(file: string, what: string, bytesMax: number): Buffer {
  try {
    if (statSync(file).size > bytesMax) throw new CannotRun(`${file} is too large to be ${what}.`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof CannotRun) throw error
    throw new CannotRun(`${what} could not be read from ${file}: ${(error as NodeJS.ErrnoException).code}.`)
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        document: { type: 'string', multiple: true, default: [] },
        sealed: { type: 'boolean', default: false },
        'consistent-with': { type: 'string' },
        consistency: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [receipt, ...others] = positionals
    if (values.help) return undefined
    if (!receipt || others.length > 0) throw new Error('Give exactly one receipt file.')
    if (!values.key) throw new Error('Give the public key of the post office: --key public.pem')
    if (values.consistency && !values['consistent-with'])
      throw new Error('--consistency goes with --consistent-with.')
    return { ...values, key: values.key, receipt }
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function run(): void {
  const args = readArguments()
  if (!args) return void process.stdout.write(USAGE)
  let key: PublicKey
  try {
    key = readPublicKey(readText(args.key, 'the public key'))
  } catch (error) {
    if (error instanceof CannotRun) throw error
    throw new CannotRun(`${args.key}: ${(error as Error).message}.`)
  }
  if (isArchive(args.receipt)) runArchive(args, key)
  else runReceipt(args, key)
}

type Arguments = NonNullable<ReturnType<typeof readArguments>>

function runReceipt(args: Arguments, key: PublicKey): void {
  const verified = verifyReceipt(readText(args.receipt, 'the receipt'), key)
  if (args.sealed && !verified.seal)
    throw new NotProven(
      'The receipt is genuine, but it is not sealed: it is not shown to be in the evidence log.',
    )
  const proven = sentences(verified, key)
  for (const file of args.document) {
    checkDocument(readFile(file, 'the document', Number.POSITIVE_INFINITY), verified.event)
    proven.push(`${file} is, byte for byte, a document of this letter.`)
  }
  const other = args['consistent-with']
  if (other !== undefined) {
    const proof =
      args.consistency === undefined ? undefined : readText(args.consistency, 'the consistency proof')
    const size = checkConsistentWith(readText(other, 'the other signed head'), proof, verified, key)
    proven.push(
      `The log of ${size} entries and the one of ${verified.seal!.size} are the same log; it only grew.`,
    )
  }
  process.stdout.write(`PROVEN\n${proven.map((sentence) => `- ${plain(sentence)}\n`).join('')}`)
  if (!verified.seal) {
    process.stdout.write(
      'NOT YET PROVEN\n- That the event is in the evidence log: this receipt was made before the log was sealed. Get the receipt again.\n',
    )
  }
}

/** A ZIP archive says so in its first bytes, a receipt is text. */
function isArchive(file: string): boolean {
  const start = Buffer.alloc(4)
  try {
    const fd = openSync(file, 'r')
    readSync(fd, start, 0, start.length, 0)
    closeSync(fd)
  } catch {
    return false
  }
  return start.subarray(0, 2).toString('latin1') === 'PK' || file.toLowerCase().endsWith('.zip')
}

function runArchive(args: Arguments, key: PublicKey): void {
  if (args.document.length > 0 || args['consistent-with'] !== undefined)
    throw new CannotRun('--document and --consistent-with are for a single receipt, not for an archive.')
  const said = verifyArchive(args.receipt, key)
  if (args.sealed && said.unsealed > 0)
    throw new NotProven(`${said.unsealed} of the receipts are genuine, but not sealed in the evidence log.`)
  const proven = [
    `The post office "${said.origin}" signed (key ${key.keyId}) this archive at ${said.madeAt.toISOString()} (UTC).`,
    `It holds exactly the ${said.files} files that were signed, each with its SHA-256: none is missing, changed or added.`,
    `${said.documents} documents of letters, ${said.receipts} receipts of what happened to them; ${said.receipts - said.unsealed} of the receipts are proven to be in the evidence log.`,
  ]
  process.stdout.write(`PROVEN\n${proven.map((sentence) => `- ${plain(sentence)}\n`).join('')}`)
  if (said.unsealed > 0)
    process.stdout.write(
      `NOT YET PROVEN\n- That ${said.unsealed} of the events are in the evidence log: the archive was made before the log was sealed.\n`,
    )
}

/** A forged receipt must not draw its own verdict on the screen: no line feeds, escapes or text direction marks. */
function plain(sentence: string): string {
  return sentence.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')
}

function sentences({ origin, event, seal }: Verified, key: PublicKey): string[] {
  const many = event.documentSha256.length
  const list = [
    `The post office "${origin}" signed (key ${key.keyId}) that it ${MEANING[event.event]} (${event.event}${event.code ? `, ${event.code}` : ''}).`,
    `When: ${event.at} (UTC). Letter: ${event.letterId}. Sender: ${event.senderId}.`,
  ]
  if (many > 0)
    list.push(
      `The letter has ${many} document${many === 1 ? '' : 's'}, SHA-256: ${event.documentSha256.join(', ')}.`,
    )
  if (seal) {
    list.push(
      `The event is entry ${seal.index} of the ${seal.size} entries in the evidence log, whose head is signed: it cannot be taken back or changed unnoticed.`,
    )
  }
  return list
}

try {
  run()
} catch (error) {
  if (error instanceof NotProven) {
    process.stdout.write(`NOT PROVEN\n- ${plain(error.message)}\n`)
    process.exitCode = 1
  } else if (error instanceof CannotRun) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  } else throw error
}

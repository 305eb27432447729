/** brevhus send: one letter to one recipient. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { type Command, Option } from 'commander'
import type { LetterAnswer, LetterOrder } from '#api/dispatch.ts'
import { BrevhusProblem } from '../brevhus-problem.ts'
import type { LetterDocument } from '../letter-documents.ts'
import { type RecipientWords, readRecipientWords } from '../recipient-words.ts'
import { EXIT } from '../terminal/say-failure.ts'
import type { Screen } from '../terminal/screen.ts'
import { run } from './command.ts'

type Options = RecipientWords & {
  title?: string
  attach?: string[]
  reference?: string
  level?: 'low' | 'substantial' | 'high'
  answerBy?: string
  appointment?: string
  place?: string
  print?: true
  sensitive?: boolean
  dryRun?: true
  idempotencyKey?: string
}

export function addSend(program: Command): void {
  const command = program
    .command('send <letter>')
    .description('send a letter (.pdf, .html, .txt, or .uri for a link) to one recipient')
    .option(
      '--to <whom>',
      'national or enterprise number, digital address or e-mail; - reads it from standard input',
    )
    .option('--name <name>', 'first and last name, with --address')
    .option('--address <address>', '"Ahornvej 12, 2. tv, 5000 Odense C", or a KVHX key')
    .addOption(
      new Option('--country <country>', 'of number and address; default yours').choices(['dk', 'no']),
    )
    .option('--title <title>', 'what the recipient sees first; default the file’s name')
    .option('--attach <file>', 'an attachment; may be given several times', (file, before: string[] = []) => [
      ...before,
      file,
    ])
    .option('--reference <text>', 'yours; comes back in status and events')
    .addOption(
      new Option('--level <level>', 'sign-in it takes to open').choices(['low', 'substantial', 'high']),
    )
    .option('--answer-by <day>', 'it wants an answer by this day: 2026-12-01')
    .option('--appointment <time>', 'it is about an appointment at this time: 2026-12-01T10:00:00+01:00')
    .option('--place <text>', 'where the appointment is')
    .option('--print', 'print and post it when there is no mailbox')
    .option('--sensitive', 'sensitive content')
    .option('--no-sensitive', 'no sensitive content')
    .option('--dry-run', 'say what would happen, send nothing')
    .option('--idempotency-key <key>', 'the same key sends the same letter once only; default a new one')
  command.action((letter: string, options: Options) =>
    run(command, async ({ client, screen, signal, whenStopped }) => {
      const to = options.to === '-' ? readFileSync(0, 'utf8').trim() : options.to
      const recipient = readRecipientWords({ ...options, to })
      const { order, documents } = orderOf(letter, recipient, options)
      const { idempotencyKey = randomUUID() } = options
      const given = { signal, idempotencyKey }
      const brevhus = await client()
      // The letter may be there although its answer never came: another key would send it twice.
      const again = `To try again without sending it twice, add: --idempotency-key ${idempotencyKey}`
      if (!options.dryRun) whenStopped(again)
      const sending = options.dryRun
        ? brevhus.dryRun([order], documents, given)
        : brevhus.sendLetters([order], documents, given)
      const answer = await sending.catch((error: unknown) => {
        if (!options.dryRun && !signal.aborted && isUnsure(error)) screen.note(again)
        throw error
      })
      screen.result(answer)
      const [one] = answer.letters
      return sayAnswer(screen, one!, options.dryRun ?? false)
    }),
  )
}

/** Nothing answered, or what did was not sure of itself. */
const isUnsure = (error: unknown): boolean =>
  error instanceof BrevhusProblem &&
  (error.code === 'unreachable' || error.code === 'answer-unreadable' || error.status >= 500)

function orderOf(letter: string, recipient: LetterOrder['recipient'], options: Options) {
  const files = [letter, ...(options.attach ?? [])]
  const documents: Record<string, LetterDocument> = {}
  const named = files.map((path, i) => {
    // What is wrong with one is told of under this name.
    const part = i === 0 ? 'letter' : `attachment-${i}`
    documents[part] = { path }
    return { part, fileName: basename(path) }
  })
  const order: LetterOrder = {
    recipient,
    title: options.title ?? basename(letter, extname(letter)),
    documents: named,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
    ...(options.level === undefined ? {} : { minimumLevel: options.level }),
    ...(options.sensitive === undefined ? {} : { sensitive: options.sensitive }),
    ...(options.print ? { printAllowed: true } : {}),
    ...wantsOf(options),
  }
  return { order, documents }
}

function wantsOf({ answerBy, appointment, place }: Options): Pick<LetterOrder, 'wants'> {
  if (appointment !== undefined)
    return {
      wants: { kind: 'appointment', startsAt: appointment, ...(place === undefined ? {} : { place }) },
    }
  return answerBy === undefined ? {} : { wants: { kind: 'answer', dueOn: answerBy } }
}

function sayAnswer(screen: Screen, letter: LetterAnswer, dryRun: boolean): number {
  if (letter.outcome === 'refused') {
    screen.say(`Not ${dryRun ? 'deliverable' : 'sent'}: ${letter.reason ?? letter.code}`)
    for (const fault of letter.faults ?? []) screen.say(`  ${fault.field}: ${fault.message}`)
    const near = letter.suggestion
    if (near) screen.say(`  Near it in the address register: ${near.street}, ${near.postcode} ${near.city}`)
    screen.say(`  (${letter.code})`)
  } else screen.say(dryRun ? WOULD[letter.outcome] : DID[letter.outcome])
  for (const warning of letter.warnings ?? []) screen.say(`  Note: ${warning}`)
  if (letter.letterId !== undefined) screen.say(`Letter ${letter.letterId}`)
  return letter.outcome === 'refused' ? EXIT.someRefused : EXIT.ok
}

const DID = {
  delivered: 'Delivered.',
  accepted: 'Accepted; it is delivered as soon as its content is checked.',
  print: 'Accepted; it waits to be printed and posted.',
}
const WOULD = {
  delivered: 'Would be delivered. Nothing was sent.',
  accepted: 'Would be accepted. Nothing was sent.',
  print: 'Would be printed and posted. Nothing was sent.',
}

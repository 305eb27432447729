/** brevhus status, cancel, receipt, print-queue: what became of a letter or a file. */

import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Static } from 'typebox'
import type { BatchStatus } from '#api/batches.ts'
import { COUNTED_MAX } from '#api/counted.ts'
import type { LetterStatus } from '#api/dispatch.ts'
import { BrevhusProblem } from '../brevhus-problem.ts'
import { fileWords } from '../file-words.ts'
import type { BrevhusClient } from '../open-client.ts'
import { EXIT, UsageFault } from '../terminal/say-failure.ts'
import { type Screen, table } from '../terminal/screen.ts'
import { run } from './command.ts'

export function addLetters(program: Command): void {
  const status = program.command('status <id>').description('where a letter or a file stands')
  status.action((id: string) =>
    run(status, async ({ client, screen }) => {
      const found = await findEither(await client(), idOf(id))
      screen.result(found)
      if ('letterId' in found) sayLetter(screen, found)
      else sayBatch(screen, found)
      const refused =
        'letterId' in found ? found.state === 'refused' : found.state === 'refused' || found.refused > 0
      return refused ? EXIT.someRefused : EXIT.ok
    }),
  )

  const cancel = program
    .command('cancel <id>')
    .description('cancel a letter that is not delivered yet, or the rows of a file that are not decided yet')
  cancel.action((id: string) =>
    run(cancel, async ({ client, screen, signal }) => {
      const brevhus = await client()
      const found = await findEither(brevhus, idOf(id))
      if ('letterId' in found) {
        const letter = await brevhus.cancel(id, { signal })
        screen.result(letter)
        sayLetter(screen, letter)
      } else {
        const batch = await brevhus.cancelBatch(id, { signal })
        screen.result(batch)
        sayBatch(screen, batch)
      }
    }),
  )

  const receipt = program
    .command('receipt <letter>')
    .description('the signed receipt of a letter, to be verified offline')
    .option('-o, --output <file>', 'where to; default standard output')
    .option('--cancellation', 'the receipt that it was cancelled, instead of that it was handed in')
  receipt.action((id: string, { output, cancellation }: { output?: string; cancellation?: boolean }) =>
    run(receipt, async ({ client, screen }) => {
      const brevhus = await client()
      const file = await (cancellation ? brevhus.cancellationReceipt(idOf(id)) : brevhus.receipt(idOf(id)))
      const text = `${JSON.stringify(file, null, 2)}\n`
      if (output === undefined) process.stdout.write(text)
      else {
        await writeFile(output, text).catch((error: unknown) => {
          throw new UsageFault(`${output} cannot be written (${fileWords(error)}).`)
        })
        screen.result({ saved: output, proven: file.proof !== undefined })
        screen.say(`Saved ${output}.`)
      }
      if (file.proof === undefined)
        screen.note(
          'The evidence log is not sealed over it yet. Get it again in some seconds to have its proof too.',
        )
    }),
  )

  const queue = program.command('print-queue').description('letters that wait to be printed')
  queue.action(() =>
    run(queue, async ({ client, screen }) => {
      const page = await (await client()).printQueue()
      screen.result(page)
      screen.say(`${page.waiting}${page.waiting >= COUNTED_MAX ? ' or more' : ''} waiting`)
      for (const line of table(page.letters.map((letter) => [letter.letterId, letter.queuedAt])))
        screen.say(line)
    }),
  )
}

/** An id says nothing of what it is of. */
async function findEither(brevhus: BrevhusClient, id: string) {
  try {
    return await brevhus.letterStatus(id)
  } catch (error) {
    if (!(error instanceof BrevhusProblem) || error.code !== 'not-found') throw error
    return brevhus.batchStatus(id)
  }
}

export function idOf(text: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new UsageFault(
      `"${text.slice(0, 60)}" is not an id. It looks like 0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50.`,
    )
  return text
}

function sayLetter(screen: Screen, letter: LetterStatus): void {
  screen.say(`Letter ${letter.letterId}: ${letter.state}${letter.reason ? `. ${letter.reason}` : ''}`)
  const times = [
    ['accepted', letter.acceptedAt],
    ['delivered', letter.deliveredAt],
    ['opened', letter.openedAt],
  ].filter((row): row is [string, string] => row[1] !== undefined)
  for (const line of table([...(letter.reference ? [['reference', letter.reference]] : []), ...times]))
    screen.say(`  ${line}`)
}

export function sayBatch(screen: Screen, batch: Static<typeof BatchStatus>): void {
  screen.say(`File ${batch.batchId}: ${batch.state}${batch.dryRun ? ' (dry run, nothing is sent)' : ''}`)
  const counts: [string, number][] = [
    ['recipients', batch.rows],
    ['delivered', batch.delivered],
    ['waiting', batch.waiting],
    ['to print', batch.print],
    ['refused', batch.refused],
  ]
  for (const line of table(counts)) screen.say(`  ${line}`)
}

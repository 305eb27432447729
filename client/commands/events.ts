/** brevhus events: every change to your letters, one line each. */
import type { Command } from 'commander'
import type { SenderEvent } from '#api/sender-events.ts'
import { run } from './command.ts'

export function addEvents(program: Command): void {
  const command = program
    .command('events')
    .description('every change to your letters, oldest first; with --json one object a line')
    .option('--follow', 'wait for what comes; Ctrl-C ends it')
    .option('--after <cursor>', 'only what came after; the cursor is told at the end')
  command.action(({ follow = false, after }: { follow?: boolean; after?: string }) =>
    run(command, async ({ client, screen, signal }) => {
      let cursor = after
      const events = (await client()).events({
        after,
        follow,
        signal,
        onCursor: (next) => {
          cursor = next
        },
      })
      for await (const event of events) {
        screen.result(event)
        screen.say(lineOf(event))
      }
      if (cursor !== undefined) screen.note(`To go on from here: brevhus events --after ${cursor}`)
    }),
  )
}

function lineOf({ at, event, letterId, mailId, batchId, code }: SenderEvent): string {
  const whose = mailId ? `mail ${mailId}` : letterId === undefined ? `file ${batchId}` : `letter ${letterId}`
  return `${at}  ${event.padEnd(9)}  ${whose}${code === undefined ? '' : `  ${code}`}`
}

#!/usr/bin/env node
/** The `brevhus` command: hand in letters and files from a shell, and follow what becomes of them. */
import { Command, CommanderError } from 'commander'
import { addBatch } from './commands/batch.ts'
import { addEvents } from './commands/events.ts'
import { addLetters } from './commands/letters.ts'
import { addMail } from './commands/mail.ts'
import { addSend } from './commands/send.ts'
import { addSetup } from './commands/setup.ts'
import { EXIT } from './terminal/say-failure.ts'

const program = new Command('brevhus')
  .description('Send letters through Brevhus, one or hundreds of thousands, and follow what becomes of them.')
  .option('--url <address>', 'the post office (or BREVHUS_URL)')
  .option('--sender <id>', 'your sender id (or BREVHUS_SENDER)')
  .option('--key <file>', 'the file with your private key (or BREVHUS_KEY)')
  .option('--json', 'results as JSON on standard output')
  .addHelpText(
    'after',
    `
Exit codes: 0 all done, 1 some letters were refused, 2 the command was not right, 3 it could not be carried out.
Begin with: brevhus keygen, then brevhus configure.`,
  )
  .showHelpAfterError('(brevhus --help tells how)')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

addSend(program)
addBatch(program)
addLetters(program)
addEvents(program)
addMail(program)
addSetup(program)

// A reader that has seen enough closes the pipe; that is no failure.
process.stdout.on('error', (error: { code?: string }) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
}

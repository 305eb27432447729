#!/usr/bin/env node
/** The `brevhus-key` command: a key file for employees (I-16). It talks to the post office when it is told to and to nobody else; what it
 * did is written beside the key file, stays there, and says nothing of what is done in the browser. */
import { sign } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Command, CommanderError } from 'commander'
import { enrolStatement, signInStatement } from '#api/key-file.ts'
import { postOfficeAt, Refused } from './key-file/ask-post-office.ts'
import {
  makeKey,
  openKey,
  PASSPHRASE_CHARACTERS_MIN,
  readKeyFile,
  sealKey,
  writeKeyFile,
} from './key-file/stored-key.ts'
import { EXIT, UsageFault } from './terminal/say-failure.ts'

const env = process.env
const DEFAULT_FILE = join(
  env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'),
  'brevhus',
  'employee.key',
)

type Options = { file: string; passphraseFile?: string }

const program = new Command('brevhus-key')
  .description('Sign in to an enterprise’s mailbox with a key that never leaves this computer.')
  .option('--file <path>', 'the key file', DEFAULT_FILE)
  .option('--passphrase-file <path>', 'read the passphrase from this file instead of asking')
  .addHelpText('after', '\nExit codes: 0 done, 2 the command was not right, 3 it could not be carried out.')
  .showHelpAfterError('(brevhus-key --help tells how)')
  .exitOverride()

program
  .command('enrol')
  .description('makes a key, and fetches its certificate with the code the page shows')
  .requiredOption('--url <address>', 'the post office')
  .requiredOption('--code <code>', 'as the page shows it; write --code=… ')
  .action(async ({ url, code }: { url: string; code: string }) => {
    const options = program.opts<Options>()
    const origin = originOf(url)
    if (existsSync(options.file))
      throw new UsageFault(`${options.file} is there already. Name another with --file.`)
    const passphrase = await passphraseOf(options, 'Choose a passphrase: ')
    if ([...passphrase].length < PASSPHRASE_CHARACTERS_MIN)
      throw new UsageFault(
        `Use at least ${PASSPHRASE_CHARACTERS_MIN} characters: a short sentence is easy to remember.`,
      )
    await mkdir(dirname(options.file), { recursive: true, mode: 0o700 })
    const { key, publicKey } = makeKey()
    const signature = sign('sha256', Buffer.from(enrolStatement(origin, code)), key)
    const enrolled = await logged(options.file, 'enrol', origin, () =>
      postOfficeAt(origin).enrol({
        code,
        publicKey: publicKey.toString('base64url'),
        signature: signature.toString('base64url'),
      }),
    )
    const { serial, name, enterprise, notAfter, certificates } = enrolled
    await writeKeyFile(
      options.file,
      sealKey(key, passphrase, { url: origin, serial, name, enterprise, notAfter, certificates }),
    )
    say(`${name} acts for ${enterprise} with ${options.file} until ${notAfter.slice(0, 10)}.`)
    say('Sign in with: brevhus-key sign-in')
  })

program
  .command('sign-in')
  .description('answers the post office, and says which page to open')
  .action(async () => {
    const options = program.opts<Options>()
    const stored = await readKeyFile(options.file)
    const origin = originOf(stored.url)
    const key = openKey(stored, await passphraseOf(options, 'Passphrase: '))
    const { link } = await logged(options.file, 'sign-in', origin, async () => {
      const office = postOfficeAt(origin)
      const { challenge } = await office.challenge()
      const said = Buffer.from(signInStatement(origin, stored.serial, challenge))
      const signature = sign('sha256', said, key).toString('base64url')
      return office.answer({ serial: stored.serial, challenge, signature })
    })
    if (new URL(link).origin !== origin)
      throw new Refused('foreign-link', 'The answer leads to another address.')
    say('Open this page within two minutes; it works once:')
    say(link)
  })

program
  .command('show')
  .description('whose key file it is, and how long it is good')
  .action(async () => {
    const { file } = program.opts<Options>()
    const { name, enterprise, url, serial, notAfter } = await readKeyFile(file)
    say(`${name}, ${enterprise}\n${url}\nCertificate ${serial}, until ${notAfter.slice(0, 10)}`)
  })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = codeOf(error)
}

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  process.stderr.write(`${error instanceof Error ? error.message : 'Something went wrong.'}\n`)
  return error instanceof UsageFault ? EXIT.usage : EXIT.problem
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** What is signed names the post office. Plain http would let somebody between answer in its name. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const here = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !(here && url.protocol === 'http:')))
    throw new UsageFault('The address of the post office begins with https://')
  return url.origin
}

async function passphraseOf({ passphraseFile }: Options, question: string): Promise<string> {
  if (passphraseFile) return (await readFile(passphraseFile, 'utf8')).replace(/\r?\n$/, '')
  if (!process.stdin.isTTY) throw new UsageFault('Without a terminal, name a --passphrase-file.')
  process.stderr.write(question)
  // What is typed is not shown.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  const typed = await lines.question('')
  lines.close()
  process.stderr.write('\n')
  return typed
}

/** I-16, N-25: the log stays with the user: when, what, with which post office, how it ended; nothing of the web. */
async function logged<T>(file: string, what: string, origin: string, work: () => Promise<T>): Promise<T> {
  const note = (outcome: string) =>
    appendFile(`${file}.log`, `${new Date().toISOString()} ${what} ${origin} ${outcome}\n`, { mode: 0o600 })
  try {
    const done = await work()
    await note('done')
    return done
  } catch (error) {
    await note(error instanceof Refused ? error.code : 'failed')
    throw error
  }
}

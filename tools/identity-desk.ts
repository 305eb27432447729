// `npm run desk -- <command> --staff NAME --reason TEXT`: what staff do with a person's ID. The national number is read from the standard
// input, so that it stands in no history of commands. Every act is kept with name and reason; a code is handed over by two, each with a key.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '#ground/clock.ts'
import { openDb } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import { openLog } from '#ground/log.ts'
import { Refusal } from '#ground/refuse.ts'
import { noteFeePaid } from '#identity/access-requests/ask-access.ts'
import { blockAtTheDesk, type Desk, handOverCode, textCode } from '#identity/enrolment/at-the-desk.ts'
import { readNumber } from '#identity/enrolment/order-code.ts'
import { openIdentity } from '#identity/room.ts'
import { lookedText } from '#rules/activation.ts'
import { askLine, wordsOf } from './operator.ts'
import { operatorSettings } from './operator-settings.ts'

type Identity = ReturnType<typeof openIdentity>

const COMMANDS: Record<
  string,
  /** `asks`: what is read from the standard input; a national number when left out. */
  {
    about: string
    asks?: string
    run(identity: Identity, number: string, by: Desk, key: KeyObject | null): Promise<string>
  }
> = {
  'hand-over': {
    about:
      'a code for a person who stands before you with a passport; two members of staff look, each with --key',
    async run(identity, number, by, key) {
      if (!key) throw new Error('--key FILE is missing: your own private key (Ed25519, PEM).')
      const actId = newId()
      const text = lookedText({ actId, number: readNumber(number) ?? '', reason: by.reason })
      const signature = sign(null, Buffer.from(text), key)
      const made = await handOverCode(identity, number, { ...by, actId, signature })
      if (!made)
        return 'Kept. Within an hour another member of staff looks at the passport too, and does the same with their own key.'
      return `${made.code}
Good from ${made.usableFrom.toISOString()} until ${made.expiresAt.toISOString()}. Write it down for the person; it is shown once.`
    },
  },
  sms: {
    about: 'a first code by SMS to a verified number unchanged for 120 hours; good for 30 minutes',
    async run(identity, number, by) {
      await textCode(identity, number, by, 'da')
      return 'The SMS is on its way.'
    },
  },
  block: {
    about: 'blocks the whole ID; it is opened again by a letter, or by hand-over',
    async run(identity, number, by) {
      await blockAtTheDesk(identity, number, by)
      return 'Blocked. Every session has ended.'
    },
  },
  'fee-paid': {
    about:
      'the fee of a request for access has come in; asks for the reference of the payment and answers the request',
    asks: 'Reference of the payment: ',
    async run(identity, reference, by) {
      await noteFeePaid(identity, reference, by)
      return 'Noted. The answer goes out to the registered address.'
    },
  },
}

const USAGE = `npm run desk -- COMMAND --staff "Your name" --reason "Why" [--key FILE]
${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}
The national number (or reference) is asked for, or read from the standard input.`

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`)
  process.exitCode = error instanceof Refusal ? 1 : 2
}

async function main(): Promise<number> {
  let given: { staff?: string; reason?: string; key?: string; name: string }
  try {
    const { values, positionals } = parseArgs({
      options: { staff: { type: 'string' }, reason: { type: 'string' }, key: { type: 'string' } },
      allowPositionals: true,
    })
    given = { ...values, name: positionals.length === 1 ? positionals[0]! : '' }
  } catch {
    given = { name: '' }
  }
  const command = Object.hasOwn(COMMANDS, given.name) ? COMMANDS[given.name] : undefined
  if (!command || !given.staff || !given.reason) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  let key: KeyObject | null
  try {
    key = given.key ? createPrivateKey(await readFile(given.key)) : null
  } catch (error) {
    process.stderr.write(`--key ${given.key}: ${(error as Error).message}\n`)
    return 2
  }
  const config = operatorSettings()
  const log = openLog({ level: 'error', name: 'desk', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 2, log, name: 'brevhus desk' })
  try {
    const identity = openIdentity(
      { db, clock: systemClock, config },
      { secret: await installationSecret(config.DATA_DIR) },
    )
    const number = await askLine(command.asks ?? 'National number: ')
    process.stdout.write(
      `${await command.run(identity, number, { staff: given.staff, reason: given.reason }, key)}\n`,
    )
    return 0
  } finally {
    await db.destroy()
  }
}

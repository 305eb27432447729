import { parseArgs } from 'node:util'
import { startRegister } from './register-server.ts'

/**
 * The synthetic population register as a process of its own:
 *   REGISTER_TOKEN=… node tools/register/serve.ts --people 10000 --port 8091 --seed 1 --file data/register.ndjson
 */
const TOKEN_CHARACTERS_MIN = 8

function usage(fault: string): never {
  process.stderr.write(
    `${fault}\nusage: REGISTER_TOKEN=<secret> node tools/register/serve.ts [--people 10000] [--port 8091] [--seed 1] [--file changes.ndjson]\n`,
  )
  process.exit(2)
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        people: { type: 'string', default: '10000' },
        port: { type: 'string', default: '8091' },
        seed: { type: 'string', default: '1' },
        file: { type: 'string' },
      },
    }).values
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
}

const given = readArguments()
const token = process.env.REGISTER_TOKEN ?? ''
if (token.length < TOKEN_CHARACTERS_MIN) {
  usage(`REGISTER_TOKEN must hold a secret of at least ${TOKEN_CHARACTERS_MIN} characters`)
}
const whole = (name: 'people' | 'port' | 'seed', max: number) => {
  const value = /^\d{1,10}$/.test(given[name]) ? Number(given[name]) : Number.NaN
  return value <= max ? value : usage(`--${name} must be a whole number up to ${max}, got ${given[name]}`)
}

try {
  const register = await startRegister({
    people: whole('people', 10_000_000),
    seed: whole('seed', 0x7fffffff),
    port: whole('port', 65_535),
    token,
    ...(given.file === undefined ? {} : { file: given.file }),
  })
  process.stdout.write(
    `register ready at ${register.url} (${register.ledger.people} people, changes ${register.ledger.cursor})\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      register.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
} catch (error) {
  process.stderr.write(
    `the register did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exit(1)
}

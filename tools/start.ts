/** `npm start`: the whole post office on this machine, with demo people and senders. Every part is a process of its own, as
 * it would be in earnest: the database, the population register, a mailbox that shows the e-mails, and the program's three
 * roles. What is there is kept; `--fresh` begins anew. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { registerHttp } from '#adapters/register-http.ts'
import { ConfigError, readConfig } from '#ground/config.ts'
import { migrate } from '#ground/migrate.ts'
import { isLoopback } from '#ground/upstream-settings.ts'
import { loadRegister } from '#people/load-register.ts'
import { KNOWN_PUSH_SERVICES } from '#rules/push-endpoint.ts'
import { buildWeb } from './build-web.ts'
import { beginAnew, STATE_FILE } from './demo/begin-anew.ts'
import { type Child, startChild } from './demo/child.ts'
import { holdDemoCeremony } from './demo/demo-ceremony.ts'
import { prepareElectronicIds } from './demo/demo-e-ids.ts'
import { verifyEmail } from './demo/demo-email.ts'
import { type DemoEnterprise, openDemoEnterprise } from './demo/demo-enterprise.ts'
import { openDemoHouse } from './demo/demo-house.ts'
import { type DemoLogin, makeDemoLogins, openDemoMailboxes } from './demo/demo-people.ts'
import { approveDemoSenders, type DemoSenderKey } from './demo/demo-senders.ts'
import { registerDemoService } from './demo/demo-service.ts'
import { type DemoStaff, hireDemoStaff } from './demo/demo-staff.ts'
import { holdFolder } from './demo/hold-folder.ts'
import { liveALittle } from './demo/live-a-little.ts'
import { hush, step } from './demo/progress.ts'
import { sendFirstLetters } from './demo/send-first-letters.ts'
import { sayWelcome } from './demo/welcome.ts'
import { type EmbeddedPostgres, startPostgres } from './embedded-postgres.ts'
import { noteClosed, noteOpen } from './operator-settings.ts'
import { ROLE_ENVIRONMENT, roleArguments } from './role-process.ts'

const USAGE = `npm start -- [--people 10000] [--fresh] [--yes]
  --people N   size of the synthetic register, 100 to 5000000; counts when the post office is empty
  --fresh      removes everything in the data folder and begins anew; asks first unless --yes is given
Settings come from the environment: PORT, DATA_DIR, DATABASE_URL and the others of server/ground/config.ts.`

/** What the demo remembers of itself, beside the data. */
type DemoState = {
  people: number
  registerToken: string
  senders: DemoSenderKey[]
  logins: DemoLogin[]
  /** Left out by a demo that was filled before there were enterprises. */
  enterprise?: DemoEnterprise
  staff?: DemoStaff[]
  mailboxesOpened: boolean
  /** What the first start has done of the letters and of people's lives, so that one begun anew does nothing twice. */
  sent?: string[]
  filled: boolean
}

const env = process.env
requireSettings()
const dataDir = resolve(env.DATA_DIR ?? 'data')
const port = Number(env.PORT ?? 8080)
const ports = {
  http: port,
  service: port + 8,
  eIds: port + 9,
  operations: port + 10,
  register: port + 11,
  smtp: port + 12,
  mail: port + 13,
  print: port + 14,
  phone: port + 15,
  push: port + 16,
  door: port + 17,
}
const pushUrl = `http://127.0.0.1:${ports.push}`
const stateFile = join(dataDir, STATE_FILE)
const logFile = join(dataDir, 'brevhus.log')
const children: Child[] = []
let postgres: EmbeddedPostgres | undefined
let stopping = false

const given = readArguments()
try {
  await takeFolder()
  if (given.fresh)
    await beginAnew(dataDir, { yes: given.yes, foreignDatabase: env.DATABASE_URL !== undefined })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  await open()
} catch (error) {
  // What was under way when it was told to stop fails, and is begun again at the next start: that is nobody's news.
  if (!stopping) await didNotOpen(error)
}

async function didNotOpen(error: unknown): Promise<void> {
  process.stderr.write(
    `\nThe post office did not open. ${error instanceof Error ? error.message : String(error)}\n`,
  )
  if (children.length > 0) process.stderr.write(`What the processes said is in ${logFile}\n`)
  await stop(1)
}

/** All that is wrong with the environment at once, before anything is made. The last of our ports is PORT + 17. */
function requireSettings(): void {
  try {
    const config = readConfig({ DATABASE_URL: 'postgres://embedded', ...env })
    if (config.PORT + 17 <= 65_535) return
    process.stderr.write(
      `PORT is ${config.PORT}; the demo needs the ports up to 17 above it. Allowed: 1 to 65518.\n`,
    )
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
  }
  process.exit(2)
}

function readArguments(): { people: number; asked: boolean; fresh: boolean; yes: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        people: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const people = /^\d{1,7}$/.test(values.people ?? '10000') ? Number(values.people ?? 10_000) : Number.NaN
    if (values.help || !(people >= 100 && people <= 5_000_000))
      return usage('--people must be 100 to 5000000.', values.help)
    return { people, asked: values.people !== undefined, fresh: values.fresh, yes: values.yes }
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error), false)
  }
}

function usage(fault: string, asked: boolean): never {
  process.stderr.write(asked ? `${USAGE}\n` : `${fault}\n${USAGE}\n`)
  process.exit(asked ? 0 : 2)
}

/** Before anything is removed or made: nobody else works in the folder or at the ports. */
async function takeFolder(): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  if (!(await holdFolder(dataDir)))
    throw new Error(
      `A post office is open in ${dataDir}. Close that one, or name another folder: DATA_DIR=… npm start`,
    )
  for (const [name, taken] of Object.entries(ports)) await requireFree(name, taken)
}

async function open(): Promise<void> {
  const state = await readState()
  process.stdout.write('\nBrevhus opens.\n')
  if (given.asked && given.people !== state.people)
    process.stdout.write(
      `  There is a post office of ${state.people} people here: it opens as it is. For another size: --fresh.\n`,
    )
  if (!(await buildWeb.isFresh())) await step('Building the web app', () => buildWeb.run())
  const databaseUrl = env.DATABASE_URL ?? (await step('Starting PostgreSQL', openDatabase))
  await step('Bringing the schema up to date', () => migrate(databaseUrl))
  const settings: Record<string, string> = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${port}`,
    REGISTER_URL: `http://127.0.0.1:${ports.register}`,
    REGISTER_TOKEN: state.registerToken,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    BOUNCE_PORT: env.BOUNCE_PORT ?? String(ports.door),
    PRINT_URL: `http://127.0.0.1:${ports.print}`,
    PRINT_TOKEN: randomBytes(24).toString('base64url'),
    SMS_URL: `http://127.0.0.1:${ports.phone}`,
    SMS_TOKEN: randomBytes(24).toString('base64url'),
    PUSH_SERVICES: env.PUSH_SERVICES ?? [...KNOWN_PUSH_SERVICES, pushUrl].join(','),
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  }
  await step('Starting what is outside: register, e-mail, SMS, push, print house', () =>
    together([
      startRegister(state),
      simulator('demo-mailbox', ['--smtp-port', `${ports.smtp}`, '--web-port', `${ports.mail}`]),
      simulator('demo-phone', ['--port', `${ports.phone}`], { SMS_TOKEN: settings.SMS_TOKEN! }),
      simulator('demo-push', ['--port', `${ports.push}`, '--file', join(dataDir, 'push.json')]),
      simulator('demo-print', ['--port', `${ports.print}`], { PRINT_TOKEN: settings.PRINT_TOKEN! }),
    ]),
  )
  await step('Holding the certificate ceremony', () => holdDemoCeremony({ ...env, ...settings }))
  if (!state.filled) await fillPeople(state, settings)
  // Not on a public address, and not beside real ones.
  if (env.UPSTREAMS === undefined && isLoopback(settings.PUBLIC_URL!))
    settings.UPSTREAMS = await step('Starting three electronic IDs', () =>
      startElectronicIds(state, settings.PUBLIC_URL!),
    )
  await step('Starting the post office: http, letters, files', () =>
    together(
      (['http', 'letters', 'files'] as const).map((role) =>
        child(
          role,
          roleArguments(role),
          {
            ...ROLE_ENVIRONMENT,
            ...settings,
            OPERATIONS_PORT: role === 'http' ? `${ports.operations}` : '0',
          },
          /^ready /m,
        ),
      ),
    ),
  )
  if (isLoopback(settings.PUBLIC_URL!))
    await step('Starting a service provider', () => startDemoService(settings))
  if (!state.filled) await fillLetters(state, settings)
  noteOpen({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: settings.PUBLIC_URL!,
  })
  sayWelcome({ state, ports, config: readConfig({ ...env, ...settings }), env, dataDir })
}

async function openDatabase(): Promise<string> {
  postgres = await startPostgres({ dir: join(dataDir, 'postgres') })
  return postgres.url('brevhus')
}

async function startRegister(state: DemoState): Promise<void> {
  const file = join(dataDir, 'register-changes.ndjson')
  const args = ['--people', String(state.people), '--port', String(ports.register), '--file', file]
  await simulator('register', args, { REGISTER_TOKEN: state.registerToken })
}

async function startElectronicIds(state: DemoState, publicUrl: string): Promise<string> {
  const demo = { dataDir, publicUrl, port: ports.eIds, logins: state.logins }
  const { upstreams, setupFile } = await prepareElectronicIds(demo)
  await simulator('e-id', ['--port', String(ports.eIds), '--setup', setupFile])
  return upstreams
}

async function startDemoService(settings: Record<string, string>): Promise<void> {
  const { house, close } = openDemoHouse({ ...env, ...settings })
  try {
    const demo = { dataDir, publicUrl: settings.PUBLIC_URL!, port: ports.service }
    const setup = await registerDemoService(house, demo)
    await simulator('demo-service', ['--port', `${ports.service}`, '--setup', setup])
  } finally {
    await close()
  }
}

async function fillPeople(state: DemoState, settings: Record<string, string>): Promise<void> {
  const { house, close } = openDemoHouse({ ...env, ...settings })
  try {
    const register = registerHttp({ url: settings.REGISTER_URL!, token: state.registerToken })
    await step(`Loading ${state.people} people from the register`, (step) =>
      loadRegister(house, register, {
        onProgress: ({ step: what, done, total }) =>
          step.say(total > 0 ? `${what} ${done} of ${total}` : what),
      }),
    )
    // Once only: those left without a mailbox are meant to be.
    if (!state.mailboxesOpened) await step('Opening mailboxes', (step) => openDemoMailboxes(house, step))
    state.mailboxesOpened = true
    await writeState(state)
    if (state.logins.length === 0)
      state.logins = await step('Making demo sign-ins', () => makeDemoLogins(house))
    state.staff ??= await hireDemoStaff(house, dataDir)
    state.enterprise ??= await step('Opening an enterprise', () => openDemoEnterprise(house, state.logins))
    if (state.senders.length === 0)
      state.senders = await step('Approving five senders', () => approveDemoSenders(house, dataDir))
    await writeState(state)
  } finally {
    await close()
  }
}

async function fillLetters(state: DemoState, settings: Record<string, string>): Promise<void> {
  const note = async (key: string) => {
    state.sent = [...(state.sent ?? []), key]
    await writeState(state)
  }
  const { house, close } = openDemoHouse({ ...env, ...settings })
  try {
    await step('Verifying e-mail addresses', async () => {
      for (const { mailboxId, email } of state.logins)
        await verifyEmail(house, `http://127.0.0.1:${ports.mail}`, mailboxId, email)
    })
    await step('Sending the first letters', (step) =>
      sendFirstLetters({
        house,
        url: settings.PUBLIC_URL!,
        state,
        step,
        dataDir,
        onSent: note,
      }),
    )
    await step('Letting its people live a little', () =>
      liveALittle({
        url: settings.PUBLIC_URL!,
        pushUrl,
        logins: state.logins,
        done: new Set(state.sent),
        onDone: note,
      }),
    )
  } finally {
    await close()
  }
  state.filled = true
  await writeState(state)
}

/** `tools/<name>/serve.ts`, a process of its own. */
function simulator(name: string, args: string[], settings: Record<string, string> = {}): Promise<void> {
  return child(name, [`tools/${name}/serve.ts`, ...args], settings, /ready/)
}

async function child(
  name: string,
  args: string[],
  settings: Record<string, string>,
  ready: RegExp,
): Promise<void> {
  const onExit = (which: string) => {
    if (stopping) return
    process.stderr.write(`\n${which} ended by itself; see ${logFile}\n`)
    void stop(1)
  }
  children.push(await startChild(name, args, { env: settings, ready, logFile, onExit }))
}

/** One that fails waits for the others: what has started is known, and can be stopped. */
async function together(starts: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** Senders first, then the rest, the database last: nobody is cut off in the middle. */
async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  hush()
  if (children.length === 0 && !postgres) process.exit(code)
  process.stdout.write('\nClosing …')
  noteClosed(dataDir)
  for (const { stop } of children.reverse()) await stop()
  await postgres?.stop()
  process.stdout.write(' closed. Everything is kept for the next start.\n')
  process.exit(code)
}

async function readState(): Promise<DemoState> {
  try {
    return JSON.parse(await readFile(stateFile, 'utf8')) as DemoState
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    const registerToken = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
    const state = {
      people: given.people,
      registerToken,
      senders: [],
      logins: [],
      mailboxesOpened: false,
      filled: false,
    }
    await writeState(state)
    return state
  }
}

async function writeState(state: DemoState): Promise<void> {
  await writeFile(stateFile, JSON.stringify(state, null, 2), { mode: 0o600 })
}

async function requireFree(name: string, wanted: number): Promise<void> {
  const taken = await new Promise<boolean>((done) => {
    const probe = createConnection({ host: '127.0.0.1', port: wanted }, () => {
      probe.destroy()
      done(true)
    })
    probe.once('error', () => done(false))
  })
  if (taken)
    throw new Error(
      `Port ${wanted} (${name}) is taken. Stop what uses it, or choose others: PORT=9000 npm start`,
    )
}

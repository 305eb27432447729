/** The only place where adapters meet rooms. One program, three roles, each a process of its own:
 *   http     takes letters and shows mailboxes
 *   letters  follows the register, scans, notifies, seals the evidence log
 *   files    reads and sends files, with low priority, so that a big one never delays a single letter (S-12)
 * `node server/main.ts http letters files` runs several in one process. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openS3Blobs } from '#adapters/blobs-s3.ts'
import { noGeoIp, openGeoIp } from '#adapters/geoip-mmdb.ts'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'
import { parseMasterKeys } from '#adapters/key-vault-master.ts'
import { openThreadKeyVault } from '#adapters/key-vault-thread.ts'
import { openSmtpMailer } from '#adapters/mailer-smtp.ts'
import { openHttpPrintHouse } from '#adapters/print-house-http.ts'
import { openHttpPush } from '#adapters/push-http.ts'
import { noScanner } from '#adapters/scanner-none.ts'
import { openLocalSigner } from '#adapters/signer-local.ts'
import { openSigningKeys } from '#adapters/signing-keys-configured.ts'
import { openHttpSms } from '#adapters/sms-http.ts'
import { openTextReader } from '#adapters/text-reader.ts'
import { openTypstTypesetter } from '#adapters/typesetter-typst.ts'
import { systemClock } from '#ground/clock.ts'
import { type Config, ConfigError, readConfig } from '#ground/config.ts'
import { openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import { migrate } from '#ground/migrate.ts'
import type { App } from '#ground/routes.ts'
import { mailboxesToTry, requireKeys, requireVaultFile } from '#people/require-keys.ts'
import { isPushEndpoint } from '#rules/push-endpoint.ts'

/** By what `SCANNER` says. */
const SCANNERS = { none: noScanner } as const satisfies Record<Config['SCANNER'], () => House['scanner']>
const ROLES = ['http', 'letters', 'files'] as const
type Role = (typeof ROLES)[number]

type Running = { stop(): Promise<void> }

async function main(asked: readonly string[]): Promise<void> {
  const roles = ROLES.filter((role) => asked.includes(role))
  if (roles.length === 0 || roles.length !== asked.length)
    return fail(`Name what to run: ${ROLES.join(', ')}.`)
  let config: Config
  try {
    config = readConfig(process.env)
    await migrate(config.DATABASE_URL)
  } catch (error) {
    if (error instanceof ConfigError) return fail(error.message)
    throw error
  }
  let opened: Awaited<ReturnType<typeof openHouse>>
  try {
    opened = await openHouse(config, roles.join('+'))
  } catch (error) {
    // Files and keys: what is wrong with them is said in words. A fault of ours shows where it is.
    if (!(error instanceof ConfigError || isFileFault(error))) throw error
    return end(error.message)
  }
  const { house, close } = opened
  const running: Running[] = []
  const stop = async (signal: string) => {
    house.log.info({ event: 'stopping', signal })
    for (const role of running.reverse()) await role.stop()
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal))
  try {
    for (const role of roles) running.push(await START[role](house))
    if (config.OPERATIONS_PORT > 0) {
      const { buildOperations } = await import('#http/front.ts')
      const { OPERATIONS_HOST: host, OPERATIONS_PORT: port } = config
      running.push(await listen(await buildOperations(house), 'OPERATIONS', { host, port }))
    }
  } catch (error) {
    // What only a role can judge: the files a setting names, for one.
    if (!(error instanceof ConfigError)) throw error
    for (const role of running.reverse()) await role.stop()
    await close()
    return end(error.message)
  }
  house.log.info({ event: 'started', roles, scanner: house.scanner.name, blobs: config.BLOBS })
  // Whoever started this process waits for this line.
  process.stdout.write(`ready ${roles.join('+')} scanner=${house.scanner.name}\n`)
}

async function openHouse(config: Config, name: string): Promise<{ house: House; close(): Promise<void> }> {
  const log = openLog({ level: config.LOG_LEVEL, name, stream: process.stderr })
  const db = openDb({
    url: config.DATABASE_URL,
    connectionsMax: config.DATABASE_CONNECTIONS,
    log,
    name: `brevhus ${name}`,
  })
  const keys = join(config.DATA_DIR, 'keys')
  const vaultPath = join(keys, 'vault.sqlite')
  const tried = await mailboxesToTry(db)
  requireVaultFile(vaultPath, tried)
  const vault = (name === 'files' ? openThreadKeyVault : openLocalKeyVault)({
    path: vaultPath,
    master:
      config.MASTER_KEYS === 'file'
        ? { file: join(keys, 'master') }
        : { keys: parseMasterKeys(config.MASTER_KEYS) },
    ...(config.ERASURE_JOURNAL === 'vault' ? {} : { journalPath: config.ERASURE_JOURNAL }),
  })
  await requireKeys(vault, tried)
  const blobs =
    config.BLOBS === 's3'
      ? openS3Blobs({
          endpoint: config.S3_ENDPOINT,
          region: config.S3_REGION,
          bucket: config.S3_BUCKET,
          accessKeyId: config.S3_ACCESS_KEY,
          secretAccessKey: config.S3_SECRET_KEY,
        })
      : openFileBlobs({ folder: join(config.DATA_DIR, 'packs') })
  // In files a pack holds many chunks, so uploads fill packs of their own; an S3 object is one chunk anyway.
  const uploadBlobs =
    config.BLOBS === 's3' ? blobs : openFileBlobs({ folder: join(config.DATA_DIR, 'packs') })
  const mailer = openSmtpMailer({
    url: config.SMTP_URL,
    from: config.MAIL_FROM,
    ...(config.DKIM_KEY === 'none'
      ? {}
      : { dkim: { selector: config.DKIM_SELECTOR, privateKey: readDkimKey(config.DKIM_KEY) } }),
  })
  const typesetter = openTypstTypesetter()
  const textReader = openTextReader()
  const house: House = {
    config,
    clock: systemClock,
    db,
    log,
    metrics: openMetrics({ process: true }),
    vault,
    blobs,
    uploadBlobs,
    signer: openLocalSigner(join(keys, 'signer.pem')),
    signingKeys: openSigningKeys(config),
    scanner: SCANNERS[config.SCANNER](),
    mailer,
    typesetter,
    textReader,
    printHouse: openHttpPrintHouse({ url: config.PRINT_URL, token: config.PRINT_TOKEN }),
    sms: openHttpSms({ url: config.SMS_URL, token: config.SMS_TOKEN, from: config.SMS_FROM }),
    push: openHttpPush({
      dataDir: config.DATA_DIR,
      mayCall: (endpoint) => isPushEndpoint(endpoint, config.PUSH_SERVICES.split(',')),
      contact: `mailto:${config.MAIL_FROM}`,
    }),
    geoIp: config.GEOIP_FILE === 'none' ? noGeoIp : openGeoIp(config.GEOIP_FILE),
  }
  const close = async () => {
    mailer.close()
    typesetter.close()
    textReader.close()
    await blobs.close()
    await uploadBlobs.close()
    await vault.close()
    house.signingKeys.close()
    await db.destroy()
  }
  return { house, close }
}

/** @throws ConfigError when there is no RSA key in PEM at this path */
function readDkimKey(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8')
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem
  } catch {
    // Said below, without the content.
  }
  throw new ConfigError(
    'DKIM_KEY names no readable RSA private key in PEM. Make one: npm run mail-dns -- --make-key PATH',
  )
}

/** Each role brings along only what it needs: three processes share one small machine. */
const START: Record<Role, (house: House) => Promise<Running>> = {
  async http(house) {
    const { buildFront } = await import('#http/front.ts')
    const { HOST: host, PORT: port } = house.config
    return listen(await buildFront(house), '', { host, port })
  },

  async letters(house) {
    const { registerHttp } = await import('#adapters/register-http.ts')
    const { followRegister } = await import('#people/follow-register.ts')
    const { keepSealing } = await import('#worker/seal-evidence.ts')
    const following = new AbortController()
    const register = registerHttp({ url: house.config.REGISTER_URL, token: house.config.REGISTER_TOKEN })
    const followed = followRegister(house, register, { signal: following.signal })
    const sealing = keepSealing(house)
    const worker = await work(house, 'letters')
    const door = await openDoor(house)
    return {
      async stop() {
        following.abort()
        await door.stop()
        await Promise.all([followed, worker.stop(), sealing.stop()])
      },
    }
  },

  async files(house) {
    // Below everything that somebody waits for.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    return work(house, 'files')
  },
}

/** Mail comes in here: what did not arrive, and what asks for access. */
async function openDoor(house: House): Promise<Running> {
  const { BOUNCE_HOST: host, BOUNCE_PORT: port, MAIL_FROM } = house.config
  if (port === 0) return { stop: async () => undefined }
  const [{ openMailDoor }, { incomingMail }] = await Promise.all([
    import('#adapters/mail-door-smtp.ts'),
    import('#worker/incoming-mail.ts'),
  ])
  const domain = MAIL_FROM.split('@')[1]!
  return listening('BOUNCE', { host, port }, () =>
    openMailDoor({ host, port, domain, log: house.log, takes: incomingMail(house) }),
  )
}

async function work(house: House, lane: 'letters' | 'files'): Promise<Running> {
  const [{ handlersOf, lastWordsOf }, { runWorker }] = await Promise.all([
    import('#worker/handlers.ts'),
    import('#worker/run-worker.ts'),
  ])
  return runWorker(house, lane, handlersOf(house), { lastWords: lastWordsOf(house) })
}

type Place = { host: string; port: number }
type Door = '' | 'OPERATIONS' | 'BOUNCE'

async function listen(app: App, door: Door, { host, port }: Place): Promise<Running> {
  await listening(door, { host, port }, () => app.listen({ host, port }))
  return { stop: () => app.close() }
}

const WHY_NOT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken: stop what uses it, or choose another',
  EACCES: 'ports below 1024 are not for every user: choose another',
  EADDRNOTAVAIL: 'that address is not one of this machine',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up just now',
}

/** @throws ConfigError that names the two variables */
async function listening<T>(door: Door, { host, port }: Place, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    const why = WHY_NOT[(error as { code?: string }).code ?? '']
    if (why === undefined) throw error
    const [hostName, portName] = ['HOST', 'PORT'].map((name) => (door === '' ? name : `${door}_${name}`))
    throw new ConfigError(`Cannot listen at ${host}, port ${port} (${hostName}, ${portName}): ${why}.`)
  }
}

/** Of the system, with the path in its words. Any other error but a ConfigError is a fault of the program, and its stack says where. */
const isFileFault = (error: unknown): error is Error => error instanceof Error && 'syscall' in error

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}

/** Connections and workers may be open by then: nobody waits for them. */
function end(message: string): void {
  fail(message)
  process.exit()
}

await main(process.argv.slice(2))

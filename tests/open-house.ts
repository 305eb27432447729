/** A real house for tests: a database of its own, local vault, packs on disk, local signer, a clock that stands still
 * until a test moves it, a mailer that remembers, and a log a test can search. Only the ports to the outside are fakes;
 * own code is never replaced. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { noGeoIp } from '#adapters/geoip-mmdb.ts'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'
import { noScanner } from '#adapters/scanner-none.ts'
import { openLocalSigner } from '#adapters/signer-local.ts'
import { openSigningKeys } from '#adapters/signing-keys-configured.ts'
import { openTextReader } from '#adapters/text-reader.ts'
import { openTypstTypesetter } from '#adapters/typesetter-typst.ts'
import { readConfig } from '#ground/config.ts'
import { openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import type { PrintLetter } from '#ground/paper.ts'
import type { GeoIp, Mailer } from '#ground/ports.ts'
import type { App, Routes } from '#ground/routes.ts'
import type { SmsGateway } from '#ground/text-message.ts'
import { buildApp } from '#http/app.ts'
import { freshDatabase } from './database.ts'
import { type AnswerFinding, watchAnswers } from './watch-answers.ts'

export type Mail = Parameters<Mailer['send']>[0]

export type Sms = Parameters<SmsGateway['send']>[0]

export type Pushed = { endpoint: string; text: string }

export type OpenHouse = {
  readonly house: House
  readonly clock: { now(): Date; advance(ms: number): void; set(moment: string | Date): void }
  /** What the recording mailer took over, oldest first. Stays empty when a test brings a mailer of its own. */
  readonly outbox: Mail[]
  /** Letters the recording print house took over, oldest first: PDFs as they would be printed. */
  readonly printed: PrintLetter[]
  /** Text messages the recording gateway took over, oldest first. */
  readonly texted: Sms[]
  /** Messages the recording push service took over, oldest first. */
  readonly pushed: Pushed[]
  /** Everything logged so far, at every level, as lines of JSON. */
  logged(): string
  /** An app with these rooms' routes; closed with the house. Ask it by `app.inject`. */
  app(...rooms: Routes[]): Promise<App>
  readonly databaseUrl: string
  /** A folder that goes with the house. */
  readonly folder: string
  close(): Promise<void>
}

export type OpenHouseOptions = {
  /** Where the clock stands at first; default 2026-11-22T09:00:00Z. */
  now?: string | Date
  mailer?: Mailer
  geoIp?: GeoIp
  scanner?: House['scanner']
  /** Settings as in the environment. */
  env?: Readonly<Record<string, string>>
  /** Puts something in front of a port, to let it fail, wait or be slow. */
  wrap?: (house: House) => Partial<House>
}

export async function openHouse(options: OpenHouseOptions = {}): Promise<OpenHouse> {
  const [database, folder] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), 'brevhus-test-'))])
  let now = new Date(options.now ?? '2026-11-22T09:00:00.000Z')
  const clock = () => new Date(now)
  const outbox: Mail[] = []
  const printed: PrintLetter[] = []
  const texted: Sms[] = []
  const pushed: Pushed[] = []
  const lines: string[] = []
  const log = openLog({ level: 'debug', name: 'test', stream: collect(lines) })
  const config = readConfig({
    DATABASE_URL: database.url,
    DATABASE_CONNECTIONS: '8',
    DATA_DIR: folder,
    PUBLIC_URL: 'http://localhost:8080',
    EVIDENCE_ORIGIN: 'localhost:8080/evidence',
    ...options.env,
  })
  const db = openDb({
    url: config.DATABASE_URL,
    connectionsMax: config.DATABASE_CONNECTIONS,
    log,
    name: 'test',
  })
  const vault = openLocalKeyVault({
    path: join(folder, 'keys', 'vault.sqlite'),
    master: { file: join(folder, 'keys', 'master') },
    now: clock,
  })
  const blobs = openFileBlobs({ folder: join(folder, 'packs'), packBytesFirst: 256 * 1024 })
  const uploadBlobs = openFileBlobs({ folder: join(folder, 'packs'), packBytesFirst: 256 * 1024 })
  const typesetter = openTypstTypesetter()
  const textReader = openTextReader()
  const plain: House = {
    config,
    clock,
    db,
    log,
    metrics: openMetrics({ process: false }),
    vault,
    blobs,
    uploadBlobs,
    signer: openLocalSigner(join(folder, 'keys', 'signer.pem')),
    signingKeys: openSigningKeys(config),
    scanner: options.scanner ?? noScanner(),
    geoIp: options.geoIp ?? noGeoIp,
    mailer: options.mailer ?? { send: async (mail) => void outbox.push(mail) },
    typesetter,
    textReader,
    printHouse: {
      // One letter per id, as a print house keeps it.
      async handOver(letter) {
        if (!printed.some(({ letterId }) => letterId === letter.letterId)) printed.push(letter)
        return { job: letter.letterId }
      },
      status: async () => 'posted',
    },
    sms: {
      async send(message) {
        if (!texted.some(({ key }) => key === message.key)) texted.push(message)
      },
    },
    push: {
      publicKey: async () => 'BA'.padEnd(87, 'x'),
      takes: (endpoint) => endpoint.startsWith('https://push.example/'),
      send: async ({ endpoint }, { text }) => void pushed.push({ endpoint, text }),
    },
  }
  const apps: App[] = []
  const answers: AnswerFinding[] = []
  const house = { ...plain, ...options.wrap?.(plain) }
  return {
    house,
    clock: {
      now: clock,
      advance: (ms) => {
        now = new Date(now.getTime() + ms)
      },
      set: (moment) => {
        now = new Date(moment)
      },
    },
    outbox,
    printed,
    texted,
    pushed,
    logged: () => lines.join(''),
    async app(...rooms) {
      const app = await buildApp(house, [watchAnswers(answers), ...rooms])
      apps.push(app)
      return app
    },
    databaseUrl: database.url,
    folder,
    async close() {
      await Promise.all(apps.map((app) => app.close()))
      typesetter.close()
      textReader.close()
      await blobs.close()
      await uploadBlobs.close()
      vault.close()
      await db.destroy()
      await Promise.all([database.drop(), rm(folder, { recursive: true, force: true })])
      const said = new Set(answers.map(({ route, status, found }) => `${route} ${status}: ${found}`))
      if (said.size > 0) throw new Error(`Answers that do not fit their schema:\n  ${[...said].join('\n  ')}`)
    },
  }
}

function collect(lines: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
}

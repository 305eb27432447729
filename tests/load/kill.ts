/** S-05 S-06 O-04: kill -9 at random moments while letters and files are handed in. What was acknowledged is there, once,
 * and opens as it was sent; what was not may be sent again under its key without being delivered twice. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '#tools/embedded-postgres.ts'
import { BENCH_FOLDER, openCluster } from './cluster.ts'
import { archiveOf, batchStatus, handIn, type Office, upload } from './file-client.ts'
import { check, letterOf, type ProvenReceipt, type Sent, type SentFile, seesFaults } from './kill-checks.ts'
import { Connection, letterRequest } from './letter-client.ts'
import { type Count, number, type Say } from './measure.ts'
import { addressFor, childrenOf, type OfficeAddress, type OfficeProcess, startOffice } from './processes.ts'
import { fetchToken, openTown, openTownHouse, type Town } from './town.ts'

export type Kills = {
  /** So many post offices are killed side by side, each with a PostgreSQL of its own: one starts while the other works. */
  offices: number
  /** Of all offices together. */
  kills: number
  people: number
  fileRows: number
  /** Every so many kills of an office its PostgreSQL is killed as well, all of its processes at once. */
  postgresEvery: number
}

const CONNECTIONS = 8
/** From the moment the office takes letters to the kill: at random up to this. */
const LIVES_MS_MAX = 500
/** Of the letters already acknowledged so many are sent again under their key. */
const REPEAT_SHARE = 0.05
const RECEIPTS_PROVEN = 200
/** What was under way at several deaths waits longer after each, up to 80 seconds (presence.ts). */
const FILE_WITHIN_MS = 150_000

export async function kill(say: Say, size: Kills): Promise<Count> {
  const { offices, kills, fileRows, postgresEvery } = size
  const killed = await Promise.all(
    Array.from({ length: offices }, (_, i) => {
      const office = `office ${i + 1}`
      return killOffice((line) => say(`kill, ${office}: ${line}`), office.replace(' ', '-'), {
        ...size,
        kills: Math.ceil(kills / offices),
      })
    }),
  )
  const sum = (what: keyof Killed) => number(killed.reduce((total, one) => total + one[what], 0))
  return {
    name: 'kill -9',
    about:
      'The office (http, letters and files in one process) is killed at a random moment while single letters and files are handed in; ' +
      `at every ${postgresEvery}th kill all processes of PostgreSQL as well. It is started again; requests that got no answer are sent again under their key. ` +
      `At the end every letter and every file row is looked for. Offices side by side, each with its own PostgreSQL: ${offices}.`,
    notes: [
      `${sum('office')} kills of the office, ${sum('postgres')} of them with PostgreSQL (without which the office had ended by itself ${sum('endedBefore')} times)`,
      `${sum('letters')} single letters acknowledged, each there exactly once and its document byte for byte as sent; ${sum('unanswered')} requests had no answer and were sent again, ${sum('repeated')} were repeated after their answer: the same answer, no second letter`,
      `${sum('files')} files of ${number(fileRows)} rows, every row exactly once`,
      `${sum('leaves')} leaves in the evidence log, audited without fault; ${sum('receipts')} receipts verified offline, with proof`,
    ],
  }
}

type Killed = Record<
  | 'office'
  | 'postgres'
  | 'endedBefore'
  | 'letters'
  | 'unanswered'
  | 'repeated'
  | 'files'
  | 'leaves'
  | 'receipts',
  number
>

async function killOffice(say: Say, name: string, size: Omit<Kills, 'offices'>): Promise<Killed> {
  const cluster = await openCluster({ fresh: false, say, name: `kill-${size.kills}-${name}` })
  const dir = join(cluster.folder, 'postgres')
  let postgres = cluster.postgres
  try {
    const town = await openTown(cluster, { name: 'kill', people: size.people, say })
    const address = await addressFor()
    const sender = new Sender(town, size.fileRows)
    const killed = { office: 0, postgres: 0, endedBefore: 0 }
    for (let n = 1; n <= size.kills; n++) {
      const office = await start(town, address)
      const working = sender.work(address)
      await sleep(Math.random() * LIVES_MS_MAX)
      if (n % size.postgresEvery === 0) {
        await killPostgres(dir)
        killed.postgres++
        // A moment for the office to meet its database gone; then it goes as well.
        await sleep(100 + Math.random() * 100)
        if (!isAlive(office.pid)) killed.endedBefore++
      }
      await office.kill()
      killed.office++
      await working
      if (n % size.postgresEvery === 0) postgres = await startPostgres({ dir, durable: true })
      if (n % 20 === 0) say(`${n} of ${size.kills}; ${sender.told()}`)
    }
    const office = await start(town, address)
    await sender.finish(address)
    const receipts = await sender.fetchReceipts(address)
    await office.stop()
    say('every letter, row and leaf is looked for')
    const { house, close } = openTownHouse(town)
    try {
      const checked = await check(house, postgres.adminUrl(town.database), sender, receipts)
      await seesFaults(house, postgres.adminUrl(town.database), sender)
      const { letters, files, unanswered, repeated } = sender
      return { ...killed, ...checked, letters: letters.length, files: files.length, unanswered, repeated }
    } finally {
      await close()
    }
  } finally {
    await postgres.stop()
  }
}

const start = (town: Town, address: OfficeAddress): Promise<OfficeProcess> =>
  startOffice({
    town,
    address,
    role: ['http', 'letters', 'files'],
    env: { NODE_COMPILE_CACHE: join(BENCH_FOLDER, 'compiled'), LOG_LEVEL: 'error' },
  })

/** All at once, as a power cut would: the postmaster would otherwise tidy up after the others. */
async function killPostgres(dir: string): Promise<void> {
  const postmaster = Number(readFileSync(join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  const family = [postmaster, ...childrenOf(postmaster)]
  process.kill(postmaster, 'SIGSTOP')
  for (const pid of [...family, ...childrenOf(postmaster)].reverse()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {} // it ended by itself
  }
  for (const end = Date.now() + 10_000; ; await sleep(5)) {
    if (!family.some(isAlive)) return
    if (Date.now() > end) throw new Error('PostgreSQL does not die')
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The sender's system: it keeps what it wants to send until it is acknowledged, as every sender must. */
class Sender {
  readonly letters: Sent[] = []
  readonly files: SentFile[] = []
  readonly #town: Town
  readonly #fileRows: number
  readonly #open: Sent[] = []
  #openFile: SentFile | undefined
  #next = 0
  unanswered = 0
  repeated = 0

  constructor(town: Town, fileRows: number) {
    this.#town = town
    this.#fileRows = fileRows
  }

  told = () => `${number(this.letters.length)} letters and ${this.files.length} files acknowledged`

  /** Hands in until the office is gone. */
  async work(address: OfficeAddress): Promise<void> {
    const office = await this.#office(address)
    if (!office) return
    const handing = async (work: () => Promise<void>) => {
      try {
        for (;;) await work()
      } catch (error) {
        if (error instanceof WrongAnswer) throw error
      }
    }
    const singles = Array.from({ length: CONNECTIONS }, async () => {
      const connection = new Connection(address.port)
      await handing(() => this.#letter(connection, office.token, this.#open.pop() ?? this.#newOrRepeated()))
      connection.close()
    })
    await Promise.all([...singles, handing(() => this.#file(office))])
  }

  /** After the last kill: everything that has no answer is sent again, every file is waited for. */
  async finish(address: OfficeAddress): Promise<void> {
    const office = (await this.#office(address))!
    const connection = new Connection(address.port)
    for (let sent = this.#open.pop(); sent; sent = this.#open.pop())
      await this.#letter(connection, office.token, sent)
    // Those whose answer is known as well: a retry never delivers twice, however late.
    for (const sent of this.letters.slice(-200)) await this.#letter(connection, office.token, sent)
    connection.close()
    if (this.#openFile) await this.#file(office)
    for (const { batchId, name } of this.files) {
      for (const end = Date.now() + FILE_WITHIN_MS; ; await sleep(50)) {
        const status = await batchStatus(office, batchId!)
        if (status.state === 'done') break
        if (status.state === 'refused') throw new Error(`file ${name} came back: ${JSON.stringify(status)}`)
        if (Date.now() > end) throw new Error(`file ${name} stands still: ${JSON.stringify(status)}`)
      }
    }
  }

  /** Of the newest letters and some from all along: the receipt they were acknowledged with, and its proof. */
  async fetchReceipts(address: OfficeAddress): Promise<ProvenReceipt[]> {
    const office = (await this.#office(address))!
    const every = Math.max(1, Math.floor(this.letters.length / RECEIPTS_PROVEN))
    const receipts: ProvenReceipt[] = []
    for (const { answer } of this.letters.filter((_, i) => i % every === 0)) {
      const { letterId, receipt } = letterOf(answer!)
      for (const end = Date.now() + 15_000; ; await sleep(100)) {
        const asked = await fetch(`${office.url}/v1/letters/${letterId}/receipt`, {
          headers: { authorization: `Bearer ${office.token}` },
        })
        const file = (await asked.json()) as { receipt: string; proof?: string }
        if (asked.status !== 200 || file.receipt !== receipt)
          throw new Error(`kill: the receipt of ${letterId} is not the one it was acknowledged with`)
        if (file.proof !== undefined) {
          receipts.push({ letterId: letterId!, file: JSON.stringify(file) })
          break
        }
        if (Date.now() > end) throw new Error(`kill: ${letterId} is not sealed after 15 s`)
      }
    }
    return receipts
  }

  async #office(address: OfficeAddress): Promise<Office | undefined> {
    try {
      return { url: address.url, token: await fetchToken(this.#town, address.url, address.publicUrl) }
    } catch {
      return undefined // killed before it gave a token
    }
  }

  #newOrRepeated(): Sent {
    if (this.letters.length > 0 && Math.random() < REPEAT_SHARE)
      return this.letters[Math.floor(Math.random() * this.letters.length)]!
    const to = this.#town.addressees[this.#next % this.#town.addressees.length]!
    const by = this.#next++ % 2 === 0 ? 'number' : 'name-address'
    return { key: randomUUID(), to, by, answer: undefined }
  }

  async #letter(connection: Connection, token: string, sent: Sent): Promise<void> {
    const known = sent.answer
    let answer: { status: number; body: Buffer }
    try {
      answer = await connection.ask(...letterRequest(sent.to, sent.by, sent.key, token))
    } catch (error) {
      if (known === undefined) {
        this.unanswered++
        this.#open.push(sent)
      }
      throw error
    }
    const text = answer.body.toString()
    if (answer.status !== 202) {
      if (known === undefined) this.#open.push(sent)
      // While PostgreSQL is gone the office says so; a client tries again later.
      if (answer.status >= 500) throw new Error(`no room: ${answer.status}`)
      throw new WrongAnswer(`a letter was answered ${answer.status} ${text.slice(0, 300)}`)
    }
    if (known !== undefined) {
      this.repeated++
      if (text !== known) throw new WrongAnswer(`another answer under the same key: ${known} / ${text}`)
      return
    }
    sent.answer = text
    this.letters.push(sent)
  }

  async #file(office: Office): Promise<void> {
    if (!this.#openFile) {
      const name = `file-${this.files.length + 1}`
      const people = this.#town.addressees.slice(0, this.#fileRows)
      this.#openFile = { name, archive: await archiveOf(people, this.#fileRows, name), batchId: undefined }
    }
    const file = this.#openFile
    const uploadId = await upload(office, file.archive, `upload-${file.name}`)
    const batchId = await handIn(office, uploadId, `batch-${file.name}`)
    this.files.push({ ...file, batchId })
    this.#openFile = undefined
    // One file after the other, with a pause for the letters.
    await sleep(200)
  }
}

/** The office answered, and wrongly: no kill excuses that. */
class WrongAnswer extends Error {}

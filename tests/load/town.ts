/** A post office with people, mailboxes and a sender, made by the real use cases from the synthetic register; kept between
 * runs as a database and a folder, of which every benchmark gets a copy. */
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, importJWK, type JWK, SignJWT } from 'jose'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'
import { noPost } from '#adapters/post-none.ts'
import { noScanner } from '#adapters/scanner-none.ts'
import { openLocalSigner } from '#adapters/signer-local.ts'
import { openSigningKeys } from '#adapters/signing-keys-configured.ts'
import { approveSender } from '#dispatch/senders/approve-sender.ts'
import { systemClock } from '#ground/clock.ts'
import { readConfig } from '#ground/config.ts'
import { asPostOffice, openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import { migrate, readMigrations } from '#ground/migrate.ts'
import type { PopulationRegister, RegisterPage } from '#ground/ports.ts'
import { loadRegister } from '#people/load-register.ts'
import { openMailboxes } from '#people/open-mailbox.ts'
import { parseNationalNumber } from '#rules/national-number.ts'
import { PROFILES } from '#rules/profiles.ts'
import { type Population, populationOf } from '#tools/register/population.ts'
import type { Cluster } from './cluster.ts'
import { number, type Say } from './measure.ts'

/** How many letters a minute the sender of the benchmark may hand in: the quota is not what is measured. */
const NO_QUOTA = 1_000_000_000
const SEED = 7
const REGISTER_PAGE = 1000
const MAILBOXES_AT_ONCE = 1000

export type Addressee = {
  mailboxId: string
  country: 'dk' | 'no'
  nationalNumber: string
  firstName: string
  lastName: string
  street: string
  postcode: string
  city: string
}

export type Town = {
  readonly database: string
  readonly databaseUrl: string
  /** DATA_DIR of the post office's processes. */
  readonly folder: string
  readonly sender: { senderId: string; privateJwk: JWK; keyId: string }
  /** People with an open mailbox, in random order; name and address of those reach exactly them. */
  readonly addressees: readonly Addressee[]
  readonly people: number
}

/** A copy of the kept town, with a database and a folder of its own. */
export async function openTown(
  cluster: Cluster,
  options: { name: string; people: number; say: Say },
): Promise<Town> {
  const { name, people, say } = options
  const stamp = await stampOf(people)
  const keptFolder = join(cluster.folder, `town_${stamp}`)
  const kept = await cluster.kept(
    'town',
    stamp,
    async (draftDatabase) => {
      const draft = `${keptFolder}.draft`
      await rm(draft, { recursive: true, force: true })
      await rm(keptFolder, { recursive: true, force: true })
      await mkdir(draft, { recursive: true })
      await buildTown(cluster.postgres.url(draftDatabase), draft, people, say)
      await rename(draft, keptFolder)
    },
    existsSync(keptFolder),
  )
  const database = await cluster.work(name, kept)
  const folder = join(cluster.folder, 'data', name)
  await rm(folder, { recursive: true, force: true })
  await cp(keptFolder, folder, { recursive: true })
  const { sender, addressees } = JSON.parse(await readFile(join(folder, 'town.json'), 'utf8'))
  return { database, databaseUrl: cluster.postgres.url(database), folder, sender, addressees, people }
}

/** Other migrations or another size, another town. */
async function stampOf(people: number): Promise<string> {
  const hash = createHash('sha256').update(`town 3 ${people} ${SEED}\n`)
  for (const { name, hash: content } of await readMigrations()) hash.update(`${name} ${content}\n`)
  return hash.digest('hex').slice(0, 12)
}

export function openTownHouse(town: Pick<Town, 'databaseUrl' | 'folder'>): {
  house: House
  close(): Promise<void>
} {
  const config = readConfig({
    DATABASE_URL: town.databaseUrl,
    DATA_DIR: town.folder,
    DATABASE_CONNECTIONS: '4',
  })
  const log = openLog({ level: 'error', name: 'bench', stream: process.stderr })
  const db = openDb({
    url: config.DATABASE_URL,
    connectionsMax: config.DATABASE_CONNECTIONS,
    log,
    name: 'bench',
  })
  const keys = join(town.folder, 'keys')
  const vault = openLocalKeyVault({
    path: join(keys, 'vault.sqlite'),
    master: { file: join(keys, 'master') },
  })
  const blobs = openFileBlobs({ folder: join(town.folder, 'packs') })
  const house: House = {
    config,
    clock: systemClock,
    db,
    log,
    metrics: openMetrics({ process: false }),
    vault,
    blobs,
    uploadBlobs: blobs,
    signer: openLocalSigner(join(keys, 'signer.pem')),
    signingKeys: openSigningKeys(config),
    scanner: noScanner(),
    mailer: { send: () => Promise.reject(new Error('the benchmark sends no mail')) },
    ...noPost(),
    geoIp: { find: () => null },
    textReader: { read: async () => ({ kind: 'unreadable' }) },
  }
  const close = async () => {
    await blobs.close()
    vault.close()
    await db.destroy()
  }
  return { house, close }
}

async function buildTown(databaseUrl: string, folder: string, people: number, say: Say): Promise<void> {
  await migrate(databaseUrl)
  const { house, close } = openTownHouse({ databaseUrl, folder })
  try {
    const population = populationOf({ people, seed: SEED })
    say(`town: loading ${number(people)} people`)
    await loadRegister(house, registerOf(population))
    await giveMailboxes(house, say)
    const sender = await makeSender(house)
    const addressees = await readAddressees(house, population)
    await writeFile(join(folder, 'town.json'), JSON.stringify({ sender, addressees }))
  } finally {
    await close()
  }
}

/** The register without its HTTP: the loading of the register is not what is measured here. */
function registerOf(population: Population): PopulationRegister {
  async function* pages<Row>(count: number, row: (index: number) => Row): AsyncGenerator<RegisterPage<Row>> {
    for (let at = 0; at < count; at += REGISTER_PAGE) {
      const rows = Array.from({ length: Math.min(REGISTER_PAGE, count - at) }, (_, i) => row(at + i))
      yield { rows, faulty: 0, total: count, changeCursor: '0' }
    }
  }
  return {
    people: () => pages(population.people, (index) => population.person(index)),
    addresses: () => pages(population.addresses, (index) => population.address(index)),
    changes: async () => ({ kind: 'start-anew' }),
  }
}

async function giveMailboxes(house: House, say: Say): Promise<void> {
  const consents = { terms: '1', numberUse: '1', addressExchange: '1' }
  let opened = 0
  let told = Date.now()
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await asPostOffice(house.db, (trx) =>
      trx
        .selectFrom('person')
        .select(['person_id', 'country', 'status'])
        .where('person_id', '>', after)
        .orderBy('person_id')
        .limit(MAILBOXES_AT_ONCE)
        .execute(),
    )
    if (rows.length === 0) return
    after = rows.at(-1)!.person_id
    const alive = rows.filter((row) => row.status === 'active')
    const openings = await openMailboxes(
      house,
      alive.map((row) => ({
        personId: row.person_id,
        language: row.country === 'dk' ? 'da' : 'nb',
        consents,
      })),
    )
    opened += openings.filter(({ kind }) => kind === 'opened').length
    if (Date.now() - told > 2000) {
      told = Date.now()
      say(`town: ${number(opened)} mailboxes opened`)
    }
  }
}

async function makeSender(house: House): Promise<Town['sender']> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { senderId, keyIds } = await approveSender(house, {
    name: 'Nordlys Forsyning A/S',
    country: 'dk',
    organisationNumber: '10150817',
    publicSector: false,
    publicKeys: [await exportJWK(publicKey)],
    lettersPerMinute: NO_QUOTA,
  })
  return { senderId, keyId: keyIds[0]!, privateJwk: await exportJWK(privateKey) }
}

/** Those whom name and address reach, and nobody with them: of namesakes at one address neither is taken. */
async function readAddressees(house: House, population: Population): Promise<Addressee[]> {
  const rows = await asPostOffice(house.db, (trx) =>
    trx
      .selectFrom('exchange')
      .innerJoin('person', 'person.person_id', 'exchange.person_id')
      .select([
        'person.mailbox_id as mailboxId',
        'person.country',
        'person.national_number as nationalNumber',
        'person.given_names as given',
        'person.family_name as family',
        'person.road',
        'person.house_number as house',
        'person.floor',
        'person.door',
        'person.dwelling',
        'person.postcode',
        'person.city',
        'exchange.name_address_key as key',
      ])
      .execute(),
  )
  const times = new Map<string, number>()
  for (const { key } of rows) times.set(String(key), (times.get(String(key)) ?? 0) + 1)
  const alone = rows.filter(
    ({ key, country, nationalNumber }) =>
      times.get(String(key)) === 1 && isAddressable(country, nationalNumber),
  )
  if (alone.length < population.people / 2)
    throw new Error(`only ${alone.length} people can be reached by name and address`)
  // By mailbox id, whose last bits are random: neighbours do not follow each other in a file.
  alone.sort((a, b) => (a.mailboxId!.slice(20) < b.mailboxId!.slice(20) ? -1 : 1))
  return alone.map((row) => ({
    mailboxId: row.mailboxId!,
    country: row.country as 'dk' | 'no',
    nationalNumber: row.nationalNumber,
    firstName: row.given,
    lastName: row.family,
    street: streetOf(row),
    postcode: row.postcode,
    city: row.city,
  }))
}

/** Replacement and help numbers name nobody: no letter goes by them. */
function isAddressable(country: string, nationalNumber: string): boolean {
  const profile = PROFILES[country as 'dk' | 'no']
  const verdict = parseNationalNumber(profile.nationalNumberCountry, nationalNumber)
  const allowed: readonly string[] = profile.addressableNumbers
  return verdict.kind !== 'invalid' && allowed.includes(verdict.type)
}

function streetOf(place: {
  road: string
  house: string
  floor: string | null
  door: string | null
  dwelling: string | null
}): string {
  const floor = place.floor && /^\d+$/.test(place.floor) ? `${place.floor}.` : place.floor
  const flat = [floor, place.door, place.dwelling].filter(Boolean).join(' ')
  return `${place.road} ${place.house}${flat === '' ? '' : `, ${flat}`}`
}

/** Asks a running post office for a token, as the sender's own system would. */
export async function fetchToken(
  town: Pick<Town, 'sender'>,
  url: string,
  publicUrl: string,
): Promise<string> {
  const { sender } = town
  const now = Math.floor(Date.now() / 1000)
  const assertion = await new SignJWT({
    iss: sender.senderId,
    sub: sender.senderId,
    aud: `${publicUrl}/oauth/token`,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: sender.keyId })
    .sign(await importJWK(sender.privateJwk, 'EdDSA'))
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  const body = (await answer.json()) as { access_token?: string }
  if (!body.access_token) throw new Error(`no token: ${answer.status} ${JSON.stringify(body)}`)
  return body.access_token
}

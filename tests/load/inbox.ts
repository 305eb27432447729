/** B-01 O-12: the inbox of somebody with very many letters against that of somebody with few, over HTTP in a real session. */
import { randomUUID } from 'node:crypto'
import type { LetterPage } from '#api/mailbox.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import { openIdentity } from '#identity/room.ts'
import { setLogin } from '#identity/set-password.ts'
import { type Cluster, withClient } from './cluster.ts'
import { Connection } from './letter-client.ts'
import { subjectWord, wordsOfLetter } from './letter-words.ts'
import { mailboxSizes, type Reader as SizeReader } from './mailbox-sizes.ts'
import {
  type Figure,
  figureOf,
  mustBe,
  number,
  percentile,
  type Rounds,
  type Say,
  takeTurns,
} from './measure.ts'
import { addressFor, type OfficeAddress, startOffice } from './processes.ts'
import { readersAtOnce } from './readers.ts'
import { type Addressee, fetchToken, openTown, openTownHouse, type Town } from './town.ts'

export type Inbox = {
  people: number
  letters: number
  rounds: number
  requests: number
  readers: number
  seconds: number
}

const LETTERS_FEW = 100
/** Between the two; a tenth of the many. */
const some = (many: number) => many / 10
const LETTERS_A_PAGE = 50
const LETTERS_A_REQUEST = 1000
/** Most letters of a page have a document, and so a key, of their own. */
const DOCUMENTS_A_REQUEST = 39
const PASSWORD = 'grøn kop på bordet'

/** `deep` is the cursor of a page in the middle of the mailbox. */
type Reader = SizeReader & { get: (path: string) => Promise<LetterPage>; newest: string; deep: string }

export async function inbox(cluster: Cluster, say: Say, size: Inbox): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'inbox', people: size.people, say })
  const address = await addressFor()
  const http = await startOffice({ town, address, role: 'http' })
  // By user ID, hence two Danes.
  const [many, few, between] = town.addressees.filter(({ country }) => country === 'dk') as [
    Addressee,
    Addressee,
    Addressee,
  ]
  await fill(town, address, few, LETTERS_FEW, say)
  await fill(town, address, between, some(size.letters), say)
  await fill(town, address, many, size.letters, say)
  await withClient(cluster.postgres.adminUrl(town.database), (client) => client.query('vacuum analyze'))
  const adminUrl = cluster.postgres.adminUrl(town.database)
  const readers = {
    product: await signIn(town, address, adminUrl, many, 'many.letters', size.letters),
    baseline: await signIn(town, address, adminUrl, few, 'few.letters', LETTERS_FEW),
  }
  const middle = await signIn(town, address, adminUrl, between, 'some.letters', some(size.letters))
  const pages = { first: () => '/api/letters', deep: (reader: Reader) => `/api/letters?after=${reader.deep}` }
  const figures: Figure[] = []
  for (const [page, pathOf] of Object.entries(pages)) {
    const name = `inbox, ${page} page`
    const p99 = (reader: Reader) => () => p99Of(reader, pathOf(reader), size.requests)
    await p99(readers.product)()
    await p99(readers.baseline)()
    const rounds: Rounds = await takeTurns(
      size.rounds,
      { product: p99(readers.product), baseline: p99(readers.baseline) },
      { say, name, unit: 'ms' },
    )
    figures.push(
      figureOf(
        {
          name,
          target: 2,
          better: 'lower',
          unit: 'ms p99',
          about:
            `GET ${page === 'first' ? '/api/letters' : '/api/letters?after=… from the middle of the mailbox'}: 99th percentile of ${number(size.requests)} requests a round, one after the other, ` +
            `in a session opened on the sign-in page, for a mailbox with ${number(size.letters)} letters, all unread. Against: the same of a mailbox with ${LETTERS_FEW} letters.`,
          notes: [`every answer was looked at: ${LETTERS_A_PAGE} letters, in order, titles readable`],
        },
        rounds,
      ),
    )
  }
  // Three rounds show as much, and all of it has to be done in a quarter of an hour.
  const brief = { ...size, rounds: Math.min(3, size.rounds) }
  figures.push(...(await mailboxSizes(town, [readers.baseline, middle, readers.product], brief, say)))
  figures.push(...(await readersAtOnce(cluster, { town, address, http }, brief, say)))
  await http.stop()
  await cluster.drop(town.database)
  return figures
}

async function p99Of(reader: Reader, path: string, requests: number): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const began = performance.now()
    const page = await reader.get(path)
    times.push(performance.now() - began)
    const { letters } = page
    mustBe('inbox: letters of a page', letters.length, LETTERS_A_PAGE)
    const below = path.includes('after=') ? reader.deep : '\uffff'
    letters.forEach((letter, n) => {
      const before = letters[n - 1]?.letterId ?? below
      if (letter.letterId >= before) throw new Error(`inbox: ${letter.letterId} comes after ${before}`)
      if (!letter.title?.startsWith('Brev ')) throw new Error(`inbox: an unreadable title: ${letter.title}`)
    })
    if (!path.includes('after=') && letters[0]!.letterId !== reader.newest)
      throw new Error('inbox: the first page does not begin with the newest letter')
  }
  return percentile(times, 0.99)
}

/** Letters by the way all letters take: POST /v1/letters. */
async function fill(
  town: Town,
  address: OfficeAddress,
  to: Addressee,
  letters: number,
  say: Say,
): Promise<void> {
  const token = await fetchToken(town, address.url, address.publicUrl)
  let told = Date.now()
  for (let sent = 0; sent < letters; ) {
    const count = Math.min(LETTERS_A_REQUEST, letters - sent)
    const parts = Math.min(DOCUMENTS_A_REQUEST, count)
    const form = new FormData()
    const order = {
      letters: Array.from({ length: count }, (_, i) => ({
        recipient: { country: to.country, nationalNumber: to.nationalNumber },
        title: `Brev ${sent + i + 1} ${subjectWord(sent + i)}`,
        documents: [{ part: `d${i % parts}` }],
      })),
    }
    form.set('letters', new Blob([JSON.stringify(order)], { type: 'application/json' }))
    for (let part = 0; part < parts; part++)
      form.set(`d${part}`, new Blob([wordsOfLetter(sent + part)], { type: 'text/plain' }), `d${part}.txt`)
    const answer = await fetch(`${address.url}/v1/letters`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
      body: form,
    })
    const body = await answer.text()
    if (answer.status !== 202)
      throw new Error(`inbox: letters were not taken: ${answer.status} ${body.slice(0, 500)}`)
    mustBe('inbox: delivered', body.split('"outcome":"delivered"').length - 1, count)
    sent += count
    if (Date.now() - told > 3000) {
      told = Date.now()
      say(`inbox: ${number(sent)} of ${number(letters)} letters`)
    }
  }
}

/** Signs in on the real page, as a browser without script does. */
async function signIn(
  town: Town,
  address: OfficeAddress,
  adminUrl: string,
  who: Addressee,
  userId: string,
  letters: number,
): Promise<Reader> {
  const ids = await withClient(adminUrl, async (client) => {
    const person = await client.query<{ person_id: string }>(
      'select person_id from person where mailbox_id = $1',
      [who.mailboxId],
    )
    const list = await client.query<{ letter_id: string }>(
      'select letter_id from letter where mailbox_id = $1 order by letter_id desc',
      [who.mailboxId],
    )
    return { personId: person.rows[0]!.person_id, letterIds: list.rows.map((row) => row.letter_id) }
  })
  mustBe('inbox: letters in the mailbox', ids.letterIds.length, letters)
  await giveLogin(town, address, ids.personId, userId)
  const jar = new Map<string, string>()
  const ask = async (path: string, form?: URLSearchParams) => {
    const answer = await fetch(address.url + path, {
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'sec-fetch-site': form ? 'same-origin' : 'none',
        ...(form ? { origin: address.publicUrl } : {}),
      },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return { status: answer.status, text: await answer.text() }
  }
  const page = await ask('/sign-in')
  const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1]
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = {
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    name: userId,
    password: PASSWORD,
  }
  const opened = await ask(action ?? '/sign-in', new URLSearchParams(fields))
  if (opened.status !== 303)
    throw new Error(`inbox: nobody was signed in: ${opened.status} ${opened.text.slice(0, 300)}`)
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  let connection = new Connection(address.port)
  async function asked<T>(method: string, path: string, body?: object): Promise<T> {
    const json = body ? Buffer.from(JSON.stringify(body)) : undefined
    const more = json
      ? `Origin: ${address.publicUrl}\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n`
      : ''
    const head = `${method} ${path} HTTP/1.1\r\nHost: ${new URL(address.publicUrl).host}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n${more}\r\n`
    // The server lets go of a connection nobody uses.
    const answer = await connection.ask(Buffer.from(head, 'latin1'), ...(json ? [json] : [])).catch(() => {
      connection = new Connection(address.port)
      return connection.ask(Buffer.from(head, 'latin1'), ...(json ? [json] : []))
    })
    if (answer.status !== 200) throw new Error(`inbox: ${path} answered ${answer.status} ${answer.body}`)
    return JSON.parse(answer.body.toString()) as T
  }
  return {
    letters,
    newest: ids.letterIds[0]!,
    deep: ids.letterIds[Math.min(letters / 2, letters - LETTERS_A_PAGE) - 1]!,
    who,
    get: (path) => asked<LetterPage>('GET', path),
    ask: asked,
  }
}

async function giveLogin(
  town: Town,
  address: OfficeAddress,
  personId: string,
  userId: string,
): Promise<void> {
  const { house, close } = openTownHouse(town)
  const site = { ...house, config: { ...house.config, PUBLIC_URL: address.publicUrl } }
  await setLogin(openIdentity(site, { secret: await installationSecret(town.folder) }), {
    personId,
    userId,
    password: PASSWORD,
  })
  await close()
}

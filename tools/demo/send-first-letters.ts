/** The first letters of the demo: a yearly statement to some two thousand customers in one file, with the mistakes customer
 * lists have, and a few letters one by one. All of it by the sender's own client over the real interface. */
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import yazl from 'yazl'
import type { DocumentType, LetterOrder } from '#api/dispatch.ts'
import { BrevhusProblem } from '#client/brevhus-problem.ts'
import { type BrevhusClient, openClient } from '#client/open-client.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { DEMO_ENTERPRISE } from './demo-enterprise.ts'
import { DEMO_LETTERS, type DemoLetter, YEARLY_STATEMENT } from './demo-letters.ts'
import type { DemoLogin } from './demo-people.ts'
import type { DemoSenderKey } from './demo-senders.ts'
import type { Step } from './progress.ts'

type Sending = {
  house: House
  url: string
  state: {
    logins: readonly DemoLogin[]
    senders: readonly DemoSenderKey[]
    /** Keys of what an earlier start has sent already. */
    sent?: readonly string[]
  }
  step: Step
  dataDir: string
  /** Kept for the next start, should this one be interrupted. */
  onSent: (key: string) => Promise<void>
}

/** Named by the demo once and for all: a first start that was interrupted and begun anew sends nothing twice (S-05). */
const STATEMENT_KEY = 'demo-first-statement'
const letterKey = (letter: DemoLetter): string => `demo-first-${letter.from}-${DEMO_LETTERS.indexOf(letter)}`

const CUSTOMERS = 2000
const SENT_WITHIN_MS = 120_000

export async function sendFirstLetters(sending: Sending): Promise<void> {
  const { house, url, state, step, dataDir, onSent } = sending
  const sent = new Set(state.sent)
  const clientOf = (key: DemoSenderKey['key']): BrevhusClient => {
    const { senderId, keyFile } = state.senders.find((sender) => sender.key === key)!
    return openClient({ url, senderId, keyFile })
  }
  if (!sent.has(STATEMENT_KEY)) {
    const list = () => customers(house, state.logins)
    await sendStatement(clientOf('utility'), list, join(dataDir, 'first-batch.zip'), step)
    await onSent(STATEMENT_KEY)
  }
  for (const letter of DEMO_LETTERS) {
    const key = letterKey(letter)
    if (sent.has(key)) continue
    const documents = Object.fromEntries(
      letter.documents.map(({ bytes, mediaType, fileName }, i) => [
        `document${i + 1}`,
        { bytes: bytes(), mediaType: mediaType as DocumentType, fileName },
      ]),
    )
    const orders = state.logins.map(
      (login): LetterOrder => ({
        recipient: { nationalNumber: login.nationalNumber, country: login.country },
        title: letter.title,
        sensitive: letter.sensitive,
        ...(letter.wants && { wants: letter.wants() }),
        documents: letter.documents.map(({ fileName }, i) => ({ part: `document${i + 1}`, fileName })),
      }),
    )
    await sendOnce(clientOf(letter.from), key, [...orders, ...enterpriseOrders(letter)], documents)
    await onSent(key)
  }
}

/** The key is this letter's alone: if the post office knows it with other bytes (typesetting writes the time into a document), it was
 * taken over before, and the start ended before that was noted. */
async function sendOnce(
  client: BrevhusClient,
  idempotencyKey: string,
  orders: LetterOrder[],
  documents: Parameters<BrevhusClient['sendLetters']>[1],
): Promise<void> {
  try {
    await client.sendLetters(orders, documents, { idempotencyKey })
  } catch (error) {
    if (!(error instanceof BrevhusProblem) || error.code !== 'idempotency-key-reused') throw error
  }
}

/** The enterprise of the demo gets those that are not about a person's own affairs. */
function enterpriseOrders(letter: DemoLetter): LetterOrder[] {
  if (letter.sensitive || letter.from === 'school') return []
  const { enterpriseNumber, country } = DEMO_ENTERPRISE
  const documents = letter.documents.map(({ fileName }, i) => ({ part: `document${i + 1}`, fileName }))
  const wants = letter.wants && { wants: letter.wants() }
  return [
    { recipient: { enterpriseNumber, country }, title: letter.title, sensitive: false, ...wants, documents },
  ]
}

type Customer = { first: string; last: string; street: string; postcode: string; city: string }

/** The utility's own list of customers: right for most, with a road misspelt here and somebody unknown there. */
async function customers(house: House, logins: readonly DemoLogin[]): Promise<Customer[]> {
  const { rows } = await asPostOffice(house.db, (trx) =>
    sql<Customer>`select split_part(given_names, ' ', 1) as first, regexp_replace(family_name, '^.* ', '') as last,
        road || ' ' || house_number || coalesce(', ' || floor || case when floor ~ '^[0-9]+$' then '.' else '' end, '')
          || coalesce(' ' || door, '') as street, postcode, city
      from person where country = 'dk' and status = 'active'
      order by (mailbox_id = any(${logins.map((login) => login.mailboxId)}::uuid[])) desc nulls last, national_number
      limit ${CUSTOMERS}`.execute(trx),
  )
  return rows.map((row, i) => {
    if (i % 97 === 50) return { ...row, street: row.street.replace(/([a-zæøå])([a-zæøå])(?= ?\d)/, '$2$1') }
    if (i % 89 === 40) return { ...row, first: 'Ukendt' }
    return row
  })
}

async function sendStatement(
  client: BrevhusClient,
  list: () => Promise<readonly Customer[]>,
  file: string,
  step: Step,
): Promise<void> {
  // The one of an interrupted start: an upload goes on only with the same bytes.
  if (!existsSync(file)) await packStatement(await list(), file)
  const { uploadId } = await client.uploadFile({ path: file, idempotencyKey: STATEMENT_KEY })
  const { batchId } = await client.handInFile({ uploadId }, { idempotencyKey: STATEMENT_KEY })
  for (const end = Date.now() + SENT_WITHIN_MS; ; await sleep(200)) {
    const status = await client.batchStatus(batchId)
    step.say(`${status.delivered} delivered, ${status.refused} on the error list`)
    if (status.state === 'done') break
    if (status.state === 'refused')
      throw new Error(`The first file was refused: ${JSON.stringify(status.problem)}`)
    if (Date.now() > end) throw new Error(`The first file was not sent within ${SENT_WITHIN_MS / 1000} s.`)
  }
  await rm(file, { force: true })
}

/** Whole or not at all. */
async function packStatement(list: readonly Customer[], file: string): Promise<void> {
  const zip = new yazl.ZipFile()
  const manifest = {
    version: 1,
    recipients: 'customers.csv',
    documents: ['statement.pdf'],
    title: YEARLY_STATEMENT.title,
    wants: YEARLY_STATEMENT.wants(),
  }
  const csv = ['reference,firstName,lastName,street,postcode,city']
  for (const [i, row] of list.entries())
    csv.push(
      [`K-${100_000 + i}`, row.first, row.last, row.street, row.postcode, row.city].map(quoted).join(','),
    )
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), 'manifest.json')
  zip.addBuffer(Buffer.from(csv.join('\n')), 'customers.csv')
  zip.addBuffer(YEARLY_STATEMENT.bytes(), 'statement.pdf')
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(`${file}.part`))
  await rename(`${file}.part`, file)
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

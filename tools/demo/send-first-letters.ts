/** The first letters of the demo: a yearly statement to some two thousand customers in one file, with the mistakes customer
 * lists have, and a few letters one by one. All of it by the sender's own client over the real interface. */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import yazl from 'yazl'
import type { DocumentType, LetterOrder } from '#api/dispatch.ts'
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
  state: { logins: readonly DemoLogin[]; senders: readonly DemoSenderKey[] }
  step: Step
  dataDir: string
}

const CUSTOMERS = 2000
const SENT_WITHIN_MS = 120_000

export async function sendFirstLetters({ house, url, state, step, dataDir }: Sending): Promise<void> {
  const clientOf = (key: DemoSenderKey['key']): BrevhusClient => {
    const { senderId, keyFile } = state.senders.find((sender) => sender.key === key)!
    return openClient({ url, senderId, keyFile })
  }
  await sendStatement(
    clientOf('utility'),
    await customers(house, state.logins),
    join(dataDir, 'first-batch.zip'),
    step,
  )
  for (const letter of DEMO_LETTERS) {
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
        documents: letter.documents.map(({ fileName }, i) => ({ part: `document${i + 1}`, fileName })),
      }),
    )
    await clientOf(letter.from).sendLetters([...orders, ...enterpriseOrders(letter)], documents)
  }
}

/** The enterprise of the demo gets those that are not about a person's own affairs. */
function enterpriseOrders(letter: DemoLetter): LetterOrder[] {
  if (letter.sensitive) return []
  const { enterpriseNumber, country } = DEMO_ENTERPRISE
  const documents = letter.documents.map(({ fileName }, i) => ({ part: `document${i + 1}`, fileName }))
  return [{ recipient: { enterpriseNumber, country }, title: letter.title, sensitive: false, documents }]
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
  list: readonly Customer[],
  file: string,
  step: Step,
): Promise<void> {
  const zip = new yazl.ZipFile()
  const manifest = {
    version: 1,
    recipients: 'customers.csv',
    documents: ['statement.pdf'],
    title: YEARLY_STATEMENT.title,
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
  await pipeline(zip.outputStream, createWriteStream(file))
  try {
    const { uploadId } = await client.uploadFile({ path: file })
    const { batchId } = await client.handInFile({ uploadId })
    for (const end = Date.now() + SENT_WITHIN_MS; ; await sleep(200)) {
      const status = await client.batchStatus(batchId)
      step.say(`${status.delivered} delivered, ${status.refused} on the error list`)
      if (status.state === 'done') return
      if (status.state === 'refused')
        throw new Error(`The first file was refused: ${JSON.stringify(status.problem)}`)
      if (Date.now() > end) throw new Error(`The first file was not sent within ${SENT_WITHIN_MS / 1000} s.`)
    }
  } finally {
    await rm(file, { force: true })
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

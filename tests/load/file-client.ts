/** A sender's client for files: an archive of recipients with one shared document, uploaded by tus, handed in, watched. */
import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { ZipFile } from 'yazl'
import type { BatchStatus } from '#api/batches.ts'
import { documentFor } from './letter-client.ts'
import { mustBe } from './measure.ts'
import type { Addressee } from './town.ts'

export type Archive = { bytes: Buffer; rows: number; document: Buffer }

/** `reference` of row n is `<name>-<n>`, from 1. Half of the rows by national number, half by name and address. */
export async function archiveOf(
  addressees: readonly Addressee[],
  rows: number,
  name: string,
): Promise<Archive> {
  if (addressees.length < rows)
    throw new Error(`a file of ${rows} rows needs as many people, not ${addressees.length}`)
  const document = documentFor(name)
  const columns = [
    'reference',
    'country',
    'nationalNumber',
    'firstName',
    'lastName',
    'street',
    'postcode',
    'city',
  ]
  const lines = [columns.join(';')]
  for (let i = 0; i < rows; i++) {
    const to = addressees[i]!
    const given =
      i % 2 === 0
        ? [to.nationalNumber, '', '', '', '', '']
        : ['', to.firstName, to.lastName, to.street, to.postcode, to.city]
    lines.push([`${name}-${i + 1}`, to.country, ...given].join(';'))
  }
  const zip = new ZipFile()
  const manifest = {
    version: 1,
    recipients: 'recipients.csv',
    documents: ['letter.pdf'],
    title: 'Årsopgørelse 2026',
  }
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json')
  zip.addBuffer(document, 'letter.pdf')
  zip.addBuffer(Buffer.from(`${lines.join('\n')}\n`), 'recipients.csv')
  zip.end()
  return { bytes: await buffer(zip.outputStream), rows, document }
}

export type Office = { url: string; token: string }

/** Uploads all of it by tus 1.0; answers the upload's id. The same key begins the same upload. */
export async function upload(
  { url, token }: Office,
  { bytes }: Archive,
  key: string = randomUUID(),
): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const begun = await fetch(`${url}/v1/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'idempotency-key': key,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from('letters.zip').toString('base64')}`,
    },
  })
  const location = begun.headers.get('location')
  if (begun.status !== 201 || !location)
    throw new Error(`no upload was begun: ${begun.status} ${await begun.text()}`)
  const there = await fetch(new URL(location, url), { method: 'HEAD', headers })
  const offset = Number(there.headers.get('upload-offset') ?? 0)
  if (offset < bytes.length) {
    const sent = await fetch(new URL(location, url), {
      method: 'PATCH',
      headers: {
        ...headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'idempotency-key': `${key}-${offset}`,
      },
      body: new Uint8Array(bytes.subarray(offset)),
    })
    if (sent.status !== 204) throw new Error(`the upload broke off: ${sent.status} ${await sent.text()}`)
    mustBe('uploaded bytes', Number(sent.headers.get('upload-offset')), bytes.length)
  }
  return location.slice(location.lastIndexOf('/') + 1)
}

export async function handIn(
  { url, token }: Office,
  uploadId: string,
  key: string = randomUUID(),
): Promise<string> {
  const answer = await fetch(`${url}/v1/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ uploadId }),
  })
  const body = (await answer.json()) as BatchStatus
  if (answer.status !== 202) throw new Error(`a file was not taken: ${answer.status} ${JSON.stringify(body)}`)
  return body.batchId
}

export async function batchStatus({ url, token }: Office, batchId: string): Promise<BatchStatus> {
  const answer = await fetch(`${url}/v1/batches/${batchId}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const body = (await answer.json()) as BatchStatus
  if (answer.status !== 200) throw new Error(`a file's status: ${answer.status} ${JSON.stringify(body)}`)
  return body
}

const LOOK_EVERY_MS = 20
/** A file that stands still for so long is stuck. */
const STILL_MS_MAX = 60_000

/** Waits until every row is delivered; anything else that ends the file is an error. */
export async function untilDelivered(
  office: Office,
  batchId: string,
  rows: number,
  onProgress: (status: BatchStatus) => void = () => {},
): Promise<void> {
  let told = Date.now()
  let moved = { at: Date.now(), to: '' }
  for (;;) {
    const status = await batchStatus(office, batchId)
    if (status.state === 'done') {
      mustBe('rows delivered', status.delivered, rows)
      return
    }
    if (status.state !== 'reading' && status.state !== 'sending')
      throw new Error(`the file ended as ${status.state}: ${JSON.stringify(status)}`)
    const to = `${status.state} ${status.rowsDecided}`
    if (to !== moved.to) moved = { at: Date.now(), to }
    if (Date.now() - moved.at > STILL_MS_MAX)
      throw new Error(`the file stands still: ${JSON.stringify(status)}`)
    if (Date.now() - told > 3000) {
      told = Date.now()
      onProgress(status)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

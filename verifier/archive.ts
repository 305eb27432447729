// An archive of a whole mailbox, checked with nothing but the public key: that it holds exactly the files the post office signed, byte
// for byte, and that the receipts in it hold and speak of the documents beside them.
import { createHash } from 'node:crypto'
import type { PublicKey } from './key.ts'
import { readJws, verifyReceipt } from './receipt.ts'
import { json, members, NotProven, wholeNumber } from './strict.ts'
import { type Archive, openArchive, type ZipFile } from './zip.ts'

export type VerifiedArchive = {
  readonly origin: string
  readonly madeAt: Date
  readonly files: number
  readonly documents: number
  readonly receipts: number
  /** Of the receipts, those not yet shown to be in the evidence log. */
  readonly unsealed: number
}

const SUMS = 'SHA256SUMS'
const SIGNED = 'SHA256SUMS.jws'
const SMALL_BYTES_MAX = 1024 * 1024
const SUMS_BYTES_MAX = 1024 * 1024 * 1024
const LINE = /^([0-9a-f]{64}) {2}(.+)$/
const RECEIPT = /^(letters\/[^/]+\/[^/]+)\/proof\/[^/]+\.json$/
const DOCUMENT = /^(letters\/[^/]+\/[^/]+)\/\d+ [^/]+$/

export function verifyArchive(path: string, key: PublicKey): VerifiedArchive {
  const archive = openArchive(path)
  try {
    return check(archive, key)
  } finally {
    archive.close()
  }
}

function check(archive: Archive, key: PublicKey): VerifiedArchive {
  const byName = new Map<string, ZipFile>()
  for (const file of archive.files) {
    if (byName.has(file.name)) throw new NotProven(`The archive has two files named "${file.name}".`)
    byName.set(file.name, file)
  }
  const sums = wholeFile(archive, byName, SUMS, SUMS_BYTES_MAX)
  const signed = readSigned(wholeFile(archive, byName, SIGNED, SMALL_BYTES_MAX).toString(), key)
  if (createHash('sha256').update(sums).digest('hex') !== signed.sha256)
    throw new NotProven(`"${SUMS}" was changed: it is not the list of hashes that the post office signed.`)

  const expected = new Map<string, string>()
  for (const line of sums.toString('utf8').split('\n').slice(0, -1)) {
    const [, sha256, name] = LINE.exec(line) ?? []
    if (!sha256 || !name || expected.has(name))
      throw new NotProven(`"${SUMS}" has a line that is none of a list of hashes.`)
    expected.set(name, sha256)
  }
  if (expected.size !== signed.files)
    throw new NotProven(`"${SUMS}" does not list as many files as were signed.`)
  for (const name of expected.keys())
    if (!byName.has(name))
      throw new NotProven(`"${name}" is missing: it was in the archive when it was signed.`)

  /** By the folder of the letter: the hashes of its documents, and what its receipts name. */
  const documents = new Map<string, Map<string, string>>()
  const named = new Map<string, Set<string>>()
  let [receipts, unsealed] = [0, 0]
  for (const file of archive.files) {
    if (file.name === SUMS || file.name === SIGNED) continue
    const wanted = expected.get(file.name)
    if (wanted === undefined)
      throw new NotProven(
        `"${file.name}" was put into the archive: it is none of the files that were signed.`,
      )
    const receiptOf = RECEIPT.exec(file.name)?.[1]
    if (receiptOf !== undefined && file.bytes > SMALL_BYTES_MAX)
      throw new NotProven(`"${file.name}" is too large to be a receipt.`)
    const kept: Uint8Array[] = []
    const hash = createHash('sha256')
    for (const piece of archive.read(file)) {
      hash.update(piece)
      if (receiptOf !== undefined) kept.push(piece)
    }
    const sha256 = hash.digest('hex')
    if (sha256 !== wanted) throw new NotProven(`"${file.name}" was changed: its SHA-256 is ${sha256}.`)
    const letter = DOCUMENT.exec(file.name)?.[1]
    if (letter !== undefined) into(documents, letter, () => new Map()).set(sha256, file.name)
    if (receiptOf === undefined) continue
    const verified = receiptIn(file.name, Buffer.concat(kept).toString('utf8'), key)
    if (verified.origin !== signed.origin)
      throw new NotProven(`"${file.name}" is of log "${verified.origin}", the archive of "${signed.origin}".`)
    receipts++
    if (!verified.seal) unsealed++
    for (const one of verified.event.documentSha256) into(named, receiptOf, () => new Set()).add(one)
  }
  let count = 0
  for (const [letter, hashes] of documents)
    for (const [sha256, name] of hashes) {
      count++
      if (named.has(letter) && !named.get(letter)!.has(sha256))
        throw new NotProven(`"${name}" is not one of the documents that the receipts beside it speak of.`)
    }
  return {
    origin: signed.origin,
    madeAt: signed.madeAt,
    files: expected.size,
    documents: count,
    receipts,
    unsealed,
  }
}

function receiptIn(name: string, text: string, key: PublicKey) {
  try {
    return verifyReceipt(text, key)
  } catch (error) {
    if (error instanceof NotProven) throw new NotProven(`"${name}": ${error.message}`)
    throw error
  }
}

function into<V>(map: Map<string, V>, name: string, make: () => V): V {
  const known = map.get(name)
  if (known) return known
  const made = make()
  map.set(name, made)
  return made
}

function wholeFile(
  archive: Archive,
  byName: ReadonlyMap<string, ZipFile>,
  name: string,
  bytesMax: number,
): Buffer {
  const file = byName.get(name)
  if (!file)
    throw new NotProven(`The archive has no "${name}": it was not made by a post office, or was changed.`)
  if (file.bytes > bytesMax) throw new NotProven(`"${name}" is larger than this verifier reads.`)
  return Buffer.concat([...archive.read(file)])
}

function readSigned(text: string, key: PublicKey) {
  const what = `What is signed in "${SIGNED}"`
  if (!text.endsWith('\n')) throw new NotProven(`"${SIGNED}" is cut off.`)
  const payload = members(
    json(readJws(text.slice(0, -1), key, 'brevhus-take-out+jws', `"${SIGNED}"`), what),
    ['iss', 'iat', 'takeOutId', 'files', 'sha256'],
    what,
  )
  if (
    typeof payload.iss !== 'string' ||
    typeof payload.iat !== 'number' ||
    typeof payload.sha256 !== 'string'
  )
    throw new NotProven(`${what} has a member this verifier cannot read.`)
  return {
    origin: payload.iss,
    madeAt: new Date(wholeNumber(String(payload.iat), 'The time of the signature') * 1000),
    files: wholeNumber(String(payload.files), 'The number of files'),
    sha256: payload.sha256,
  }
}

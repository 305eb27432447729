/** `npm run staff -- request …` and `member …`: staff look at requests of guardians, attorneys and heirs and decide them. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ByStaff,
  endPower,
  endStaff,
  listForStaff,
  nameStaff,
  OBSTACLES,
  type RequestForStaff,
  readPaper,
  showToStaff,
  voteOn,
} from '#access/requests/decide-request.ts'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openS3Blobs } from '#adapters/blobs-s3.ts'
import type { Config } from '#ground/config.ts'
import type { House } from '#ground/house.ts'
import { PAPER_KINDS, type Verdict, votedText } from '#rules/power-requests.ts'
import { openVault } from './open-vault.ts'

export const REQUESTS_USAGE = `npm run staff -- member add NAME --person PERSON-ID --key FILE     the operator; FILE: their Ed25519 public key, PEM
npm run staff -- member end NAME
npm run staff -- request list
npm run staff -- request show REQUEST-ID
npm run staff -- request paper REQUEST-ID --paper KIND --out FILE
npm run staff -- request decide REQUEST-ID --verdict approve|refuse --key FILE     FILE: your own private key, PEM
npm run staff -- request end REQUEST-ID
  a request is decided when two different members of staff say the same`

export type RequestOptions = {
  person?: string
  key?: string
  paper?: string
  out?: string
  verdict?: string
}

type Rooms = Pick<House, 'db' | 'clock'>

/** @throws Error with words for the terminal; null when the command is none of these. */
export async function runRequests(
  { config, ...room }: Rooms & { config: Config },
  by: ByStaff,
  [command, what, id = '', ...more]: readonly string[],
  options: RequestOptions,
): Promise<string | null> {
  if (more.length > 0 || (command !== 'member' && command !== 'request')) return null
  if (command === 'member' && what === 'add' && id) {
    const pem = await readFile(need(options.key, '--key'))
    const publicKey = createPublicKey(pem).export({ format: 'der', type: 'spki' })
    await nameStaff(room, by, { staff: id, personId: need(options.person, '--person'), publicKey })
    return `${id} decides from now on, together with another.`
  }
  if (command === 'member' && what === 'end' && id) {
    await endStaff(room, by, id)
    return `${id} decides no more.`
  }
  if (command === 'member') return null
  if (what === 'list' && !id) {
    const open = await listForStaff(room, by)
    const lines = open.map(
      (one) =>
        `${one.requestId}  ${one.kind}  by ${one.decideBy.toISOString().slice(0, 10)}  decided by ${one.votes} so far`,
    )
    return lines.join('\n') || 'No request waits.'
  }
  if (what === 'end' && id) {
    await endPower(room, by, id)
    return 'Ended at once. Who held it is told.'
  }
  const vault = openVault(config)
  try {
    const house = { ...room, vault, blobs: openBlobs(config) }
    if (what === 'show' && id) return wordsOf(await showToStaff(house, by, id))
    if (what === 'paper' && id) {
      const paper = PAPER_KINDS.find((one) => one === options.paper)
      if (!paper) throw new Error(`--paper must be one of ${PAPER_KINDS.join(', ')}.`)
      const out = need(options.out, '--out')
      const { bytes, mediaType } = await readPaper(house, by, { requestId: id, paper })
      await writeFile(out, bytes, { mode: 0o600, flag: 'wx' })
      return `${mediaType}, ${bytes.length} bytes. Delete ${out} when you have decided.`
    }
    if (what === 'decide' && id) {
      const { verdict } = options
      if (verdict !== 'approve' && verdict !== 'refuse')
        throw new Error('--verdict must be approve or refuse.')
      const key = createPrivateKey(await readFile(need(options.key, '--key')))
      const { request } = await showToStaff(house, by, id)
      const contentDigest = request.contentDigest!.toString('hex')
      const text = votedText({ requestId: id, contentDigest, verdict, reason: by.reason })
      const signature = sign(null, Buffer.from(text), key)
      return DECIDED[await voteOn(room, by, { requestId: id, verdict, signature })]
    }
    return null
  } finally {
    vault.close()
  }
}

const DECIDED = {
  undecided: 'Kept. Another member of staff decides too.',
  approve: 'Approved by two. They have access; the applicant is told, and the owner, if they live.',
  refuse: 'Refused by two. The applicant is told.',
} as const satisfies Record<Verdict | 'undecided', string>

function wordsOf(found: RequestForStaff): string {
  const { request, statement } = found
  return [
    `${request.requestId}  ${request.kind}  ${request.state}  handed in ${request.submittedAt?.toISOString()}`,
    `asked by      ${found.applicantName}`,
    `              ${statement.email}  ${statement.phone}`,
    `about         ${statement.subjectName}, ${statement.subjectNumber} as typed; register: ${found.subjectName ?? 'nobody'}`,
    `co-attorneys  ${request.consentsGiven} of ${request.consentsAsked} have consented`,
    ...(found.obstacle ? [`OBSTACLE      ${OBSTACLES[found.obstacle]}`] : []),
    `they write    ${statement.description}`,
    ...found.papers.map(
      (one) => `paper         ${one.kind}  ${one.mediaType}  ${one.sizeBytes} bytes  ${one.sha256}`,
    ),
    ...found.votes.map((vote) => `decided       ${vote.staff}: ${vote.verdict}, ${vote.reason}`),
  ].join('\n')
}

function openBlobs(config: Config) {
  return config.BLOBS === 's3'
    ? openS3Blobs({
        endpoint: config.S3_ENDPOINT,
        region: config.S3_REGION,
        bucket: config.S3_BUCKET,
        accessKeyId: config.S3_ACCESS_KEY,
        secretAccessKey: config.S3_SECRET_KEY,
      })
    : openFileBlobs({ folder: join(config.DATA_DIR, 'packs') })
}

function need(value: string | undefined, name: string): string {
  if (!value) throw new Error(`${name} is missing.\n${REQUESTS_USAGE}`)
  return value
}

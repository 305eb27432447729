/** B-11, B-12: somebody asks to act in another's mailbox, hands papers in, and follows what becomes of it. Always in their own name.
 * Nothing they are told depends on whether the register knows who it is about, whether that person lives, or has a mailbox. */
import { hash } from 'node:crypto'
import type { BeginPowerRequest, PowerRequest, PowerRequests } from '#api/power-requests.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { personOfNumber } from '#people/people.store.ts'
import { parseEmail } from '#rules/email.ts'
import { judgeFile } from '#rules/file-kinds.ts'
import { parseNationalNumber } from '#rules/national-number.ts'
import { parsePhone } from '#rules/phone.ts'
import {
  isPaperOf,
  missingPapers,
  PAPER_TYPES,
  type PaperKind,
  POWER_REQUEST_LIMITS,
  POWER_REQUESTS,
} from '#rules/power-requests.ts'
import {
  askConsents,
  consentsAskedOf,
  countOpen,
  dropRequest,
  holdOwn,
  holdRequest,
  insertRequest,
  papersOf,
  putConsent,
  putPaper,
  type RequestRow,
  requestsOf,
  sealContent,
  setState,
} from './requests.store.ts'
import { digestOf, openStatements, type Statement, sealStatement } from './statement.ts'

type Rooms = Pick<House, 'db' | 'clock' | 'vault'>
type Given = { field: string; reason: string; message: string }

const DAY_MS = 86_400_000
const after = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS)

export async function listRequests(house: Rooms, actor: Actor): Promise<PowerRequests> {
  const [mine, asked] = await asPostOffice(house.db, async (trx) => [
    await requestsOf(trx, actor.personId),
    await consentsAskedOf(trx, actor.personId, house.clock()),
  ])
  const statements = await openStatements(house, [...mine, ...asked.map(({ request }) => request)])
  return {
    requests: mine.map((row, i) => shown(row, statements[i]!)),
    consents: asked.map(({ request, applicantName, answerBy }, i) => ({
      requestId: request.requestId,
      applicantName,
      subjectName: statements[mine.length + i]!.subjectName,
      answerBy: answerBy.toISOString(),
    })),
  }
}

/** @throws Refusal `request-invalid` for what is wrong in itself, `too-many-requests` */
export async function beginRequest(
  house: Rooms,
  actor: Actor,
  asked: BeginPowerRequest,
): Promise<PowerRequest> {
  const statement = parse(asked)
  const at = house.clock()
  const requestId = newId(at.getTime())
  const { mailboxId, personId } = actor
  const sealed = await sealStatement(house, { mailboxId, requestId }, statement)
  return asPostOffice(house.db, async (trx) => {
    if ((await countOpen(trx, personId)) >= POWER_REQUEST_LIMITS.openMax)
      throw refuse('too-many-requests', { detail: `At most ${POWER_REQUEST_LIMITS.openMax} open requests.` })
    const personOf = async (number: string) => (await personOfNumber(trx, statement.country, number)) ?? null
    const subjectId = await personOf(statement.subjectNumber)
    if (subjectId === personId) throw invalid(fault('subjectNumber', 'own', 'This is your own number.'))
    const coAttorneys: (string | null)[] = []
    for (const number of statement.coAttorneys) coAttorneys.push(await personOf(number))
    if (coAttorneys.includes(personId))
      throw invalid(fault('coAttorneys', 'own', 'Name the others, not yourself.'))
    await insertRequest(
      trx,
      { requestId, personId, mailboxId, kind: asked.kind, subjectId, ...sealed, at },
      coAttorneys,
    )
    return shown((await holdOwn(trx, personId, requestId))!, statement)
  })
}

/** A paper of the same kind takes the place of the one before. @throws Refusal `not-found`, `file-not-taken` */
export async function handInPaper(
  house: Rooms & Pick<House, 'blobs' | 'scanner'>,
  actor: Actor,
  { requestId, paper, bytes }: { requestId: string; paper: PaperKind; bytes: Buffer },
): Promise<PowerRequest> {
  const { personId, mailboxId } = actor
  await asPostOffice(house.db, (trx) => holdBegun(trx, personId, requestId, paper))
  const mediaType = await judge(house, bytes)
  const at = house.clock()
  const documentId = newId(at.getTime())
  const { key, sealed } = sealDocument(bytes, { documentId })
  const [[wrappedKey], { packId, offset }] = await Promise.all([
    house.vault.wrap([{ mailboxId, documentId, key }]),
    house.blobs.append([sealed]),
  ])
  const row = await asPostOffice(house.db, async (trx) => {
    await holdBegun(trx, personId, requestId, paper)
    await putPaper(
      trx,
      { requestId, personId, at },
      {
        kind: paper,
        documentId,
        mediaType,
        sizeBytes: bytes.length,
        sha256: Buffer.from(hash('sha256', bytes, 'hex'), 'hex'),
        wrappedKey: wrappedKey!,
        packId,
        packOffset: offset,
        sealedBytes: sealed.length,
      },
    )
    return (await holdOwn(trx, personId, requestId))!
  })
  return tell(house, row)
}

/**
 * From here on nothing in it changes. Handed in twice it is handed in once.
 * @throws Refusal `not-found`, `request-invalid` naming the papers that are missing
 */
export async function submitRequest(house: Rooms, actor: Actor, requestId: string): Promise<PowerRequest> {
  const row = await asPostOffice(house.db, async (trx) => {
    const request = await holdOwn(trx, actor.personId, requestId)
    if (!request) throw refuse('not-found')
    if (request.state !== 'begun') return request
    const missing = missingPapers(request.kind, request.papers)
    if (missing.length > 0)
      throw invalid(...missing.map((one) => fault('papers', one, `The paper is missing: ${one}.`)))
    const at = house.clock()
    await sealContent(trx, requestId, { digest: digestOf(request, await papersOf(trx, requestId)), at })
    if (request.consentsAsked > 0) {
      const answerBy = after(at, POWER_REQUEST_LIMITS.consentDays)
      await setState(trx, requestId, { state: 'waiting', event: 'submitted', at })
      for (const personId of await askConsents(trx, requestId, { at, answerBy }))
        await addJob(trx, 'tell-person', { personId, about: 'power-consent-asked', facts: {} })
    } else await setState(trx, requestId, { ...toStaff(at), event: 'submitted' })
    return (await holdOwn(trx, actor.personId, requestId))!
  })
  return tell(house, row)
}

/** What was not handed in yet is gone with its papers. @throws Refusal `not-found` also for what is decided */
export async function withdrawRequest(house: Rooms, actor: Actor, requestId: string): Promise<PowerRequest> {
  const row = await asPostOffice(house.db, async (trx) => {
    const request = await holdOwn(trx, actor.personId, requestId)
    if (!request || !['begun', 'waiting', 'submitted'].includes(request.state)) throw refuse('not-found')
    const at = house.clock()
    if (request.state === 'begun') {
      await dropRequest(trx, requestId)
      return { ...request, state: 'withdrawn' as const, stateAt: at }
    }
    await setState(trx, requestId, { state: 'withdrawn', event: 'withdrawn', at })
    return (await holdOwn(trx, actor.personId, requestId))!
  })
  return tell(house, row)
}

/** D-10: a co-attorney says yes or no. The last yes hands the request to staff; one no ends it. @throws Refusal `not-found` */
export async function answerConsent(
  house: Rooms,
  actor: Actor,
  { requestId, consent }: { requestId: string; consent: boolean },
): Promise<PowerRequests> {
  await asPostOffice(house.db, async (trx) => {
    const request = await holdRequest(trx, requestId)
    const at = house.clock()
    const answer = { requestId, personId: actor.personId, consented: consent, at }
    if (request?.state !== 'waiting' || !(await putConsent(trx, answer))) throw refuse('not-found')
    const { personId } = request
    if (!consent) {
      await setState(trx, requestId, { state: 'lapsed', event: 'consent-declined', at })
      await addJob(trx, 'tell-person', { personId, about: 'power-decided', facts: {} })
      return
    }
    const { consentsAsked, consentsGiven } = (await holdRequest(trx, requestId))!
    if (consentsGiven === consentsAsked)
      await setState(trx, requestId, { ...toStaff(at), event: 'consents-complete' })
  })
  return listRequests(house, actor)
}

const toStaff = (at: Date) => ({
  state: 'submitted' as const,
  at,
  decideBy: after(at, POWER_REQUEST_LIMITS.decideDays),
})

async function holdBegun(trx: Trx, personId: string, requestId: string, paper: PaperKind): Promise<void> {
  const request = await holdOwn(trx, personId, requestId)
  if (request?.state !== 'begun' || !isPaperOf(request.kind, paper)) throw refuse('not-found')
}

async function judge({ scanner }: Pick<House, 'scanner'>, bytes: Buffer): Promise<string> {
  const { paperBytesMax } = POWER_REQUEST_LIMITS
  if (bytes.length > paperBytesMax)
    throw notTaken('too-large', `Is larger than ${paperBytesMax / 1e6} MB. Save it with smaller pictures.`)
  const verdict = judgeFile(bytes)
  const type = verdict.kind === 'taken' ? PAPER_TYPES.find((one) => one === verdict.type) : undefined
  if (!type)
    throw notTaken(
      verdict.kind === 'refused' ? verdict.reason : 'unknown-kind',
      'Must be an undamaged PDF, PNG or JPEG without a password.',
    )
  if ((await scanner.inspect({ bytes, mediaType: type })).kind === 'refused')
    throw notTaken('refused', 'Was refused by the content check.')
  return type
}

const notTaken = (reason: string, message: string) =>
  refuse('file-not-taken', { faults: [fault('file', reason, message)] })
const fault = (field: string, reason: string, message: string): Given => ({ field, reason, message })
const invalid = (...faults: Given[]) => refuse('request-invalid', { faults })

function parse(asked: BeginPowerRequest): Statement {
  const { country } = asked
  const numberOf = (text: string) => {
    const verdict = parseNationalNumber(country, text)
    return verdict.kind === 'invalid' ? undefined : verdict.number
  }
  const subjectNumber = numberOf(asked.subjectNumber)
  const email = parseEmail(asked.email)
  const phone = parsePhone(country, asked.phone)
  const coAttorneys = asked.coAttorneys.map(numberOf)
  const faults = [
    ...(subjectNumber ? [] : [fault('subjectNumber', 'number', 'Is no national number of that country.')]),
    ...(email ? [] : [fault('email', 'email', 'Is no e-mail address.')]),
    ...(phone ? [] : [fault('phone', 'phone', 'Is no number that can get an SMS.')]),
    ...(coAttorneys.every(Boolean) ? [] : [fault('coAttorneys', 'number', 'One is no national number.')]),
    ...(coAttorneys.length === 0 || POWER_REQUESTS[asked.kind].consents
      ? []
      : [fault('coAttorneys', 'kind', 'Only a power of attorney has co-attorneys.')]),
  ]
  if (faults.length > 0) throw invalid(...faults)
  return {
    subjectName: asked.subjectName.trim(),
    subjectNumber: subjectNumber!,
    country,
    description: asked.description.trim(),
    email: email!,
    phone: phone!,
    coAttorneys: [...new Set(coAttorneys as string[])],
  }
}

async function tell(house: Rooms, row: RequestRow): Promise<PowerRequest> {
  const [statement] = await openStatements(house, [row])
  return shown(row, statement!)
}

const shown = (row: RequestRow, { subjectName }: Statement): PowerRequest => ({
  requestId: row.requestId,
  kind: row.kind,
  subjectName,
  state: row.state,
  stateAt: row.stateAt.toISOString(),
  papers: row.papers,
  missing: row.state === 'begun' ? missingPapers(row.kind, row.papers) : [],
  consents: { asked: row.consentsAsked, given: row.consentsGiven },
  decideBy: row.state === 'submitted' ? (row.decideBy?.toISOString() ?? null) : null,
})

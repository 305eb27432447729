/** B-11, B-12, D-27: staff look at requests and their papers, never at letters, and decide them: two different people, each with a
 * signature and a reason. One of them alone opens nothing: here, by the rule, and by the database (migration 0033). */
import { createPublicKey } from 'node:crypto'
import { logAccess } from '#ground/access-log.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse, refuseField } from '#ground/refuse.ts'
import { noteStaff } from '#ground/staff-log.ts'
import { endMember, insertMember, memberOf } from '#people/staff/members.store.ts'
import { requireMember, requireSignature } from '#people/staff/require-member.ts'
import {
  type Obstacle,
  obstacleOf,
  outcomeOf,
  type PaperKind,
  POWER_REQUEST_LIMITS,
  type PowerKind,
  type Verdict,
  votedText,
} from '#rules/power-requests.ts'
import { endGrant, endOthersOf } from '../delegates/delegates.store.ts'
import { holdRequest, papersOf, type RequestRow, setState, subjectOf } from './requests.store.ts'
import {
  grantOf,
  insertGrant,
  insertVote,
  interestedIn,
  nameOf,
  type OpenRequest,
  openRequests,
  type VoteRow,
  votesOn,
} from './staff.store.ts'
import { openPaper, openStatements, type Statement } from './statement.ts'

type Rooms = Pick<House, 'db' | 'clock' | 'vault'>

export type ByStaff = { readonly staff: string; readonly reason: string }

const SHOWN_MAX = 200

/** The operator names somebody who may decide; each is one person of the register, with a key of their own. */
export async function nameStaff(
  house: Pick<House, 'db' | 'clock'>,
  by: ByStaff,
  member: { staff: string; personId: string; publicKey: Buffer },
): Promise<void> {
  if (keyTypeOf(member.publicKey) !== 'ed25519')
    throw refuseField('publicKey', 'invalid', 'Must be an Ed25519 key.')
  await asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    if (!(await insertMember(trx, { ...member, staff: member.staff.trim() }, at)))
      throw refuseField(
        'staff',
        'invalid',
        'The name, the person or the key is a member of staff already, or was one.',
      )
    await note(trx, by, { action: 'staff-named', personId: member.personId, at })
  })
}

export async function endStaff(
  house: Pick<House, 'db' | 'clock'>,
  by: ByStaff,
  staff: string,
): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    const member = await memberOf(trx, staff)
    if (!member || !(await endMember(trx, staff, at))) throw refuse('not-found')
    await note(trx, by, { action: 'staff-ended', personId: member.personId, at })
  })
}

export async function listForStaff(house: Pick<House, 'db' | 'clock'>, by: ByStaff): Promise<OpenRequest[]> {
  return asPostOffice(house.db, async (trx) => {
    await requireMember(trx, by.staff)
    await note(trx, by, { action: 'power-requests-list', at: house.clock() })
    return openRequests(trx, SHOWN_MAX)
  })
}

export type RequestForStaff = {
  request: RequestRow
  statement: Statement
  applicantName: string
  /** The register's own name of who it is about; null when it knows nobody of that number. */
  subjectName: string | null
  /** Why an approval could not be carried out now. */
  obstacle: Obstacle | null
  papers: { kind: PaperKind; mediaType: string; sizeBytes: number; sha256: string }[]
  votes: VoteRow[]
}

/** @throws Refusal `not-found` also for one that was never handed in */
export async function showToStaff(house: Rooms, by: ByStaff, requestId: string): Promise<RequestForStaff> {
  const found = await asPostOffice(house.db, async (trx) => {
    await requireUninvolved(trx, by.staff, requestId)
    const request = await handedIn(trx, requestId)
    const { personId } = request
    await note(trx, by, { action: 'power-request-show', personId, aboutId: requestId, at: house.clock() })
    const subject = request.subjectId ? await subjectOf(trx, request.subjectId) : undefined
    const papers = await papersOf(trx, requestId)
    return {
      request,
      applicantName: await nameOf(trx, personId),
      subjectName: subject?.name ?? null,
      obstacle: obstacle(request, subject ?? null),
      papers: papers.map(({ kind, mediaType, sizeBytes, sha256 }) => ({
        kind,
        mediaType,
        sizeBytes,
        sha256: sha256.toString('hex'),
      })),
      votes: await votesOn(trx, requestId),
    }
  })
  const [statement] = await openStatements(house, [found.request])
  return { ...found, statement: statement! }
}

/** A paper of a request; letters are nowhere within reach of this. @throws Refusal `not-found` */
export async function readPaper(
  house: Rooms & Pick<House, 'blobs'>,
  by: ByStaff,
  { requestId, paper }: { requestId: string; paper: PaperKind },
): Promise<{ bytes: Buffer; mediaType: string }> {
  const { found, mailboxId } = await asPostOffice(house.db, async (trx) => {
    await requireUninvolved(trx, by.staff, requestId)
    const request = await handedIn(trx, requestId)
    const { personId } = request
    await note(trx, by, { action: 'power-paper-read', personId, aboutId: requestId, at: house.clock() })
    const papers = await papersOf(trx, requestId)
    return { found: papers.find(({ kind }) => kind === paper), mailboxId: request.mailboxId }
  })
  if (!found) throw refuse('not-found')
  return { bytes: await openPaper(house, mailboxId, found), mediaType: found.mediaType }
}

export type Decided = Verdict | 'undecided'

/**
 * One vote. With the second of the same kind, by another person, the request is decided, and an approved one gives its power in that
 * same transaction; the applicant is told, and the owner, who lives.
 * @param vote.signature Ed25519 over `votedText` with the request's content digest in hexadecimal
 * @throws Refusal `not-found`, `request-invalid` with the reason why this vote does not count
 */
export async function voteOn(
  house: Pick<House, 'db' | 'clock'>,
  { staff, reason }: ByStaff,
  vote: { requestId: string; verdict: Verdict; signature: Buffer },
): Promise<Decided> {
  const { requestId, verdict, signature } = vote
  return asPostOffice(house.db, async (trx) => {
    const request = await handedIn(trx, requestId)
    const member = await requireUninvolved(trx, staff, requestId)
    if (request.state !== 'submitted')
      throw refuseField('request', 'invalid', `It is ${request.state}: not to be decided.`)
    const text = votedText({
      requestId,
      contentDigest: request.contentDigest!.toString('hex'),
      verdict,
      reason,
    })
    requireSignature(member, text, signature)
    const subject = request.subjectId ? ((await subjectOf(trx, request.subjectId)) ?? null) : null
    const stop = obstacle(request, subject)
    if (verdict === 'approve' && stop) throw refuseField('verdict', 'invalid', OBSTACLES[stop])
    const at = house.clock()
    const { personId } = request
    await note(
      trx,
      { staff, reason },
      { action: `power-request-${verdict}`, personId, aboutId: requestId, at },
    )
    if (!(await insertVote(trx, { requestId, staff, verdict, reason, signature, at })))
      throw refuseField(
        'staff',
        'invalid',
        'You have decided this request already; another member of staff goes on.',
      )
    const outcome = outcomeOf(await votesOn(trx, requestId), await interestedIn(trx, requestId))
    if (outcome === 'undecided') return outcome
    if (outcome === 'approve') await give(trx, request, { mailboxId: subject!.mailboxId!, at })
    const state = outcome === 'approve' ? 'granted' : 'refused'
    await setState(trx, requestId, { state, event: state, at })
    await addJob(trx, 'tell-person', { personId, about: 'power-decided', facts: {} })
    return outcome
  })
}

/** The authority revoked it, or the estate is wound up. Ending needs no second person: it opens nothing. @throws Refusal `not-found` */
export async function endPower(
  house: Pick<House, 'db' | 'clock'>,
  by: ByStaff,
  requestId: string,
): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    await requireUninvolved(trx, by.staff, requestId)
    const grant = await grantOf(trx, requestId)
    if (!grant) throw refuse('not-found')
    const { mailboxId, grantId, holderId: personId } = grant
    const at = house.clock()
    await endGrant(trx, { mailboxId, grantId, why: 'taken-back', at })
    await logAccess(trx, {
      mailboxId,
      action: 'access-taken-back',
      at,
      actorKind: 'staff',
      actorId: null,
      staff: { name: by.staff, reason: by.reason },
      level: null,
    })
    await note(trx, by, { action: 'power-ended', personId, aboutId: requestId, at })
    await addJob(trx, 'tell-person', { personId, about: 'power-decided', facts: {} })
  })
}

async function give(
  trx: Trx,
  { requestId, kind, personId, subjectId }: RequestRow,
  { mailboxId, at }: { mailboxId: string; at: Date },
): Promise<void> {
  const grantId = await insertGrant(trx, { mailboxId, requestId, capacity: kind, holderId: personId, at })
  await endOthersOf(trx, { mailboxId, holderId: personId, but: grantId, at })
  await logAccess(trx, {
    mailboxId,
    action: 'access-accepted',
    at,
    actorKind: kind satisfies PowerKind,
    actorId: personId,
    level: null,
  })
  // I-04: a ward's certificates are revoked now, not within the hour.
  if (kind === 'guardian') await addJob(trx, 'publish-lists', {}, { key: 'publish-lists now' })
  if (kind !== 'heir')
    await addJob(trx, 'tell-person', { personId: subjectId!, about: 'power-given', facts: {} })
}

async function handedIn(trx: Trx, requestId: string): Promise<RequestRow> {
  const request = await holdRequest(trx, requestId)
  if (!request?.submittedAt) throw refuse('not-found')
  return request
}

const obstacle = (request: RequestRow, subject: Parameters<typeof obstacleOf>[0]['subject']) =>
  obstacleOf({
    kind: request.kind,
    subject,
    submittedAt: request.submittedAt!,
    consentsMissing: request.consentsAsked - request.consentsGiven,
  })

/** In words, for staff alone: of the register's facts the applicant is told none. */
export const OBSTACLES = {
  nobody: 'The register knows nobody of that number.',
  'no-mailbox': 'They have no open mailbox.',
  deceased: 'They have died: a power over the living ended with that. An heir may ask.',
  living: 'The register tells of no death.',
  'too-late': 'It was handed in after the time in which heirs can ask.',
  'consent-missing': 'Not every co-attorney has consented.',
} as const satisfies Record<Obstacle, string>

async function requireUninvolved(trx: Trx, staff: string, requestId: string) {
  const member = await requireMember(trx, staff)
  if ((await interestedIn(trx, requestId)).includes(member.personId))
    throw refuseField('staff', 'invalid', 'You have a part in this request: others look at it.')
  return member
}

async function note(
  trx: Trx,
  { staff, reason }: ByStaff,
  what: { action: string; personId?: string; aboutId?: string; at: Date },
): Promise<void> {
  const { reasonCharactersMin } = POWER_REQUEST_LIMITS
  if (staff.trim().length < 2) throw refuseField('staff', 'invalid', 'Say who you are.')
  if (reason.trim().length < reasonCharactersMin)
    throw refuseField('reason', 'invalid', `Say why, in at least ${reasonCharactersMin} characters.`)
  await noteStaff(trx, { staff, reason, ...what })
}

function keyTypeOf(publicKey: Buffer): string | undefined {
  try {
    return createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).asymmetricKeyType
  } catch {
    return undefined
  }
}

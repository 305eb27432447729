/** What a decided row becomes: letters, events, the sender's item and the answer, all in memory. Pure but for ids, salts
 * and sealing; nothing here touches the database. */

import type { LetterAnswer } from '#api/dispatch.ts'
import type { Fault } from '#api/problems.ts'
import type { Decision, Row, SealedDocument, Submission, Suggestion } from '#dispatch/sorting/submission.ts'
import { sealTitle } from '#ground/envelope.ts'
import { EVIDENCE_SALT_BYTES } from '#ground/evidence/commitment.ts'
import type { EvidenceEvent, EvidenceEventName } from '#ground/evidence/events.ts'
import { newId } from '#ground/ids.ts'
import { randomOf } from '#ground/random.ts'
import type { NewLetter } from '#letters/put-letters.store.ts'
import { maskNumber } from '#rules/national-number.ts'
import { REFUSALS } from '#rules/refusals.ts'
import { wantsDay } from '#rules/wants.ts'
import { WARNINGS, type WarningCode } from '#rules/warnings.ts'

/** Adds a leaf to the chunk's evidence and answers its place. */
export type Leaf = (salt: Uint8Array, event: EvidenceEvent) => number

export type WrappedKeys = {
  /** The content key of a document under the holder's key. */
  of(holder: string, documentId: string): Uint8Array
  /** The decision, less the mailboxes whose key is gone. */
  decisionFor(decision: Decision): Decision
}

export type SubmissionEvent = { event: EvidenceEvent; salt: Uint8Array; leafChunkId: string; leafNo: number }

export type PlannedRow = {
  submission: Submission
  row: Row
  answer: LetterAnswer
  warning?: WarningCode | undefined
  /** A.1 or A.2: what the sender's receipt is about. */
  submissionEvent: SubmissionEvent
  letters: readonly NewLetter[]
  /** Sealed name and address for the window, and the documents that need a row of their own to be printed. */
  print?: {
    recipientSealed: Uint8Array
    documents: readonly { document: SealedDocument; wrappedKey: Uint8Array }[]
  }
  /** Sealed entry for a file's error list. */
  refusal?: { code: string; detailSealed: Uint8Array | undefined }
}

type Input = {
  submission: Submission
  row: Row
  decision: Decision
  keys: WrappedKeys
  at: Date
  leafChunkId: string
  leaf: Leaf
}

export function planRow(input: Input): PlannedRow {
  const { submission, row, decision, at, leafChunkId, leaf } = input
  const salt = randomOf(EVIDENCE_SALT_BYTES)
  const code = decision.kind === 'refuse' ? decision.code : undefined
  const event = eventOf(
    input,
    row.letterId,
    1,
    code ? 'A.2 SubmissionRejection' : 'A.1 SubmissionAcceptance',
    code,
  )
  const submissionEvent = { event, salt, leafChunkId, leafNo: leaf(salt, event) }
  const base = {
    row: row.row,
    letterId: row.letterId,
    ...(row.reference === undefined ? {} : { reference: row.reference }),
  }
  switch (decision.kind) {
    case 'deliver': {
      const letters = decision.mailboxIds.map((mailboxId) =>
        decision.residents
          ? letterFor(input, mailboxId, newId(at.getTime()), randomOf(EVIDENCE_SALT_BYTES), undefined)
          : letterFor(input, mailboxId, row.letterId, salt, submissionEvent),
      )
      const [warning] = decision.warnings
      const warnings = sayWarnings(decision.warnings)
      const outcome = letters.every((letter) => letter.deliveredAt !== null) ? 'delivered' : 'accepted'
      return { submission, row, answer: { ...base, outcome, ...warnings }, warning, submissionEvent, letters }
    }
    case 'print': {
      const first = row.documents[0]!.document
      const recipientSealed = sealTitle(first.key, `${row.letterId}/window`, JSON.stringify(decision.to))
      const documents = row.documents
        .filter(({ document }) => !document.stored)
        .map(({ document }) => ({
          document,
          wrappedKey: input.keys.of(submission.sender.senderId, document.documentId),
        }))
      return {
        submission,
        row,
        answer: { ...base, outcome: 'print' },
        submissionEvent,
        letters: [],
        print: { recipientSealed, documents },
      }
    }
    case 'refuse': {
      const said = sayRefusal(decision)
      const detailSealed =
        submission.chunk && sealDetail(submission.chunk.key, submission.batchId, row, decision)
      return {
        submission,
        row,
        answer: { ...base, outcome: 'refused', ...said },
        submissionEvent,
        letters: [],
        refusal: { code: decision.code, detailSealed },
      }
    }
  }
}

/** An entry of a file's error list. */
export type RefusedDetail = {
  given: Record<string, unknown>
  own?: Row['own']
  faults?: readonly Fault[]
  suggestion?: Suggestion
}

export function sealDetail(
  key: Uint8Array,
  batchId: string,
  row: Row,
  { faults, suggestion }: Extract<Decision, { kind: 'refuse' }>,
): Uint8Array {
  const detail: RefusedDetail = {
    given: maskGiven(row),
    ...(row.own ? { own: row.own } : {}),
    ...(faults?.length ? { faults } : {}),
    ...(suggestion ? { suggestion } : {}),
  }
  return sealTitle(key, `${batchId}/${row.row}`, JSON.stringify(detail))
}

/** The error list repeats what was given, but no national number in full (P-07). */
export function maskGiven({
  given,
  reference,
}: Pick<Row, 'given'> & { reference?: string | undefined }): Record<string, unknown> {
  const { nationalNumber } = given
  const masked = nationalNumber === undefined ? {} : { nationalNumber: maskNumber(nationalNumber) }
  return { ...(reference === undefined ? {} : { reference }), ...given, ...masked }
}

export const sayWarnings = (codes: readonly WarningCode[]): Pick<LetterAnswer, 'warnings'> =>
  codes.length > 0 ? { warnings: codes.map((code) => WARNINGS[code]) } : {}

export function sayRefusal(
  decision: Extract<Decision, { kind: 'refuse' }>,
): Pick<LetterAnswer, 'code' | 'reason' | 'faults' | 'suggestion'> {
  const text = REFUSALS[decision.code].en
  return {
    code: decision.code,
    reason: `${text.reason} ${text.todo}`,
    ...(decision.faults?.length ? { faults: [...decision.faults] } : {}),
    ...(decision.suggestion ? { suggestion: decision.suggestion } : {}),
  }
}

function letterFor(
  input: Input,
  mailboxId: string,
  letterId: string,
  salt: Uint8Array,
  submitted: SubmissionEvent | undefined,
): NewLetter {
  const { submission, row, keys, at, leafChunkId, leaf } = input
  const waits = row.documents.some(({ document }) => document.verdict === 'waiting')
  const events: NewLetter['events'][number][] = []
  const happen = (event: EvidenceEventName) => {
    const number = events.length + 1
    const leafNo =
      number === 1 && submitted
        ? submitted.leafNo
        : leaf(salt, eventOf(input, letterId, number, event, undefined))
    events.push({ number, event, at, leafChunkId, leafNo })
  }
  happen('A.1 SubmissionAcceptance')
  if (!waits) happen('D.1 ContentConsignment')
  return {
    mailboxId,
    letterId,
    senderId: submission.sender.senderId,
    titleSealed: subjectOf(row),
    ...wantsOf(row),
    sensitive: row.sensitive,
    publicSector: submission.sender.publicSector,
    minimumLevel: row.minimumLevel,
    replyAllowed: row.replyAllowed ?? null,
    evidenceSalt: salt,
    acceptedAt: at,
    deliveredAt: waits ? null : at,
    documents: row.documents.map(({ document, fileName }) => {
      const { place } = document.content as {
        place: { packId: string; packOffset: number; sealedBytes: number }
      }
      return {
        documentId: document.documentId,
        mediaType: document.mediaType,
        sizeBytes: document.sizeBytes,
        sha256: document.sha256,
        fileNameSealed: fileNameOf(document, fileName),
        wrappedKey: keys.of(mailboxId, document.documentId),
        ...place,
      }
    }),
    events,
  }
}

const WORDS_KEPT_MAX = 16

/** Words under a shared document are sealed once, not once for each of a hundred thousand recipients. */
function once(document: SealedDocument, word: string, seal: () => Uint8Array): Uint8Array {
  document.known ??= {}
  document.known.words ??= new Map()
  const { words } = document.known
  const known = words.get(word)
  if (known) return known
  const sealed = seal()
  if (words.size < WORDS_KEPT_MAX) words.set(word, sealed)
  return sealed
}

function subjectOf(row: Row): Uint8Array {
  const { document } = row.documents[0]!
  return once(document, `s${row.title}`, () => sealTitle(document.key, document.documentId, row.title))
}

/** Content as the subject is; the day alone stands open. */
function wantsOf({ wants, documents }: Row): Pick<NewLetter, 'wantsSealed' | 'wantsOn'> {
  if (!wants) return NOTHING_WANTED
  const { document } = documents[0]!
  const said = JSON.stringify(wants)
  const wantsSealed = once(document, `w${said}`, () => sealTitle(document.key, document.documentId, said))
  return { wantsSealed, wantsOn: wantsDay(wants) }
}

const NOTHING_WANTED = { wantsSealed: null, wantsOn: null }

function fileNameOf(document: SealedDocument, fileName: string): Uint8Array {
  return once(document, `f${fileName}`, () => sealTitle(document.key, document.documentId, fileName))
}

function eventOf(
  { submission, row, at }: Input,
  letterId: string,
  number: number,
  event: EvidenceEventName,
  code: string | undefined,
): EvidenceEvent {
  return {
    letterId,
    number,
    event,
    at: isoOf(at),
    senderId: submission.sender.senderId,
    documentSha256: hexesOf(row.documents),
    ...(code === undefined ? {} : { code }),
  }
}

/** All letters of a chunk are of the same moment. */
let lastAt = { ms: Number.NaN, iso: '' }
function isoOf(at: Date): string {
  if (at.getTime() !== lastAt.ms) lastAt = { ms: at.getTime(), iso: at.toISOString() }
  return lastAt.iso
}

function hexesOf(documents: Row['documents']): readonly string[] {
  const [only] = documents
  return documents.length === 1 ? hexOf(only!) : documents.flatMap(hexOf)
}

/** As a list of one, which is what most letters need. */
function hexOf({ document }: Row['documents'][number]): readonly string[] {
  document.known ??= {}
  document.known.sha256Hex ??= [document.sha256.toString('hex')]
  return document.known.sha256Hex
}

/**
 * Gives a person's data to police, a bank or an authority: by a ground of the table and no other, to a named recipient, on record for
 * good with a digest of exactly what was given, and told to the person where law allows (I-07, N-06, N-15 to N-17).
 */
import { createHash } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse, refuseField } from '#ground/refuse.ts'
import { type Disclosed, disclosureFault, LEGAL_GROUNDS, type LegalGroundId } from '#rules/disclosures.ts'
import type { Identity } from '../room.ts'
import { type OwnData, readOwnData } from '../self-service/own-data.store.ts'
import { appendDisclosure, isDataBlocked } from './cases.store.ts'
import { type ByStaff, note } from './work-cases.ts'

export type Disclosing = {
  readonly personId: string
  readonly what: Disclosed
  readonly ground: string
  /** Who gets it: an office or a bank by name. */
  readonly recipient: string
  /** Their own reference: number of the order, the case, the contract. */
  readonly reference: string
  /** Law forbids to tell the person. */
  readonly untold: boolean
}

const FAULT_WORDS = {
  'ground-unknown': `Name a ground: ${Object.keys(LEGAL_GROUNDS).join(', ')}.`,
  'not-covered': 'This ground does not cover that kind of data.',
  'must-be-told': 'This ground does not allow to keep it from the person.',
  'data-blocked': 'The person has blocked their data, and this ground does not hold against that.',
} as const

/** What goes out, as the text that was hashed. @throws `not-found`; `request-invalid` when it may not be given: nothing is. */
export async function discloseData(
  room: Pick<Identity, 'db' | 'clock'>,
  by: ByStaff,
  asked: Disclosing,
): Promise<{ disclosureId: string; given: string }> {
  const { personId, what, ground, untold } = asked
  for (const field of ['recipient', 'reference'] as const)
    if (asked[field].trim() === '') throw refuseField(field, 'missing', 'Say to whom, and their reference.')
  return asPostOffice(room.db, async (trx) => {
    const dataBlocked = await isDataBlocked(trx, personId)
    const wrong = disclosureFault({ ground, what, untold, dataBlocked })
    if (wrong) throw refuseField('ground', wrong, FAULT_WORDS[wrong])
    const data = await readOwnData(trx, personId)
    if (Object.keys(data.person).length === 0) throw refuse('not-found')
    const at = room.clock()
    const disclosureId = newId(at.getTime())
    const given = JSON.stringify({ disclosureId, at, what, data: cut(what, data) }, null, 2)
    await appendDisclosure(trx, {
      disclosureId,
      personId,
      what,
      recipientKind: LEGAL_GROUNDS[ground as LegalGroundId].recipient,
      recipient: asked.recipient.trim(),
      legalGround: ground,
      reference: asked.reference.trim(),
      told: !untold,
      digest: createHash('sha256').update(given).digest(),
      at,
    })
    await note(room, trx, by, { action: 'disclose', personId, aboutId: disclosureId })
    if (!untold) await tell(trx, asked, at)
    return { disclosureId, given }
  })
}

function tell(trx: Trx, { personId, recipient, ground }: Disclosing, at: Date): Promise<void> {
  // Said in the reader's language where it is shown.
  const facts = { at: at.toISOString(), recipient: recipient.trim(), reason: ground }
  return addJobs(trx, 'tell-person', [{ personId, about: 'data-disclosed', facts }])
}

/** No more than the kind says (N-28, necessity). */
function cut(what: Disclosed, { person, uses, suspicious }: OwnData): unknown {
  const { givenNames, familyName, road, houseNumber, postcode, city, nationalNumber } = person
  if (what === 'identity') return { givenNames, familyName, road, houseNumber, postcode, city }
  if (what === 'national-number') return { nationalNumber }
  if (what === 'previous-use-ip')
    return uses.flatMap(({ at, address, outcome }) =>
      address && outcome !== 'refused' ? { at, address } : [],
    )
  if (what === 'suspicious-uses') return suspicious
  return uses.map(({ at, outcome, method, level, address }) => ({ at, outcome, method, level, address }))
}

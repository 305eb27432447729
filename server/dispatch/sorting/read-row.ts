/** A row as a sender gave it, read by the rules: whom it is for, and what the sender's sector makes of it. */
import type { Recipient } from '#api/dispatch.ts'
import type { Row, Sender } from '#dispatch/sorting/submission.ts'
import { atLeast, type Level } from '#rules/levels.ts'
import { LINK_LEVEL, LINK_TYPE, linkFault } from '#rules/link-letter.ts'
import { type RecipientInput, readRecipient } from '#rules/recipient.ts'
import { readWants, type WantsGiven } from '#rules/wants.ts'

export type GivenRow = Omit<Row, 'recipient' | 'sensitive' | 'minimumLevel' | 'printAllowed' | 'wants'> & {
  sensitive: boolean | undefined
  minimumLevel: Level | undefined
  printAllowed: boolean | undefined
  wants?: WantsGiven | undefined
}

export function readRow(sender: Pick<Sender, 'country' | 'publicSector'>, given: GivenRow): Row {
  return given.documents.some(isLink) ? asLink(rowAsGiven(sender, given)) : rowAsGiven(sender, given)
}

const isLink = ({ document }: Row['documents'][number]) => document.mediaType === LINK_TYPE

/** B-07: a link asks for an electronic ID, so its letter does. */
function asLink(row: Row): Row {
  const fault = linkFault({
    mediaTypes: row.documents.map(({ document }) => document.mediaType),
    printAllowed: row.printAllowed,
  })
  return {
    ...row,
    minimumLevel: atLeast(row.minimumLevel, LINK_LEVEL) ? row.minimumLevel : LINK_LEVEL,
    refused: row.refused ?? (fault && { code: 'letter-invalid', faults: [fault] }),
  }
}

function rowAsGiven(sender: Pick<Sender, 'country' | 'publicSector'>, given: GivenRow): Row {
  return {
    row: given.row,
    letterId: given.letterId,
    reference: given.reference,
    given: given.given,
    recipient: readRecipient(given.given.country ?? sender.country, inputOf(given.given)),
    refused: given.refused,
    own: given.own,
    title: given.title,
    // B-06: mail of the public sector is sensitive unless the sender says otherwise.
    sensitive: given.sensitive ?? sender.publicSector,
    minimumLevel: given.minimumLevel ?? 'low',
    replyAllowed: given.replyAllowed,
    printAllowed: given.printAllowed ?? false,
    notice: given.notice,
    wants: given.wants && readWants(given.wants),
    documents: given.documents,
  }
}

/** Every field is named, given or not: the rules then read objects of one shape, which is what makes them quick. */
function inputOf(recipient: Recipient): RecipientInput {
  const { street, postcode, city } = recipient
  return {
    nationalNumber: recipient.nationalNumber,
    enterpriseNumber: recipient.enterpriseNumber,
    digitalAddress: recipient.digitalAddress,
    firstName: recipient.firstName,
    lastName: recipient.lastName,
    address:
      street === undefined && postcode === undefined
        ? undefined
        : { lines: street === undefined ? [] : [street], postcode: postcode ?? '', city: city ?? '' },
    kvhx: recipient.kvhx,
    email: recipient.email,
  }
}

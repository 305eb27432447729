/** A row as a sender gave it, read by the rules: whom it is for, and what the sender's sector makes of it. */
import type { Recipient } from '#api/dispatch.ts'
import type { Row, Sender } from '#dispatch/sorting/submission.ts'
import type { Level } from '#rules/levels.ts'
import { type RecipientInput, readRecipient } from '#rules/recipient.ts'
import { readWants, type WantsGiven } from '#rules/wants.ts'

export type GivenRow = Omit<Row, 'recipient' | 'sensitive' | 'minimumLevel' | 'printAllowed' | 'wants'> & {
  sensitive: boolean | undefined
  minimumLevel: Level | undefined
  printAllowed: boolean | undefined
  wants?: WantsGiven | undefined
}

export function readRow(sender: Pick<Sender, 'country' | 'publicSector'>, given: GivenRow): Row {
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

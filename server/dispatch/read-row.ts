/** A row as a sender gave it, read by the rules: whom it is for, and what the sender's sector makes of it. */
import type { Recipient } from '#api/dispatch.ts'
import type { Row, Sender } from '#dispatch/submission.ts'
import type { Level } from '#rules/levels.ts'
import { type RecipientInput, readRecipient } from '#rules/recipient.ts'

export type GivenRow = Omit<Row, 'recipient' | 'sensitive' | 'minimumLevel' | 'printAllowed'> & {
  sensitive: boolean | undefined
  minimumLevel: Level | undefined
  printAllowed: boolean | undefined
}

export function readRow(sender: Pick<Sender, 'country' | 'publicSector'>, given: GivenRow): Row {
  return {
    ...given,
    recipient: readRecipient(given.given.country ?? sender.country, inputOf(given.given)),
    // B-06: mail of the public sector is sensitive unless the sender says otherwise.
    sensitive: given.sensitive ?? sender.publicSector,
    minimumLevel: given.minimumLevel ?? 'low',
    printAllowed: given.printAllowed ?? false,
  }
}

const COPIED = [
  'nationalNumber',
  'enterpriseNumber',
  'digitalAddress',
  'firstName',
  'lastName',
  'kvhx',
  'email',
] as const

function inputOf(recipient: Recipient): RecipientInput {
  const input: RecipientInput = {}
  for (const field of COPIED) {
    const text = recipient[field]
    if (text !== undefined) input[field] = text
  }
  const { street, postcode, city } = recipient
  if (street !== undefined || postcode !== undefined)
    input.address = {
      lines: street === undefined ? [] : [street],
      postcode: postcode ?? '',
      ...(city === undefined ? {} : { city }),
    }
  return input
}

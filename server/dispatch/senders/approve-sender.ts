/** A sender is approved by the operator before it can send anything. */
import type { JWK } from 'jose'
import { readPublicKey } from '#dispatch/senders/change-keys.ts'
import {
  holdOtherNames,
  insertSender,
  insertSenderKey,
  readOrganisation,
  setAcceptsMail,
  setSenderState,
} from '#dispatch/senders/sender.store.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import { looksAlike } from '#rules/look-alike.ts'

export type ApproveSender = {
  /** Verified name, as recipients see it. */
  name: string
  country: 'dk' | 'no'
  organisationNumber: string
  publicSector: boolean
  /** Public keys of the sender's clients; an Ed25519, P-256 or RSA (≥ 2048 bits) JWK each. */
  publicKeys: readonly JWK[]
  /** Quota of the singles lane. Default 60,000. */
  lettersPerMinute?: number
  /** Default 200,000. */
  dryRunRowsPerDay?: number
}

const NAME_CHARACTERS_MAX = 100

export async function approveSender(
  house: Pick<House, 'clock' | 'db' | 'vault'>,
  order: ApproveSender,
): Promise<{ senderId: string; keyIds: string[] }> {
  const number = parseEnterpriseNumber(order.country, order.organisationNumber)
  const name = order.name.normalize('NFC').trim()
  if (number.kind === 'invalid')
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'organisationNumber',
          reason: number.reason,
          message: 'Is not a CVR number or organisasjonsnummer.',
        },
      ],
    })
  if (name === '' || name.length > NAME_CHARACTERS_MAX || /\p{C}/u.test(name))
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'name',
          reason: 'format',
          message: `Must be 1 to ${NAME_CHARACTERS_MAX} visible characters.`,
        },
      ],
    })
  const keys = await Promise.all(order.publicKeys.map(readPublicKey))
  const at = house.clock()
  const organisation = { country: order.country, organisationNumber: number.number }
  const senderId = newId(at.getTime())
  // What a sender hands in is sealed under a key of its own until it is delivered.
  await house.vault.create([senderId])
  await asPostOffice(house.db, async (trx) => {
    const alike = (await holdOtherNames(trx, organisation)).find((other) => looksAlike(other.name, name))
    if (alike) throw refuseName(alike)
    await insertSender(trx, {
      senderId,
      name,
      ...organisation,
      publicSector: order.publicSector,
      lettersPerMinute: order.lettersPerMinute ?? 60_000,
      dryRunRowsPerDay: order.dryRunRowsPerDay ?? 200_000,
      approvedAt: at,
    })
    for (const key of keys) await insertSenderKey(trx, { senderId, ...key, addedAt: at })
  })
  return { senderId, keyIds: keys.map((key) => key.keyId) }
}

/** S-18: recipients would take one for the other. The same organisation may have its name again, with other keys. */
function refuseName({ name, organisationNumber }: { name: string; organisationNumber: string }) {
  const message = `Looks like ${name} (${organisationNumber}), another sender. Give a name that tells them apart, with its town for example.`
  return refuse('request-invalid', { faults: [{ field: 'name', reason: 'look-alike', message }] })
}

/** A suspended sender gets no token and its tokens stop within seconds (S-18). */
export async function suspendSender(house: Pick<House, 'db'>, senderId: string): Promise<void> {
  await asPostOffice(house.db, (trx) => setSenderState(trx, senderId, 'suspended'))
}

/** What made it be suspended is over. @throws Refusal `request-invalid` when another looks like it by now */
export async function resumeSender(house: Pick<House, 'db'>, senderId: string): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    const own = await readOrganisation(trx, senderId)
    if (!own) throw refuse('not-found')
    const alike = (await holdOtherNames(trx, own)).find((other) => looksAlike(other.name, own.name))
    if (alike) throw refuseName(alike)
    await setSenderState(trx, senderId, 'approved')
  })
}

/** B-18: from now on people may write to it and answer its letters, or no longer. What was written stays until it is fetched. */
export async function acceptMail(
  house: Pick<House, 'db'>,
  senderId: string,
  wish: { accepts: boolean; customerService: boolean },
): Promise<void> {
  await asPostOffice(house.db, (trx) => setAcceptsMail(trx, senderId, wish))
}

/** The exact values a person's claims have at this moment: what the consent page shows is what is handed over. */
import { inMailbox } from '#ground/db.ts'
import type { Identity } from '../room.ts'
import { isNumberClaim } from './claims-asked.ts'
import { readDisclosed, readVerifiedEmail, readVerifiedPhone } from './disclosed-values.store.ts'

export type DisclosedValues = {
  name?: string
  given_name?: string
  family_name?: string
  email?: string
  email_verified?: boolean
  phone_number?: string
  phone_number_verified?: boolean
  address?: {
    formatted: string
    street_address: string
    postal_code: string
    locality: string
    country: string
  }
  national_number?: string
  national_number_country?: string
}

/**
 * Only what there is: no e-mail address means no claim, and a protected address is never told. null when the person has died, has
 * blocked the ID, or is nobody. Nothing at all, whatever was consented to, once they have blocked their data (I-19).
 */
export async function disclosedValues(
  identity: Pick<Identity, 'db'>,
  personId: string,
  right: { nationalNumber: boolean },
): Promise<DisclosedValues | null> {
  const row = await readDisclosed(identity.db, personId)
  if (!row) return null
  if (row.dataBlocked) return {}
  const { mailboxId } = row
  const contact = mailboxId
    ? await inMailbox(identity.db, mailboxId, async (trx) => ({
        email: await readVerifiedEmail(trx, mailboxId),
        phone: await readVerifiedPhone(trx, mailboxId),
      }))
    : null
  return {
    name: `${row.givenNames} ${row.familyName}`,
    given_name: row.givenNames,
    family_name: row.familyName,
    ...(contact?.email ? { email: contact.email, email_verified: true } : {}),
    ...(contact?.phone ? { phone_number: contact.phone, phone_number_verified: true } : {}),
    ...(row.protected ? {} : { address: addressOf(row) }),
    ...(right.nationalNumber
      ? { national_number: row.nationalNumber, national_number_country: row.country.toUpperCase() }
      : {}),
  }
}

/** In the words of Core §5.1.1. */
function addressOf(row: NonNullable<Awaited<ReturnType<typeof readDisclosed>>>) {
  const place = [row.floor, row.door, row.dwelling].filter(Boolean).join(' ')
  const road = [row.road, row.houseNumber].join(' ')
  const street = [row.careOf && `c/o ${row.careOf}`, place ? `${road}, ${place}` : road]
    .filter(Boolean)
    .join('\n')
  return {
    formatted: `${street}\n${row.postcode} ${row.city}`,
    street_address: street,
    postal_code: row.postcode,
    locality: row.city,
    country: row.country.toUpperCase(),
  }
}

/** As the person reads it; null for what needs no line of its own. */
export function shownValue(values: DisclosedValues, claim: string): string | null {
  if (['email_verified', 'phone_number_verified', 'national_number_country'].includes(claim)) return null
  if (claim === 'address') return values.address?.formatted ?? null
  const value =
    values[claim as 'name' | 'given_name' | 'family_name' | 'email' | 'phone_number' | 'national_number']
  if (claim === 'national_number' && value && isNumberClaim(claim))
    return `${value.slice(0, 6)} ${value.slice(6)}`
  return value ?? null
}

import type { ProblemCode } from '#api/problems.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { issueDigitalAddresses } from './issue-digital-address.ts'
import { appendConsents, type Consent, erasedAmong, insertMailboxes } from './mailboxes.store.ts'
import { giveMailboxes, lockPeople, moveDigitalAddresses, type PersonRow } from './people.store.ts'
import { refreshExchange } from './refresh-exchange.ts'

/** Versions of the texts that were shown and accepted. Without terms and number use there is no mailbox (P-10, P-12); the
 * exchange of name and address is a choice of its own. */
export type SignUpConsents = { terms: string; numberUse: string; addressExchange?: string }

export type OpenMailbox = { personId: string; language: 'da' | 'nb' | 'sv' | 'en'; consents: SignUpConsents }

export type OpenedMailbox = {
  mailboxId: string
  personId: string
  userNumber: string
  digitalAddress: string
}
export type Opening =
  | ({ kind: 'opened' } & OpenedMailbox)
  | {
      kind: 'refused'
      personId: string
      code: Extract<ProblemCode, 'sign-up-not-possible' | 'mailbox-exists'>
    }

/** P-10: opens a mailbox for somebody the register knows as living here. Throws `mailbox-exists` or `sign-up-not-possible`. */
export async function openMailbox(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  request: OpenMailbox,
): Promise<OpenedMailbox> {
  const [opening] = await openMailboxes(house, [request])
  if (opening?.kind === 'opened') {
    const { kind: _, ...opened } = opening
    return opened
  }
  throw refuse(opening?.code ?? 'sign-up-not-possible')
}

/** The same for many at once, each refused or opened by itself. Keys come first and outside the transaction: a key without
 * a mailbox harms nobody, a mailbox without a key could not be delivered to. */
export async function openMailboxes(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  requests: readonly OpenMailbox[],
): Promise<Opening[]> {
  const wanted = [...new Map(requests.map((request) => [request.personId, request])).values()]
  const ids = new Map(wanted.map((request) => [request.personId, newId()]))
  await house.vault.create([...ids.values()])
  const opened = await asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    const people = new Map(
      (await lockPeople(trx, [...ids.keys()])).map((person) => [person.person_id, person]),
    )
    const had = [...people.values()].flatMap((person) => person.mailbox_id ?? [])
    const erased = had.length === 0 ? new Set<string>() : await erasedAmong(trx, had)
    const refusalFor = (personId: string) => refusalOf(people.get(personId), erased)
    const rows = wanted.flatMap((request) => {
      const person = people.get(request.personId)
      if (!person || refusalFor(request.personId)) return []
      return [{ request, person: { ...person, mailbox_id: ids.get(request.personId)! } }]
    })
    const results = new Map<string, Opening>()
    for (const { personId } of wanted) {
      const code = refusalFor(personId)
      if (code) results.set(personId, { kind: 'refused', personId, code })
    }
    if (rows.length === 0) return results
    const userNumbers = await insertMailboxes(
      trx,
      rows.map(({ request, person }) => ({
        mailboxId: person.mailbox_id,
        personId: person.person_id,
        profile: person.country,
        language: request.language,
      })),
      at,
    )
    await appendConsents(
      trx,
      rows.flatMap(({ request, person }) => consentsOf(person.mailbox_id, request.consents)),
      at,
    )
    const owners = rows.map(({ request, person }) => ({
      ...person,
      mailbox_state: 'open' as const,
      exchange_consent: request.consents.addressExchange !== undefined,
    }))
    await giveMailboxes(
      trx,
      owners.map((owner) => ({
        personId: owner.person_id,
        mailboxId: owner.mailbox_id,
        exchangeConsent: owner.exchange_consent,
      })),
    )
    const moved = owners.filter(({ person_id }) => people.get(person_id)?.mailbox_id)
    if (moved.length > 0)
      await moveDigitalAddresses(
        trx,
        moved.map((owner) => ({ personId: owner.person_id, mailboxId: owner.mailbox_id })),
        at,
      )
    const addresses = await issueDigitalAddresses(trx, owners, at)
    await refreshExchange(trx, owners)
    for (const owner of owners) {
      results.set(owner.person_id, {
        kind: 'opened',
        mailboxId: owner.mailbox_id,
        personId: owner.person_id,
        userNumber: userNumbers.get(owner.mailbox_id)!,
        digitalAddress: addresses.get(owner.person_id)!,
      })
    }
    return results
  })
  return requests.map((request) => opened.get(request.personId)!)
}

/** Protected people may have a mailbox; the dead, the emigrated and numbers out of use may not get one. Whose old mailbox is erased
 * begins anew (B-22); until then it is to be reopened. */
function refusalOf(
  person: PersonRow | undefined,
  erased: ReadonlySet<string>,
): 'sign-up-not-possible' | 'mailbox-exists' | undefined {
  if (person?.status !== 'active') return 'sign-up-not-possible'
  return person.mailbox_id === null || erased.has(person.mailbox_id) ? undefined : 'mailbox-exists'
}

export function consentsOf(mailboxId: string, { terms, numberUse, addressExchange }: SignUpConsents) {
  const given: [Consent, string][] = [
    ['terms', terms],
    ['number-use', numberUse],
  ]
  if (addressExchange !== undefined) given.push(['address-exchange', addressExchange])
  return given.map(([consent, textVersion]) => ({
    mailboxId,
    consentEventId: newId(),
    consent,
    given: true,
    textVersion,
  }))
}

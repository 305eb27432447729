import type { PersonRow } from './people.store.ts'

/** the matching index holds only those who consented, are not protected, live in the country and have an
 * open mailbox. Everybody else is not in it at all, so that no query can find them. */
export function isInExchange(
  person: Pick<PersonRow, 'exchange_consent' | 'protected' | 'status' | 'mailbox_state' | 'address_form'>,
): boolean {
  return (
    person.exchange_consent &&
    !person.protected &&
    person.status === 'active' &&
    person.mailbox_state === 'open' &&
    person.address_form !== ''
  )
}

import { randomInt } from 'node:crypto'
import type { Trx } from '#ground/db.ts'
import { makeDigitalAddress, tagOf } from '#rules/digital-address.ts'
import {
  digitalNamesOf,
  insertDigitalAddresses,
  type PersonRow,
  retireDigitalAddresses,
} from './people.store.ts'

/** Tags are drawn by lot from this many, so that nobody can write to one mailbox after the other by counting. */
const SERIALS = 200_000_000
const ROUNDS_MAX = 20

type Holder = Pick<PersonRow, 'person_id' | 'given_names' | 'family_name'> & { mailbox_id: string }

/** P-08: gives each a new digital address and returns it by person. */
export async function issueDigitalAddresses(
  trx: Trx,
  holders: readonly Holder[],
  at: Date,
): Promise<Map<string, string>> {
  const issued = new Map<string, string>()
  let waiting = [...new Map(holders.map((holder) => [holder.person_id, holder])).values()]
  for (let round = 0; waiting.length > 0; round++) {
    if (round === ROUNDS_MAX) throw new Error('no free digital address found: the range of tags is too full')
    const rows = waiting.map((holder) => {
      const tag = tagOf(randomInt(SERIALS))
      const whole = makeDigitalAddress(holder.given_names, holder.family_name, tag)
      const name = whole.slice(0, whole.indexOf('#'))
      return { personId: holder.person_id, mailboxId: holder.mailbox_id, tag, name, whole }
    })
    const written = await insertDigitalAddresses(trx, rows, at)
    for (const row of rows) if (written.has(row.personId)) issued.set(row.personId, row.whole)
    waiting = waiting.filter((holder) => !written.has(holder.person_id))
  }
  return issued
}

/** D-16: whose name has changed gets a new address; the old one still reaches its owner and never anybody else. */
export async function reissueDigitalAddresses(
  trx: Trx,
  people: readonly PersonRow[],
  at: Date,
): Promise<number> {
  const holders = people.filter((person): person is PersonRow & Holder => person.mailbox_id !== null)
  if (holders.length === 0) return 0
  const names = await digitalNamesOf(
    trx,
    holders.map((holder) => holder.mailbox_id),
  )
  const renamed = holders.filter((holder) => {
    const whole = makeDigitalAddress(holder.given_names, holder.family_name, tagOf(0))
    return names.get(holder.mailbox_id) !== whole.slice(0, whole.indexOf('#'))
  })
  if (renamed.length === 0) return 0
  await retireDigitalAddresses(
    trx,
    renamed.map((holder) => holder.mailbox_id),
    at,
  )
  await issueDigitalAddresses(trx, renamed, at)
  return renamed.length
}

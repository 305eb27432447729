/** Who lives in the demo: mailboxes for nearly everybody, a few consents withheld, and some people one can sign in as. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import { registerTotp } from '#identity/change-devices.ts'
import { openIdentity } from '#identity/room.ts'
import { setLogin } from '#identity/set-password.ts'
import { base32Of } from '#identity/totp.ts'
import { CONSENT_TEXTS } from '#people/consent-texts.ts'
import { openMailboxes } from '#people/open-mailbox.ts'
import { foldName } from '#rules/names.ts'
import type { Step } from './progress.ts'

export type DemoLogin = {
  personId: string
  name: string
  country: 'dk' | 'no'
  signInAs: string
  password: string
  /** Secret of the code app, base32; null: password only. */
  totpSecret: string | null
  nationalNumber: string
  mailboxId: string
  email: string
}

type PersonRow = {
  person_id: string
  country: 'dk' | 'no'
  given_names: string
  family_name: string
  national_number: string
}

const TERMS = { terms: CONSENT_TEXTS.terms, numberUse: CONSENT_TEXTS['number-use'] }
const AT_ONCE = 500

/** Every twentieth has no mailbox, every fifth did not agree to the exchange of name and address. */
export async function openDemoMailboxes(house: House, step: Step): Promise<void> {
  const people = await asPostOffice(house.db, (trx) =>
    trx
      .selectFrom('person')
      .select(['person_id', 'country'])
      .where('status', '=', 'active')
      .where('mailbox_id', 'is', null)
      .orderBy('national_number')
      .execute(),
  )
  const wanted = people.filter((_, i) => i % 20 !== 19)
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    const some = wanted.slice(i, i + AT_ONCE)
    await openMailboxes(
      house,
      some.map((person, n) => ({
        personId: person.person_id,
        language: person.country === 'no' ? 'nb' : 'da',
        consents:
          (i + n) % 5 === 4 ? TERMS : { ...TERMS, addressExchange: CONSENT_TEXTS['address-exchange'] },
      })),
    )
    step.say(`${Math.min(i + AT_ONCE, wanted.length)} of ${wanted.length}`)
  }
}

const PASSWORDS = [
  'brev under hyldetræet',
  'to sejl og en fjord',
  'kaffe klokken fire',
  'hytte ved vannet',
] as const

/** Three Danes and a Norwegian; the third has no code app, to see what a password alone opens. */
export async function makeDemoLogins(house: House): Promise<DemoLogin[]> {
  const people = await asPostOffice(house.db, async (trx) => [
    ...(await somePeople(trx, 'dk', 3)),
    ...(await somePeople(trx, 'no', 1)),
  ])
  const secret = await installationSecret(house.config.DATA_DIR)
  const identity = openIdentity(house, { secret })
  const logins: DemoLogin[] = []
  for (const [i, person] of people.entries()) {
    const name = `${person.given_names.split(' ')[0]} ${person.family_name.split(' ').at(-1)}`
    const userId = foldName(name.toLowerCase()).replace(/[^a-z]+/g, '.')
    const password = PASSWORDS[i]!
    await setLogin(identity, {
      personId: person.person_id,
      password,
      ...(person.country === 'dk' ? { userId } : {}),
    })
    const totp = i === 2 ? null : randomBytes(20)
    if (totp)
      await asPostOffice(house.db, (trx) =>
        registerTotp(identity, trx, {
          personId: person.person_id,
          secret: totp,
          name: 'Demo',
          lastStep: null,
        }),
      )
    const email = `${userId}@example.org`
    logins.push({
      personId: person.person_id,
      name,
      country: person.country,
      signInAs: person.country === 'dk' ? userId : person.national_number,
      password,
      totpSecret: totp && base32Of(totp),
      nationalNumber: person.national_number,
      mailboxId: person.mailbox_id,
      email,
    })
  }
  return logins
}

async function somePeople(
  trx: Parameters<Parameters<typeof asPostOffice>[1]>[0],
  country: 'dk' | 'no',
  count: number,
) {
  const { rows } = await sql<PersonRow & { mailbox_id: string }>`
    select distinct on (family_name) person_id, country, given_names, family_name, national_number, mailbox_id
    from person where country = ${country} and mailbox_state = 'open' and not protected and exchange_consent
      and length(given_names) between 4 and 16 and family_name ~ '^[A-ZÆØÅ][a-zæøå]+$'
    order by family_name, national_number limit ${count}`.execute(trx)
  return rows
}

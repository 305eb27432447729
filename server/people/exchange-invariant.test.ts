import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { RegisterPerson } from '#ground/ports.ts'
import { Refusal } from '#ground/refuse.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { applyPeople } from './apply-register.ts'
import { byNumbers } from './find-candidates.ts'
import { openMailbox } from './open-mailbox.ts'
import { setExchangeConsent } from './set-exchange-consent.ts'
import { withdrawNumberConsent } from './withdraw-number-consent.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const office = <T>(work: (trx: Trx) => Promise<T>) => asPostOffice(open.house.db, work)

const ROADS = ['Birkevej', 'Egevej', '?'] // the last is no road: the law cannot read it
const step = fc.oneof(
  fc.record({
    do: fc.constant('register' as const),
    who: fc.nat(3),
    givenNames: fc.constantFrom('Åse', 'Paul Peter', '-'),
    familyName: fc.constantFrom('Smith', 'von der Leyen'),
    road: fc.constantFrom(...ROADS),
    status: fc.constantFrom('active', 'active', 'active', 'inactive', 'deceased', 'emigrated'),
    protected: fc.constantFrom(false, false, false, true),
  }),
  fc.record({ do: fc.constant('open' as const), who: fc.nat(3), given: fc.boolean() }),
  fc.record({ do: fc.constant('consent' as const), who: fc.nat(3), given: fc.boolean() }),
  fc.record({ do: fc.constant('end' as const), who: fc.nat(3) }),
)

/** What the law says must be in the index, worked out the slow and obvious way from what was done. */
type Model = { person: RegisterPerson; mailbox: 'none' | 'open' | 'closed'; consent: boolean }

function expected(model: Model): string | undefined {
  const { person, mailbox, consent } = model
  if (mailbox !== 'open' || !consent || person.protected || person.status !== 'active') return undefined
  if (person.address.road === '?' || person.givenNames === '-') return undefined
  const first = person.givenNames === 'Åse' ? 'åse' : 'paul'
  const last = person.familyName === 'Smith' ? 'smith' : 'leyen'
  return `${first} ${last} dk|3460|${person.address.road.toLowerCase()}|1||`
}

let run = 0

test('A-03 A-07 A-13 S-03: whatever happens in whatever order, the index holds exactly those it may hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      run++
      const models = new Map<number, Model>()
      const numberOf = (who: number) => String(100_000 * run + who).padStart(10, '0')
      const find = async (who: number) =>
        (await office((trx) => byNumbers(trx, [{ country: 'dk', nationalNumber: numberOf(who) }])))[0]
      const tolerate = (error: unknown) => {
        if (!(error instanceof Refusal)) throw error
        return undefined
      }
      for (const one of steps) {
        const found = await find(one.who)
        const model = models.get(one.who)
        assert.equal(found === undefined, model === undefined)
        if (one.do === 'register') {
          const person: RegisterPerson = {
            country: 'dk',
            nationalNumber: numberOf(one.who),
            givenNames: one.givenNames,
            familyName: one.familyName,
            address: { road: one.road, houseNumber: '1', postcode: '3460', city: 'Birkerød' },
            status: one.status,
            protected: one.protected,
          }
          await office((trx) => applyPeople(trx, [person], open.clock.now()))
          models.set(one.who, { mailbox: 'none', consent: false, ...model, person })
        } else if (one.do === 'open' && found) {
          const opened = await openMailbox(open.house, {
            personId: found.personId,
            language: 'da',
            consents: { terms: '1', numberUse: '1', ...(one.given ? { addressExchange: '1' } : {}) },
          }).catch(tolerate)
          assert.equal(opened !== undefined, model!.mailbox === 'none' && model!.person.status === 'active')
          if (opened) models.set(one.who, { ...model!, mailbox: 'open', consent: one.given })
        } else if (one.do === 'consent' && found?.mailboxId) {
          const { mailboxId } = found
          const set = await setExchangeConsent(open.house, {
            mailboxId,
            given: one.given,
            textVersion: '1',
          }).catch(tolerate)
          assert.equal(set !== undefined, model!.mailbox === 'open')
          if (set) models.set(one.who, { ...model!, consent: one.given })
        } else if (one.do === 'end' && found?.mailboxId) {
          const { mailboxId } = found
          await withdrawNumberConsent(open.house, {
            mailboxId,
            understood: true,
            endsLetters: 0,
            textVersion: '1',
          }).catch(tolerate)
          models.set(one.who, { ...model!, mailbox: 'closed', consent: false })
        }
      }
      const { rows } = await office((trx) =>
        sql<{ number: string; entry: string }>`
          select p.national_number as number, e.first_name || ' ' || e.last_name || ' ' || e.address_form as entry
          from exchange e join person p using (person_id)
          where e.mailbox_id = p.mailbox_id and p.national_number between ${numberOf(0)} and ${numberOf(9)}`.execute(
          trx,
        ),
      )
      const should = [...models].flatMap(([who, model]) => {
        const entry = expected(model)
        return entry === undefined ? [] : [[numberOf(who), entry] as const]
      })
      assert.deepEqual(new Map(rows.map((row) => [row.number, row.entry])), new Map(should))
    }),
    { numRuns: 25 },
  )
})

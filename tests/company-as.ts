/** For tests of companies and their employees from end to end: people who really sign in, the worker's real handlers. */
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { inMailbox } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { insertEmployee } from '#people/employees/employees.store.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'
import { handlersOf } from '#worker/handlers.ts'
import { type OpenHouseOptions, openHouse } from './open-house.ts'
import { addSomebody, type Browser, openBrowser, type Somebody, type SomebodyOptions } from './visitor.ts'

export type Company = {
  readonly enterpriseId: string
  readonly mailboxId: string
  readonly name: string
  /** The employment of its first administrator. */
  readonly employeeId: string
}

/** Numbers of the business register that hold the modulus check. */
const NUMBERS = [
  '10150817',
  '24256790',
  '61126228',
  '29188378',
  '13612870',
  '31000017',
  '40000011',
  '40000038',
]

/** Somebody who works there and is signed in for the company. */
export type Colleague = { readonly who: Somebody; readonly employeeId: string; readonly browser: Browser }

export async function openCompanies(options: OpenHouseOptions = {}) {
  const open = await openHouse(options)
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 6) })
  const app = await open.app(...frontRooms(identity))
  const handlers = handlersOf(open.house) as Record<string, (payload: unknown, run: object) => Promise<void>>
  const browser = (address?: string) => openBrowser(app, identity.site.origin, address)
  let founded = 0

  /** Signs in and, unless told otherwise, acts for the company by this employment. */
  async function signedIn(who: Somebody, employeeId?: string): Promise<Browser> {
    // A code is good once: the next sign-in waits for the next one.
    open.clock.advance(30_000)
    const one = browser()
    const answer = await one.signIn(who, 'substantial')
    assert.equal(answer.json?.level, 'substantial', answer.text)
    if (employeeId) {
      const acting = await one.ask('POST', '/api/session/acting-for', { json: { employeeId } })
      assert.equal(acting.status, 200, acting.text)
    }
    return one
  }

  return {
    ...open,
    identity,
    app,
    browser,
    somebody: (seed: SomebodyOptions = {}) => addSomebody({ house: open.house, identity }, seed),

    /** A company with this person as its first administrator. */
    async found(administrator: Somebody, name = 'Fjordby Bageri ApS'): Promise<Company> {
      const company = await openEnterpriseMailbox(open.house, {
        country: 'dk',
        enterpriseNumber: NUMBERS[founded++]!,
        name,
        address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
        administratorId: administrator.personId,
        administratorEmail: `chef${founded}@bageri.example`,
        language: 'da',
        terms: '2026-11',
      })
      return { ...company, name }
    },

    signedIn,

    /** A colleague who is employed without the invitation, and already acts for the company. */
    async hire({ mailboxId, enterpriseId }: Company, name: string, role: EmployeeRole): Promise<Colleague> {
      const who = await addSomebody(
        { house: open.house, identity },
        { name: { givenNames: name, familyName: 'Holm' } },
      )
      const employeeId = newId(open.clock.now().getTime())
      const email = `${name.toLowerCase()}@bageri.example`
      const address = { street: 'Torvet 1', postcode: '5000', city: 'Odense C', mobile: null }
      const order = { ...address, name: `${name} Holm`, email, emailForm: email, role }
      const employee = { ...order, employeeId, mailboxId, enterpriseId, personId: who.personId }
      await inMailbox(open.house.db, mailboxId, (trx) => insertEmployee(trx, employee, open.clock.now()))
      return { who, employeeId, browser: await signedIn(who, employeeId) }
    },

    /** Runs every job that waits, with the handlers of the worker. */
    async work(): Promise<void> {
      for (;;) {
        const { rows } = await sql<{ name: string; id: string; payload: unknown }>`
          with due as (
            delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
             where t.id = j.task_id and t.identifier = any(${Object.keys(handlers)}::text[])
            returning t.identifier as name, j.id::text, j.payload)
          select * from due`.execute(open.house.db)
        if (rows.length === 0) return
        for (const { name, id, payload } of rows)
          await handlers[name]!(payload, { lastTry: false, jobId: id })
      }
    },

    /** The path of the link in the newest mail to this address. */
    linkTo(email: string): string {
      const mail = open.outbox.findLast(({ to }) => to === email)
      assert.ok(mail, `no mail to ${email}`)
      const [link, ...others] = mail.text.match(/https?:\S+/g) ?? []
      assert.ok(link && others.length === 0, 'an invitation holds one link')
      const url = new URL(link)
      assert.equal(url.origin, identity.site.origin)
      return url.pathname + url.search
    },
  }
}

export type Companies = Awaited<ReturnType<typeof openCompanies>>

export const ORDER = {
  name: 'Jens Holm',
  street: 'Havnegade 4',
  postcode: '5000',
  city: 'Odense C',
  email: 'jens@bageri.example',
  mobile: '',
  role: 'reader',
}

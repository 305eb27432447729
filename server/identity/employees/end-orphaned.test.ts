// Employments that nobody ends any more, by real administrators and the real erasure.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { inMailbox } from '#ground/db.ts'
import { eraseMailbox } from '#people/erase-mailbox.ts'
import { erasureOf } from '#people/erasure-date.ts'
import { addMonths } from '#rules/add-months.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { openCompanies } from '#tests/company-as.ts'
import { endOrphaned } from './end-orphaned.ts'
import { forgetEmployees } from './forget-employees.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies()
})
after(() => open?.close())

const DAY = 86_400_000

test('N-07 P-02 R13: with the content an enterprise’s employments end, from its closing on; so do those of who has died, a month after the notice', async () => {
  const karen = await open.somebody({ name: { givenNames: 'Karen', familyName: 'Chef' } })
  const company = await open.found(karen, 'Ophører ApS')
  const [eva, poul] = [
    await open.hire(company, 'Eva', 'administrator'),
    await open.hire(company, 'Poul', 'reader'),
  ]
  const read = async () => {
    const { rows } = await inMailbox(open.house.db, company.mailboxId, (trx) =>
      sql<{ name: string; state: string; ended: Date | null; by: string | null }>`
        select e.name, e.state, e.ended_at as ended,
               (select by_kind from employee_event v where v.mailbox_id = e.mailbox_id and v.employee_id = e.employee_id
                                                        and v.event = 'ended') as by
          from employee e where e.mailbox_id = ${company.mailboxId} order by e.name`.execute(trx),
    )
    return rows
  }
  const states = async () => (await read()).map(({ name, state }) => `${name}: ${state}`)
  await sql`update person set status = 'deceased' where person_id = ${poul.who.personId}`.execute(
    open.house.db,
  )
  const notice = open.clock.now()
  await inMailbox(open.house.db, poul.who.mailboxId, (trx) =>
    sql`update mailbox set death_notice_at = ${notice} where mailbox_id = ${poul.who.mailboxId}`.execute(trx),
  )
  open.clock.advance(29 * DAY)
  assert.equal(await endOrphaned(open.identity), 0, 'a register may err')
  open.clock.set(addMonths(notice, EMPLOYEE_LIMITS.afterDeathMonths))
  assert.equal(await endOrphaned(open.identity), 1)
  assert.deepEqual((await read())[2], { name: 'Poul Holm', state: 'ended', ended: notice, by: 'system' })

  const [chief, second] = [
    await open.signedIn(karen, company.employeeId),
    await open.signedIn(eva.who, eva.employeeId),
  ]
  await chief.ask('POST', '/api/enterprise/closing')
  open.clock.advance(1000)
  const confirmed = await second.ask('POST', '/api/enterprise/closing/confirm', {
    json: { understood: true, endsLetters: 0 },
  })
  assert.equal(confirmed.status, 200, confirmed.text)
  const closed = open.clock.now()
  assert.equal(await endOrphaned(open.identity), 0, 'it may be opened again')
  open.clock.set(erasureOf('dk', closed))
  await eraseMailbox(open.house, { mailboxId: company.mailboxId })
  await open.work()
  assert.deepEqual(await states(), ['Eva Holm: active', 'Karen Chef: active', 'Poul Holm: ended'])
  assert.equal(await endOrphaned(open.identity), 2)
  for (const { ended, by } of (await read()).slice(0, 2)) assert.deepEqual([ended, by], [closed, 'system'])
  assert.equal(await endOrphaned(open.identity), 0)
  open.clock.set(addMonths(closed, EMPLOYEE_LIMITS.keepYears * 12))
  await forgetEmployees(open.identity)
  assert.deepEqual(await read(), [])
})

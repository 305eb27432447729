// What people want to be reminded of in their calendar, from the choice over HTTP to what the worker's real handlers send.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { Calendar, EntryMarked } from '#api/calendar.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import type { Wants } from '#rules/wants.ts'
import { openNoticesRoom } from './notices-room.ts'
import { seedLetter } from './seed-letters.ts'
import { type SeededSender, seedSender } from './seed-people.ts'
import type { Browser, Somebody } from './visitor.ts'

const { open, mails, refusing, startAfresh, member, set, work, due } = await openNoticesRoom()
let sender: SeededSender
beforeEach(async () => {
  await startAfresh()
  sender ??= await seedSender(open.house, { name: 'Fjordby Forsyning A/S' })
})
after(() => open.close())

const PAY: Wants = { kind: 'pay', amountMinor: 124_050, currency: 'DKK', dueOn: '2030-11-29' }
const visit = (startsAt: string): Wants => ({
  kind: 'appointment',
  startsAt,
  endsAt: null,
  place: 'Klinikken',
})

async function letterTo(who: Somebody, wants: Wants, more: object = {}): Promise<string> {
  const seed = { mailboxId: who.mailboxId, senderId: sender.senderId, title: 'Regning', wants, ...more }
  return (await seedLetter(open.house, seed)).letterId
}

async function mark(browser: Browser, letterId: string, json: object): Promise<EntryMarked> {
  const answer = await browser.ask('PATCH', `/api/calendar/${letterId}`, { json })
  assert.equal(answer.status, 200, answer.text)
  return JSON.parse(answer.text)
}

async function trash(browser: Browser, letterId: string): Promise<void> {
  const json = { letterIds: [letterId], change: { kind: 'trash' } }
  const answer = await browser.ask('POST', '/api/letters/changes', { json })
  assert.equal(answer.status, 200, answer.text)
}

const sent = () => [mails.length, open.texted.length, open.pushed.length]
const update = (change: ReturnType<typeof sql>) => asPostOffice(open.house.db, (trx) => change.execute(trx))

async function at(moment: string): Promise<void> {
  open.clock.set(moment)
  await work()
}

test('B-17 T-01 D-14 D-15 B-06: at nine by the clock there, once on each chosen way, also of a letter long read; several of a morning are one; nothing says what or when', async () => {
  const { who, browser, email, phone } = await member()
  await set(browser, { reminders: { bySms: true }, digestHour: 18 })
  const bill = await letterTo(who, PAY)
  const secret = await letterTo(who, visit('2030-11-29T09:30:00.000Z'), {
    title: 'Psykiatrisk klinik',
    sensitive: true,
  })
  assert.equal((await browser.ask('POST', `/api/letters/${bill}/open`)).status, 200)
  const marked = await mark(browser, bill, { remindDays: 3 })
  assert.deepEqual(marked, { doneAt: null, remindDays: 3, remindAt: '2030-11-26T08:00:00.000Z' })
  await mark(browser, secret, { remindDays: 1 })
  for (let more = 0; more < 2; more++) await mark(browser, await letterTo(who, PAY), { remindDays: 0 })
  await at('2030-11-26T07:59:00.000Z')
  assert.deepEqual(sent(), [0, 0, 0])
  await at('2030-11-26T08:00:00.000Z')
  assert.deepEqual(sent(), [1, 1, 1], 'it does not wait for the digest: it was asked for')
  assert.deepEqual([mails[0]!.to, open.texted[0]!.to], [email, phone])
  assert.match(mails[0]!.text, /Afsender: Fjordby Forsyning A\/S/)
  assert.deepEqual(JSON.parse(open.pushed[0]!.text), {
    title: 'Brevhus',
    body: 'Du har bedt om en påmindelse fra din kalender.',
    path: '/calendar',
    lang: 'da',
  })
  await at('2030-11-28T08:00:00.000Z')
  assert.deepEqual(sent(), [2, 2, 2])
  assert.ok(!mails[1]!.text.includes('Fjordby'), 'of a sensitive letter not even from whom')
  const said = JSON.stringify([mails, open.texted, open.pushed])
  assert.doesNotMatch(said, /psykiatrisk|klinik|regning|1\.?240|29\. ?nov|2030-11|Lindholm/i)
  assert.doesNotMatch(mails[0]!.text + mails[1]!.text + open.texted[0]!.text, /https?:|www\.|\/letters/)
  assert.ok(open.texted[0]!.text.length <= 160)
  await at('2030-11-29T08:00:00.000Z')
  assert.deepEqual(sent(), [3, 3, 3], 'one morning, one notice')
  assert.match(mails[2]!.text, /om 2 frister eller aftaler/)
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ kind: string; channel: string; letter_id: string | null }>`
      select kind, channel, letter_id from notice where mailbox_id = ${who.mailboxId} order by at, channel`.execute(
      trx,
    ),
  )
  assert.deepEqual(
    rows.map(({ kind, channel, letter_id }) => [kind, channel, letter_id]),
    [bill, secret, null].flatMap((letterId) =>
      ['email', 'push', 'sms'].map((channel) => ['calendar', channel, letterId]),
    ),
  )
})

test('B-17: however often its jobs run, and wherever they were broken off, one way tells it once', async () => {
  const { who, browser, email } = await member()
  const bill = await letterTo(who, PAY)
  await mark(browser, bill, { remindDays: 1 })
  const moment = '2030-11-28T08:00:00.000Z'
  assert.deepEqual(await due('remind-of-days'), [moment])
  const again = () =>
    asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'remind-of-days', { mailboxId: who.mailboxId, at: moment }),
    )
  open.clock.set(moment)
  for (let i = 0; i < 3; i++) {
    await again()
    await work()
  }
  assert.deepEqual(sent(), [1, 0, 1])
  assert.equal(mails[0]!.to, email)

  // Killed after the first job, before those that send: what waits is there once more, and nothing twice.
  await startAfresh()
  const killed = await member()
  await mark(killed.browser, await letterTo(killed.who, PAY), { remindDays: 1 })
  const first = { mailboxId: killed.who.mailboxId, at: moment }
  open.clock.set(moment)
  await open.workOnce('remind-of-days')
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'remind-of-days', first))
  await open.workOnce('remind-of-days')
  assert.deepEqual((await due('send-reminder')).length, 2)
  await work()
  assert.deepEqual(sent(), [1, 0, 1])

  await startAfresh()
  const second = await member()
  await mark(second.browser, await letterTo(second.who, PAY), { remindDays: 1 })
  refusing.add(second.email)
  await at(moment)
  assert.equal(mails.length, 0)
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ outcome: string; failing: boolean }>`
      select n.outcome, e.failing_since is not null as failing from notice n
      join contact_email e on e.mailbox_id = n.mailbox_id and e.email_no = n.email_no
      where n.mailbox_id = ${second.who.mailboxId} and n.kind = 'calendar'`.execute(trx),
  )
  assert.deepEqual(rows, [{ outcome: 'refused', failing: true }], 'a dead address is found out by it, too')
})

test('B-17: nothing comes of what is done, thrown away, moved to another day or taken back, nor to whom it is no use any more', async () => {
  const silent: Record<string, (letterId: string, who: Somebody, browser: Browser) => Promise<unknown>> = {
    done: (letterId, _, browser) => mark(browser, letterId, { done: true }),
    'taken back': (letterId, _, browser) => mark(browser, letterId, { remindDays: null }),
    'in the trash': (letterId, _, browser) => trash(browser, letterId),
    gone: async (letterId, _, browser) => {
      await trash(browser, letterId)
      const gone = await browser.ask('POST', '/api/trash/delete', { json: { letterIds: [letterId] } })
      assert.equal(gone.status, 200, gone.text)
    },
    closed: (_, who) => update(sql`update mailbox set state = 'closed' where mailbox_id = ${who.mailboxId}`),
    deceased: (_, who) =>
      update(sql`update person set status = 'deceased' where person_id = ${who.personId}`),
    'no way is wanted': (_, __, browser) => set(browser, { reminders: { byEmail: false, byPush: false } }),
  }
  for (const [why, happens] of Object.entries(silent))
    for (const late of [false, true]) {
      await startAfresh()
      const { who, browser } = await member()
      const letterId = await letterTo(who, PAY)
      await mark(browser, letterId, { remindDays: 1 })
      if (!late) await happens(letterId, who, browser)
      open.clock.set('2030-11-28T08:00:00.000Z')
      // At the very moment: the first job has run, those that send have not.
      const { rows } = await sql<{ name: string }>`
        select t.identifier as name from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id`.execute(open.house.db)
      assert.ok(rows.length > 0)
      if (late) {
        await open.workOnce('remind-of-days')
        await browser.signIn(who, 'substantial')
        await happens(letterId, who, browser)
      }
      await work()
      assert.deepEqual(sent(), [0, 0, 0], `${why}${late ? ', at the last moment' : ''}`)
    }
})

test('B-17: set otherwise, it comes on the new day alone; restored or not done after all, it comes; set too late it says so and stays silent', async () => {
  const { who, browser } = await member()
  const bill = await letterTo(who, PAY)
  await mark(browser, bill, { remindDays: 3 })
  await mark(browser, bill, { remindDays: 1 })
  await mark(browser, bill, { done: true })
  const undone = await mark(browser, bill, { done: false })
  assert.deepEqual([undone.remindDays, undone.remindAt], [1, '2030-11-28T08:00:00.000Z'])
  await at('2030-11-26T08:00:00.000Z')
  assert.deepEqual(sent(), [0, 0, 0])
  await at('2030-11-28T08:00:00.000Z')
  assert.deepEqual(sent(), [1, 0, 1])
  await browser.signIn(who, 'substantial')
  assert.equal((await mark(browser, bill, { remindDays: 7 })).remindAt, null)
  const answer = await browser.ask('GET', '/api/calendar')
  const { entries, reminded } = JSON.parse(answer.text) as Calendar
  const [entry] = entries.filter((one) => one.letterId === bill)
  assert.equal(reminded, true)
  assert.deepEqual([entry!.remindDays, entry!.remindAt], [7, null])
  await set(browser, { reminders: { byEmail: false, byPush: false } })
  const nowhere = await browser.ask('GET', '/api/calendar')
  assert.equal((JSON.parse(nowhere.text) as Calendar).reminded, false)
  await work()
  assert.deepEqual(sent(), [1, 0, 1])
})

test('B-17 T-02: late goes out while it is of use: until the last day has ended there, or an appointment has begun; quiet hours hold it back, and past that it is never sent', async () => {
  const cases: [wants: Wants, days: number, worksAgain: string, told: boolean][] = [
    [PAY, 1, '2030-11-29T22:30:00.000Z', true],
    [PAY, 1, '2030-11-29T23:00:00.000Z', false],
    [visit('2030-11-29T09:30:00.000Z'), 1, '2030-11-29T09:29:00.000Z', true],
    [visit('2030-11-29T09:30:00.000Z'), 1, '2030-11-29T09:30:00.000Z', false],
  ]
  for (const [wants, days, worksAgain, told] of cases) {
    await startAfresh()
    const { who, browser } = await member()
    await mark(browser, await letterTo(who, wants), { remindDays: days })
    await at(worksAgain)
    assert.deepEqual(sent(), told ? [1, 0, 1] : [0, 0, 0], `${wants.kind} ${worksAgain}`)
  }
  await startAfresh()
  const { who, browser } = await member()
  await set(browser, { quiet: { from: 22, until: 10 } })
  await mark(browser, await letterTo(who, PAY), { remindDays: 0 })
  const early = await letterTo(who, visit('2030-11-30T08:30:00.000Z'))
  await mark(browser, await letterTo(who, visit('2030-12-01T10:30:00.000Z')), { remindDays: 0 })
  const { remindAt } = await mark(browser, early, { remindDays: 0 })
  assert.equal(remindAt, '2030-11-29T17:00:00.000Z', 'the evening before, as at nine it would be too near')
  await at('2030-11-29T08:00:00.000Z')
  assert.deepEqual(sent(), [0, 0, 0])
  await at('2030-11-29T09:00:00.000Z')
  assert.deepEqual(sent(), [1, 0, 1])
  await at(remindAt!)
  assert.deepEqual(sent(), [2, 0, 2])
  await browser.signIn(who, 'substantial')
  await set(browser, { quiet: { until: 12 } })
  await at('2030-12-01T08:00:00.000Z')
  await at('2030-12-01T11:00:00.000Z')
  assert.deepEqual(sent(), [2, 0, 2], 'the quiet hours ended after it had begun')
})

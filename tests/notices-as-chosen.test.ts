// The house's clock is ahead of the wall's, so that only what is due by it is due.
// Notices by every channel, as each person chose: through HTTP where people choose, through the worker's real handlers where it is sent.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { NOTICE_PATHS } from '#api/notices.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { interleaved } from './interleaved.ts'
import { DAY, HOUR, openNoticesRoom } from './notices-room.ts'
import { seedSender } from './seed-people.ts'

const { open, mails, goneBrowsers, startAfresh, member, addPush, set, work, letterTo, due } =
  await openNoticesRoom()
beforeEach(startAfresh)
after(() => open.close())

test('T-01 D-14 B-06: e-mail and push to whoever chose them, SMS only where the sender asks; no channel names sender or subject of a sensitive letter', async () => {
  const { who, email, phone } = await member()
  const title = 'Dine prøvesvar'
  const sensitive = await letterTo(who, { sms: true }, { sensitive: true, title })
  await work()
  assert.deepEqual(
    mails.map(({ to }) => to),
    [email],
  )
  assert.deepEqual(
    open.texted.map(({ to }) => to),
    [phone],
  )
  assert.equal(open.pushed.length, 1)
  const said = JSON.stringify([mails, open.texted, open.pushed])
  assert.doesNotMatch(said, /prøvesvar|Fjordby Forsyning|Karen|Lindholm/)
  assert.doesNotMatch(mails[0]!.text + open.texted[0]!.text, /https?:|www\.|\/letters/)
  assert.ok(open.texted[0]!.text.length <= 160)
  assert.deepEqual(JSON.parse(open.pushed[0]!.text), {
    title: 'Brevhus',
    body: 'Du har fået et nyt brev.',
    path: `/letters/${sensitive}`,
    lang: 'da',
  })
  await letterTo(who)
  await work()
  assert.equal(open.texted.length, 1, 'no SMS of letters whose sender did not ask')
  assert.match(mails[1]!.text, /Afsender: Fjordby Forsyning A\/S/)
})

test('T-01: however often its jobs run, a letter is told of once on each way', async () => {
  const { who } = await member()
  const letterId = await letterTo(who, { sms: true, remindAfterDays: 3 })
  const again = () =>
    asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'notify-recipients', {
        letters: [[who.mailboxId, letterId]],
        wishes: [[letterId, { sms: true, remindAfterDays: 3 }]],
      }),
    )
  await again()
  await work()
  await again()
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [1, 1, 1])
  open.clock.advance(3 * DAY)
  await work()
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'remind-recipient', { mailboxId: who.mailboxId, letterId, sms: true }),
  )
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [2, 2, 2], 'reminded once')
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ kind: string; channel: string }>`
      select kind, channel from notice where mailbox_id = ${who.mailboxId} order by kind, channel`.execute(
      trx,
    ),
  )
  assert.deepEqual(
    rows.map(({ kind, channel }) => `${kind} ${channel}`),
    ['letter email', 'letter push', 'letter sms', 'reminder email', 'reminder push', 'reminder sms'],
  )
})

test('T-02: an SMS goes between 09 and 20 by the clock of the profile; an opened letter is not reminded of', async () => {
  const { who, browser } = await member()
  open.clock.set('2030-11-22T19:30:00.000Z')
  await letterTo(who, { sms: true })
  await work()
  assert.equal(open.texted.length, 0)
  assert.deepEqual(await due('send-sms-notice'), ['2030-11-23T08:00:00.000Z'])
  assert.equal(mails.length, 1, 'the others do not wait for it')
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
  // A job that comes up at night, whatever made it late, puts itself off.
  const letterId = await letterTo(who, {}, {})
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'send-sms-notice', { mailboxId: who.mailboxId, letterId }),
  )
  await open.work()
  assert.equal(open.texted.length, 0)
  assert.deepEqual(await due('send-sms-notice'), ['2030-11-23T08:00:00.000Z'])
  open.clock.set('2030-11-23T08:00:00.000Z')
  await work()
  assert.equal(open.texted.length, 1)

  const read = await letterTo(who, { answerBy: '2030-12-01' })
  await open.work()
  assert.deepEqual(await due('remind-recipient'), ['2030-11-29T08:00:00.000Z'], 'two days before, at nine')
  mails.length = 0
  await browser.signIn(who, 'substantial')
  assert.equal((await browser.ask('POST', `/api/letters/${read}/open`)).status, 200)
  open.clock.set('2030-11-29T08:00:00.000Z')
  await work()
  assert.deepEqual(mails, [])
})

test('D-14: channels are switched off, for all senders or one; quiet hours hold notices back until they end', async () => {
  const { who, browser, email } = await member()
  await set(browser, { byEmail: false, bySms: false })
  await letterTo(who, { sms: true })
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [0, 0, 1])
  await set(browser, { byEmail: true, byPush: false })
  const second = await letterTo(who)
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [1, 0, 1])

  await set(browser, { byPush: true, bySms: true })
  const choice = { letterId: second, byEmail: false, bySms: true, byPush: false }
  const chosen = await browser.ask('PUT', NOTICE_PATHS.senders, { json: choice })
  assert.deepEqual(
    chosen.json.senders.map(({ name, byEmail }: { name: string; byEmail: boolean }) => [name, byEmail]),
    [['Fjordby Forsyning A/S', false]],
  )
  await letterTo(who)
  const other = await seedSender(open.house, { name: 'Søndre Klinik' })
  await letterTo(who, {}, { senderId: other.senderId })
  await work()
  assert.deepEqual([mails.length, open.pushed.length], [2, 2], 'the other sender is heard of as before')
  assert.match(mails[1]!.text, /Søndre Klinik/)
  const { choiceId } = chosen.json.senders[0]
  // Two windows that each change one way: neither overwrites the other, in either order or at once.
  const put = (json: object) => () =>
    browser.ask('PUT', NOTICE_PATHS.senders, { json: { letterId: second, ...json } })
  await interleaved(
    async () => {
      await put(choice)()
      return [put({ byEmail: true }), put({ bySms: false })]
    },
    async (turn, codes) => {
      assert.deepEqual(codes, [undefined, undefined], turn)
      const { senders } = (await browser.ask('GET', NOTICE_PATHS.notices)).json
      const { byEmail, bySms, byPush } = senders[0]
      assert.deepEqual({ byEmail, bySms, byPush }, { byEmail: true, bySms: false, byPush: false }, turn)
    },
  )
  assert.deepEqual((await browser.ask('DELETE', `${NOTICE_PATHS.senders}/${choiceId}`)).json.senders, [])

  await set(browser, { quiet: { from: 21, until: 7 } })
  open.clock.set('2030-11-22T22:10:00.000Z')
  await letterTo(who)
  await open.work()
  assert.equal(mails.length, 2)
  assert.deepEqual(await due('send-notice'), ['2030-11-23T06:00:00.000Z'])
  open.clock.set('2030-11-23T06:00:00.000Z')
  await work()
  assert.deepEqual([mails.length, mails[2]!.to], [3, email])
  await browser.signIn(who, 'substantial')
  const quiet = (hours: object | null) => () =>
    browser.ask('PUT', NOTICE_PATHS.notices, { json: { quiet: hours } })
  for (const wrong of [{ from: 7 }, { until: 21 }]) {
    const { status, json } = await quiet(wrong)()
    assert.deepEqual([status, json.faults[0].reason], [422, 'empty'], JSON.stringify(wrong))
  }
  const stands = async () => (await browser.ask('GET', NOTICE_PATHS.notices)).json.quiet
  await interleaved(
    async () => {
      await quiet(null)()
      await quiet({ from: 22, until: 7 })()
      return [quiet({ from: 20 }), quiet({ until: 8 })]
    },
    async (turn, codes) => {
      assert.deepEqual(codes, [undefined, undefined], turn)
      assert.deepEqual(await stands(), { from: 20, until: 8 }, turn)
    },
  )
  await interleaved(
    async () => {
      await quiet(null)()
      return [quiet({ from: 20, until: 7 }), quiet({ from: 23, until: 7 })]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      assert.deepEqual(await stands(), { from: codes[0] ? 23 : 20, until: 7 }, turn)
    },
  )
  await quiet(null)()
  assert.equal((await quiet({ until: 8 })()).json.code, 'changed-meanwhile', 'another window ended them')
})

test('T-01 D-14: a digest says once a day how many letters came, names none, and is not sent when all are read', async () => {
  const { who, browser } = await member()
  await set(browser, { digestHour: 17 })
  open.clock.advance(HOUR)
  for (let i = 0; i < 3; i++) await letterTo(who, {}, { title: 'Hemmelig', sensitive: true })
  await open.work()
  assert.deepEqual([mails.length, open.pushed.length], [0, 0])
  assert.deepEqual(await due('send-digest'), ['2030-11-22T16:00:00.000Z'], 'one, at five in Copenhagen')
  open.clock.set('2030-11-22T16:00:00.000Z')
  await work()
  assert.equal(mails.length, 1)
  assert.match(mails[0]!.text, /3 nye breve/)
  assert.doesNotMatch(mails[0]!.text, /Hemmelig|Fjordby|https?:/)
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'send-digest', { mailboxId: who.mailboxId }))
  await work()
  assert.equal(mails.length, 1, 'run twice, sent once')
  const next = await letterTo(who)
  await open.work()
  await browser.signIn(who, 'substantial')
  await browser.ask('POST', `/api/letters/${next}/open`)
  open.clock.set('2030-11-23T16:00:00.000Z')
  await work()
  assert.equal(mails.length, 1, 'all are read')
})

test('T-01: only addresses of known push services are taken, with real keys; a browser that is gone is forgotten', async () => {
  const { who, browser, endpoint: ownEndpoint } = await member()
  for (const endpoint of [
    'https://evil.example/x',
    'http://169.254.169.254/',
    'https://push.example.evil.example/x',
  ])
    assert.equal((await addPush(browser, endpoint)).json.faults[0].field, 'endpoint')
  const noPoint = { p256dh: `BA${'A'.repeat(85)}`, auth: randomBytes(16).toString('base64url') }
  const bad = await browser.ask('POST', NOTICE_PATHS.push, {
    json: { endpoint: 'https://push.example/bad', keys: noPoint },
  })
  assert.equal(bad.json.faults[0].field, 'keys')
  const low = open.browser()
  await low.signIn(who, 'low')
  assert.equal((await addPush(low, 'https://push.example/thief')).json.code, 'level-too-low', 'I-13')
  const shown = (await browser.ask('GET', NOTICE_PATHS.notices)).json
  assert.deepEqual(
    shown.pushDevices.map(({ name }: { name: string }) => name),
    ['Firefox, Windows'],
  )
  goneBrowsers.add(ownEndpoint)
  await letterTo(who)
  await work()
  assert.deepEqual((await browser.ask('GET', NOTICE_PATHS.notices)).json.pushDevices, [])
  await addPush(browser, 'https://push.example/new')
  const { pushDevices } = (await addPush(browser, 'https://push.example/new')).json
  assert.equal(pushDevices.length, 1, 'the same browser again is the same')
  const gone = await browser.ask('DELETE', `${NOTICE_PATHS.push}/${pushDevices[0].deviceId}`)
  assert.deepEqual(gone.json.pushDevices, [])
})

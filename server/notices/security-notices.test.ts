import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { sql } from 'kysely'
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJobs, type Jobs } from '#ground/jobs.ts'
import { MailRefused } from '#ground/ports.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { SECURITY_NOTICES, type SecurityNoticeKind } from '#rules/security-notices.ts'
import { type Mail, type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'
import { runWorker } from '#worker/run-worker.ts'
import { putPushDevice, readPushDevices } from './choices/choices.store.ts'
import { composeSecurityNotice } from './compose-security-notice.ts'
import { forgetNotices } from './forget-notices.ts'
import { sendSecurityNotice } from './send-security-notice.ts'
import { sendSecuritySms } from './send-security-sms.ts'
import { tellPerson } from './tell-person.ts'

let open: OpenHouse
const outbox: Mail[] = []
let carry = async (mail: Mail) => void outbox.push(mail)
before(async () => {
  open = await openHouse({ mailer: { send: (mail) => carry(mail) } })
})
afterEach(async () => {
  outbox.length = 0
  carry = async (mail) => void outbox.push(mail)
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
})
after(() => open.close())

const first = { lastTry: false }
let jobs = 0
const jobId = () => String(++jobs + 1_000_000)

async function waiting(): Promise<Jobs['send-security-notice'][]> {
  const { rows } = await sql<{ payload: Jobs['send-security-notice'] }>`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'send-security-notice' order by j.id`.execute(open.house.db)
  return rows.map(({ payload }) => payload)
}

async function told(personId: string) {
  const { rows } = await sql<{ noticeId: string; about: string; facts: Record<string, string> }>`
    select notice_id as "noticeId", about, facts from security_notice where person_id = ${personId}::uuid
     order by notice_id`.execute(open.house.db)
  return rows
}

test('I-07 I-11: a person is told at every verified address in their language, notices of letters switched off or not', async () => {
  const { personId } = await seedPerson(open.house, {
    language: 'en',
    emails: ['karen@fjordby.example', 'work@fjordby.example'],
    noticeByEmail: false,
  })
  await tellPerson(
    open.house,
    { personId, about: 'new-sign-in', facts: { browser: 'Firefox, Windows', service: 'Søndre Klinik' } },
    { jobId: jobId() },
  )
  for (const job of await waiting()) await sendSecurityNotice(open.house, job, first)
  assert.deepEqual(
    outbox.map(({ to }) => to),
    ['karen@fjordby.example', 'work@fjordby.example'],
  )
  assert.equal(outbox[0]!.subject, SECURITY_TEXTS.en.kinds['new-sign-in'].title)
  assert.match(outbox[0]!.text, /Browser: Firefox, Windows/)
  assert.match(outbox[0]!.text, /When: 22 November 2026/)
  const [row] = await told(personId)
  assert.deepEqual(row!.facts, { at: '2026-11-22T09:00:00.000Z', browser: 'Firefox, Windows' })
})

test('I-07: run twice, by the queue or by hand, it is told once and mailed once', async () => {
  const { personId } = await seedPerson(open.house, { emails: ['karen@fjordby.example'] })
  const run = { jobId: jobId() }
  for (let i = 0; i < 2; i++)
    await tellPerson(open.house, { personId, about: 'password-changed', facts: {} }, run)
  assert.equal((await told(personId)).length, 1)
  const [job, ...more] = await waiting()
  assert.deepEqual(more, [])
  for (let i = 0; i < 2; i++) await sendSecurityNotice(open.house, job!, first)
  assert.equal(outbox.length, 1)
})

test('P-09 I-07: who changes the contact details does not silence the old address', async () => {
  const { personId } = await seedPerson(open.house, { emails: ['new@fjordby.example'] })
  await tellPerson(
    open.house,
    { personId, about: 'contact-changed', facts: {}, alsoTo: ['old@fjordby.example', 'NEW@fjordby.example'] },
    { jobId: jobId() },
  )
  const to = (await waiting()).map(({ address }) => address.toLowerCase())
  assert.deepEqual(to.sort(), ['new@fjordby.example', 'old@fjordby.example'])
})

test('E-26: refused for good is recorded at once, given up only after the last try', async () => {
  const { personId } = await seedPerson(open.house, {
    emails: ['gone@fjordby.example', 'slow@fjordby.example'],
  })
  await tellPerson(open.house, { personId, about: 'blocked', facts: {} }, { jobId: jobId() })
  carry = async ({ to }) => {
    throw to.startsWith('gone') ? new MailRefused('no') : new Error('timeout')
  }
  const [gone, slow] = await waiting()
  await sendSecurityNotice(open.house, gone!, first)
  await assert.rejects(sendSecurityNotice(open.house, slow!, first), /timeout/)
  await sendSecurityNotice(open.house, slow!, { lastTry: true })
  const { rows } = await sql<{ outcome: string }>`
    select m.outcome from security_notice_mail m join security_notice n on n.notice_id = m.notice_id
     where n.person_id = ${personId}::uuid order by m.outcome`.execute(open.house.db)
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['failed', 'refused'],
  )
})

test('E-26: of the SMS too it is kept when it was sent and what came of it; a number it is refused for stops, as by any notice', async () => {
  const { personId, mailboxId } = await seedPerson(open.house, { language: 'en' })
  await asPostOffice(open.house.db, (trx) =>
    sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
        values (${mailboxId}::uuid, '+4520304051', now(), ${open.clock.now()})`.execute(trx),
  )
  let answer = async () => {}
  const carried: string[] = []
  const house = {
    ...open.house,
    sms: {
      send: async ({ key }: { key: string }) => {
        carried.push(key)
        await answer()
      },
    },
  }
  const tell = async () => {
    await tellPerson(open.house, { personId, about: 'new-device', facts: {} }, { jobId: jobId() })
    return { noticeId: (await told(personId)).at(-1)!.noticeId }
  }
  const outcomes = async () => {
    const { rows } = await sql<{ outcome: string }>`
      select m.outcome from security_notice_mail m join security_notice n on n.notice_id = m.notice_id
       where n.person_id = ${personId}::uuid and m.channel = 'sms' order by m.notice_id`.execute(
      open.house.db,
    )
    return rows.map(({ outcome }) => outcome)
  }
  const sent = await tell()
  for (let i = 0; i < 2; i++) await sendSecuritySms(house, sent, first)
  assert.deepEqual([carried.length, await outcomes()], [1, ['sent']], 'once, however often the job runs')
  const late = await tell()
  answer = () => Promise.reject(new Error('gateway away'))
  await assert.rejects(sendSecuritySms(house, late, first), /gateway away/)
  assert.deepEqual(await outcomes(), ['sent'])
  await sendSecuritySms(house, late, { lastTry: true })
  answer = () => Promise.reject(new SmsRefused('no such number'))
  await sendSecuritySms(house, await tell(), first)
  assert.deepEqual(await outcomes(), ['sent', 'failed', 'refused'])
  const before = carried.length
  await sendSecuritySms(house, await tell(), first)
  assert.equal(carried.length, before, 'nothing goes to a number that is refused')
})

test('N-20 D-15: no kind in no language lets anything in that a mail program makes a link of, but the block link', () => {
  for (const language of ['da', 'nb', 'sv', 'en'] as const)
    for (const about of Object.keys(SECURITY_NOTICES) as SecurityNoticeKind[]) {
      const facts = {
        at: '2026-11-22T09:00:00.000Z',
        until: '2026-11-22T10:00:00.000Z',
        device: 'https://evil.example/login',
        browser: 'bank.dk',
        place: 'Norge',
        service: 'Søndre Klinik',
        enterprise: 'Bageriet Klinik',
        owner: 'Klinik Holm',
        recipient: 'Nordbanken',
        reason: 'reason',
      }
      const link = 'https://post.example/id/block/abc'
      const plain = composeSecurityNotice({ language, about, facts, country: 'no', blockLink: null })
      assert.doesNotMatch(plain.text, /http|www|@|evil|bank|Klinik|Nordbanken|reason\b/i)
      assert.match(plain.text, /1[01][:.]00/, 'times are told by the clock of Oslo')
      const linked = composeSecurityNotice({ language, about, facts, country: 'no', blockLink: link })
      assert.deepEqual(linked.text.match(/https?:\S+/g), [link])
    }
})

test('R6 R4: what a notice says of a device is gone after six months, the notice itself after five years', async () => {
  const { personId } = await seedPerson(open.house)
  open.clock.set('2026-08-31T10:00:00Z')
  await tellPerson(
    open.house,
    { personId, about: 'new-device', facts: { device: 'Phone' } },
    { jobId: jobId() },
  )
  const at = async (moment: string) => {
    open.clock.set(moment)
    await forgetNotices(open.house)
    return (await told(personId)).map(({ facts }) => facts.device)
  }
  assert.deepEqual(await at('2027-02-28T09:59:59Z'), ['Phone'])
  assert.deepEqual(await at('2027-02-28T10:00:00Z'), [undefined])
  assert.deepEqual(await at('2031-08-31T09:59:59Z'), [undefined])
  assert.deepEqual(await at('2031-08-31T10:00:00Z'), [])
  open.clock.set('2026-11-22T09:00:00.000Z')
})

test('E-20 R6: which browser shows notices is forgotten after six months, and it goes on showing them; registered anew it has its name again', async () => {
  const { mailboxId } = await seedPerson(open.house)
  const put = (endpoint: string) =>
    asPostOffice(open.house.db, (trx) =>
      putPushDevice(trx, {
        mailboxId,
        subscriptionId: randomUUID(),
        endpoint,
        publicKey: Buffer.alloc(65),
        authSecret: Buffer.alloc(16),
        name: 'Firefox, Windows',
        at: open.clock.now(),
      }),
    )
  const at = async (moment: string) => {
    open.clock.set(moment)
    await forgetNotices(open.house)
    const devices = await asPostOffice(open.house.db, (trx) => readPushDevices(trx, mailboxId))
    return devices.map(({ name }) => name)
  }
  open.clock.set('2026-08-31T10:00:00Z')
  for (const endpoint of ['https://push.example/1', 'https://push.example/2']) await put(endpoint)
  assert.deepEqual(await at('2027-02-28T09:59:59Z'), ['Firefox, Windows', 'Firefox, Windows'])
  assert.deepEqual(await at('2027-02-28T10:00:00Z'), ['', ''])
  await put('https://push.example/2')
  assert.deepEqual(await at('2027-03-01T10:00:00Z'), ['Firefox, Windows', ''])
  open.clock.set('2026-11-22T09:00:00.000Z')
})

test('I-07: told through the real queue: enqueued in the transaction that makes it necessary, handled by the letters lane', async () => {
  const { personId } = await seedPerson(open.house, { emails: ['karen@fjordby.example'] })
  await asPostOffice(open.house.db, (trx) =>
    addJobs(trx, 'tell-person', [{ personId, about: 'unblocked', facts: {} }]),
  )
  const worker = await runWorker(open.house, 'letters', handlersOf(open.house), { hourly: false })
  try {
    for (let tries = 0; outbox.length === 0 && tries < 1200; tries++)
      await new Promise((done) => setTimeout(done, 50))
  } finally {
    await worker.stop()
  }
  assert.equal(outbox[0]?.subject, SECURITY_TEXTS.da.kinds.unblocked.title)
})

test('I-07 I-11: what gives access or takes it away is told by SMS too, to the verified phone alone, with no link in it', async () => {
  const { personId, mailboxId } = await seedPerson(open.house, { language: 'en' })
  const texts = async (about: SecurityNoticeKind) => {
    const from = open.texted.length
    await tellPerson(open.house, { personId, about, facts: {} }, { jobId: jobId() })
    const { rows } = await sql<{ payload: Jobs['send-security-sms'] }>`
      select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'send-security-sms' order by j.id`.execute(open.house.db)
    await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
    // Twice: the gateway keeps one for each notice.
    for (const { payload } of [...rows, ...rows]) await sendSecuritySms(open.house, payload, first)
    return open.texted.slice(from)
  }
  const phone = (verified: boolean) =>
    asPostOffice(open.house.db, (trx) =>
      sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
          values (${mailboxId}::uuid, '+4520304050', now(), ${verified ? open.clock.now() : null})
          on conflict (mailbox_id) do update set verified_at = excluded.verified_at`.execute(trx),
    )
  assert.deepEqual(await texts('new-device'), [], 'no phone')
  await phone(false)
  assert.deepEqual(await texts('new-device'), [], 'not verified: it may be a stranger’s')
  await phone(true)
  const [sms, ...others] = await texts('new-device')
  assert.deepEqual(others, [])
  assert.equal(sms!.to, '+4520304050')
  assert.match(sms!.text, /^A device was added to your Brevhus ID\. If this was not you/)
  assert.doesNotMatch(sms!.text, /https?:|www\./)
  assert.deepEqual(await texts('consent-given'), [], 'not the day-to-day')
  for (const language of ['da', 'nb', 'sv', 'en'] as const)
    for (const [about, { sms: bySms }] of Object.entries(SECURITY_NOTICES))
      if (bySms) assert.ok(SECURITY_TEXTS[language].kinds[about as SecurityNoticeKind].title.length < 90)
})

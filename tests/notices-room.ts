/** For tests of notices from end to end: people with every channel, letters to tell them of, and mail servers and browsers that say no. */
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { NOTICE_PATHS } from '#api/notices.ts'
import { PHONE_PATH } from '#api/phone.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { type Mailer, MailRefused } from '#ground/ports.ts'
import { PushGone } from '#ground/push.ts'
import type { NoticeWish } from '#rules/notice-time.ts'
import { seedLetter } from './seed-letters.ts'
import { seedSender } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import type { Browser, Somebody } from './visitor.ts'

type Mail = Parameters<Mailer['send']>[0]

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

type Member = { who: Somebody; browser: Browser; email: string; phone: string; endpoint: string }

export async function openNoticesRoom() {
  const mails: Mail[] = []
  /** Addresses whose mail server says no. */
  const refusing = new Set<string>()
  const goneBrowsers = new Set<string>()
  const mailer: Mailer = {
    async send(mail) {
      if (refusing.has(mail.to)) throw new MailRefused('550', { ofRecipient: true })
      mails.push(mail)
    },
  }
  const open = await openSettings({
    now: '2030-11-22T11:00:00.000Z',
    mailer,
    env: { BOUNCE_PORT: '2526', MAIL_FROM: 'notice@post.example' },
    wrap: ({ push }) => ({
      push: {
        ...push,
        async send(to, message) {
          if (goneBrowsers.has(to.endpoint)) throw new PushGone('410')
          return push.send(to, message)
        },
      },
    }),
  })
  const sender = await seedSender(open.house, { name: 'Fjordby Forsyning A/S' })
  let made = 0

  /** Before each test: the same noon, nothing due and nothing sent. */
  async function startAfresh(): Promise<void> {
    open.clock.set('2030-11-22T11:00:00.000Z')
    await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
    mails.length = 0
    open.texted.length = 0
    open.pushed.length = 0
  }

  /** Somebody with a verified e-mail, a verified phone and one browser that takes push. */
  async function member(): Promise<Member> {
    const { who, browser } = await open.signedIn('substantial')
    const email = `karen${++made}@fjordby.example`
    await browser.ask('POST', '/api/settings/emails', { json: { address: email } })
    await open.work()
    const token = /token=([\w-]{43})/.exec(mails.findLast(({ to }) => to === email)!.text)![1]!
    await browser.fill(`/verify-email?token=${token}`, {})
    const number = String(20_100_000 + made)
    await browser.ask('PUT', PHONE_PATH, { json: { number, from: null } })
    await open.work()
    const code = /\d{6}/.exec(open.texted.findLast(({ to }) => to === `+45${number}`)!.text)![0]
    const said = { number: `+45${number}`, code }
    assert.equal((await browser.ask('POST', `${PHONE_PATH}/verify`, { json: said })).status, 200)
    const endpoint = `https://push.example/${made}`
    assert.equal((await addPush(browser, endpoint)).status, 200)
    await work()
    mails.length = 0
    open.texted.length = 0
    return { who, browser, email, phone: `+45${number}`, endpoint }
  }

  function addPush(browser: Browser, endpoint: string) {
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    const p256dh = keys.getPublicKey().toString('base64url')
    const auth = randomBytes(16).toString('base64url')
    return browser.ask('POST', NOTICE_PATHS.push, { json: { endpoint, keys: { p256dh, auth } } })
  }

  const set = async (browser: Browser, json: object) => {
    const { status, text } = await browser.ask('PUT', NOTICE_PATHS.notices, { json })
    assert.equal(status, 200, text)
  }

  const work = () => open.work()

  async function letterTo(who: Somebody, wish: NoticeWish = {}, more: object = {}): Promise<string> {
    const { letterId } = await seedLetter(open.house, {
      mailboxId: who.mailboxId,
      senderId: sender.senderId,
      ...more,
    })
    await asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'notify-recipients', {
        letters: [[who.mailboxId, letterId]],
        ...(Object.keys(wish).length > 0 ? { wishes: [[letterId, wish]] } : {}),
      }),
    )
    return letterId
  }

  /** When the waiting jobs of this name are due, in order. */
  async function due(name: string): Promise<string[]> {
    const { rows } = await sql<{ run_at: Date }>`
      select j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${name} order by j.run_at`.execute(open.house.db)
    return rows.map(({ run_at }) => run_at.toISOString())
  }

  return { open, mails, refusing, goneBrowsers, startAfresh, member, addPush, set, work, letterTo, due }
}

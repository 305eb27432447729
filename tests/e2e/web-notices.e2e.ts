/** What one is told and how, and whether one's contact details are still right, in a real browser on a real house. */
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { asPostOffice } from '#ground/db.ts'
import { composePush } from '#notices/compose-notice.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize, resizeToWhole } from './resize.ts'
import { openWholeHouse } from './whole-house.ts'

let browser: Browser
let room: Awaited<ReturnType<typeof openWholeHouse>>
before(async () => {
  browser = await launchBrowser()
  room = await openWholeHouse()
})
after(async () => {
  await browser?.close()
  await room?.close()
})

async function assertWell(page: Page): Promise<void> {
  const before = page.viewportSize()!
  await resizeToWhole(page)
  assert.deepEqual(await axeFinds(page), [])
  await resize(page, { width: 320, height: 700 })
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.ok(over <= 0, `${page.url()} is ${over} px too wide`)
  await resize(page, before)
}

test('T-01 T-02 D-13 D-14 P-09 O-07: contact details confirmed in place; channels, digest, quiet hours, one sender and this browser chosen', async () => {
  const { house, origin } = room
  const karen = await room.member({ userId: 'karen.valgt' })
  const sender = await seedSender(house, { name: 'Fjordby Forsyning A/S' })
  const { letterId } = await seedLetter(house, {
    mailboxId: karen.mailboxId,
    senderId: sender.senderId,
    title: 'Årsopgørelse',
  })
  const longAgo = new Date(house.clock().getTime() - 91 * 24 * 3_600_000)
  await asPostOffice(house.db, async (trx) => {
    await trx
      .insertInto('contact_email')
      .values({
        mailbox_id: karen.mailboxId,
        email_no: 1,
        email: 'karen@havn.example',
        email_form: 'karen@havn.example',
        added_at: longAgo,
        verified_at: longAgo,
      })
      .execute()
    await trx
      .updateTable('mailbox')
      .set({ contact_confirmed_at: longAgo })
      .where('mailbox_id', '=', karen.mailboxId)
      .execute()
  })
  const { context, page, errors: broken } = await newWindow(browser)
  await context.grantPermissions(['notifications'], { origin })

  await room.signIn(page, karen, '/settings/notices')
  await page.getByText('Er dine kontaktoplysninger stadig rigtige?').waitFor()
  await assertWell(page)
  await page.getByRole('button', { name: 'Se dem her' }).click()
  await page.getByText('karen@havn.example').waitFor()
  await page.getByRole('button', { name: 'Ja, de er rigtige' }).click()
  await page.getByText('Tak. Vi spørger igen om tre måneder.').waitFor()

  await page.getByRole('switch', { name: /^SMS/ }).click()
  await page.getByText('Gemt.').waitFor()
  await page.getByRole('switch', { name: 'Påmindelse på SMS' }).click()
  await page.getByRole('switch', { name: 'Påmindelse på SMS', checked: true }).waitFor()
  await page.getByLabel('Saml dem i én besked om dagen').selectOption('17')
  await page.getByLabel('Fra', { exact: true }).selectOption('22')
  await page.getByLabel('Til', { exact: true }).waitFor()
  await assertWell(page)

  // The browser maker's push service is not there in a test: the page gets a subscription as that would make it.
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  const subscription = {
    endpoint: 'https://push.example/karen',
    keys: { p256dh: keys.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') },
  }
  await page.evaluate((given) => {
    PushManager.prototype.subscribe = async () => ({ toJSON: () => given }) as unknown as PushSubscription
  }, subscription)
  await page.getByRole('button', { name: 'Vis beskeder på denne enhed' }).click()
  await page.locator('.inline-step-up input').fill(karen.code())
  await page.getByRole('button', { name: 'Bekræft med koden' }).click()
  await page.getByText('Denne enhed viser nu beskeder.').waitFor()
  await page.getByRole('button', { name: 'Fjern Chrome, Linux' }).waitFor()
  const kept = await asPostOffice(house.db, (trx) =>
    trx
      .selectFrom('mailbox')
      .innerJoin('push_subscription as s', 's.mailbox_id', 'mailbox.mailbox_id')
      .select(['notice_by_sms', 'reminder_by_sms', 'digest_hour', 'quiet_from', 'quiet_until', 's.endpoint'])
      .where('mailbox.mailbox_id', '=', karen.mailboxId)
      .execute(),
  )
  assert.deepEqual(kept, [
    {
      notice_by_sms: false,
      reminder_by_sms: true,
      digest_hour: 17,
      quiet_from: 22,
      quiet_until: 7,
      endpoint: subscription.endpoint,
    },
  ])

  await page.goto(`${origin}/letters/${letterId}`)
  await becomes(() => page.getByText('Er dine kontaktoplysninger').count(), 0, 'asked once in 90 days')
  await page.getByRole('button', { name: 'Beskeder fra Fjordby Forsyning A/S' }).click()
  await page.getByRole('switch', { name: 'E-mail' }).click()
  await page.getByText('Gemt.').waitFor()
  await assertWell(page)
  await page.goto(`${origin}/settings/notices`)
  await page.getByText('SMS, Enheder').waitFor()

  // What our server sends is what the worker shows, and it says nothing of the letter.
  const devtools = await context.newCDPSession(page)
  const registered = new Promise<string>((found) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) found(registrations[0].registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  // A worker is ready before it is quite active, and until then the browser drops what is delivered to it.
  await page.evaluate(async () => {
    const worker = (await navigator.serviceWorker.ready).active!
    while (worker.state !== 'activated')
      await new Promise((done) => worker.addEventListener('statechange', done, { once: true }))
  })
  const data = composePush('da', { letterId, reminder: false })
  await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data })
  const shown = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    for (let tries = 0; tries < 600; tries++) {
      const [notice] = await registration.getNotifications()
      if (notice) return { title: notice.title, body: notice.body, data: notice.data }
      await new Promise((done) => setTimeout(done, 50))
    }
    return null
  })
  assert.deepEqual(shown, {
    title: 'Brevhus',
    body: 'Du har fået et nyt brev.',
    data: { path: `/letters/${letterId}` },
  })
  assert.deepEqual(broken, [])
  await context.close()
})

/** One's own pages about the ID, and the page of the PIN, in a real browser: without script, in four languages, light and dark. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from '@playwright/test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { answerRequest } from '#identity/access-requests/answer-request.ts'
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { issueCertificate } from '#identity/certificates/issue-certificate.ts'
import { makeMailCertificate } from '#identity/certificates/mail-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { tellPerson } from '#notices/tell-person.ts'
import { emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import { offeredKey } from '#tests/pki.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'
import { becomes, send } from './patience.ts'
import { resize } from './resize.ts'
import { openSignInPages } from './sign-in-pages.ts'

let room: Awaited<ReturnType<typeof openSignInPages>>
let browser: TestBrowser
before(async () => {
  room = await openSignInPages()
  browser = await openBrowser(room.origin)
})
after(async () => {
  try {
    await browser.close(/status of (401|403)/)
  } finally {
    await room.close()
  }
})

const COUNTRY = { da: 'Danmark', nb: 'Danmark', sv: 'Danmark', en: 'Denmark' } as const

/** Signed in with password and code, all by the forms. */
async function signIn(page: Page, who: Somebody): Promise<void> {
  await page.goto('/sign-in?return=/id')
  await page.fill('#name', who.name)
  await page.fill('#password', who.password)
  await page.click('form button')
  await page.fill('#code', who.code())
  await page.click('form button')
  await page.waitForURL('**/id')
}

test('I-06 I-12 O-07: one’s own pages work without script, in four languages, light and dark, and fit a small screen', async () => {
  const karen = await addSomebody(room, { language: 'da' })
  const facts = { device: 'Min telefon', browser: 'Firefox, Windows' }
  await tellPerson(
    room.house,
    { personId: karen.personId, about: 'new-device', facts },
    { jobId: '88000001' },
  )
  const pki = openCertificates(room.house)
  const operator = { organisation: 'Brevhus', country: 'dk' } as const
  await holdCeremony(pki, operator)
  await makeMailCertificate(pki, {
    ...operator,
    enterpriseNumber: '10150817',
    email: 'notice@brevhus.example',
  })
  await asPostOffice(room.house.db, (trx) =>
    sql`insert into contact_email (mailbox_id, email_no, email_id, email, email_form, added_at, verified_at)
        values (${karen.mailboxId}::uuid, 1, gen_random_uuid(), 'karen@mail.example', 'karen@mail.example',
                ${room.clock.now()}, ${room.clock.now()})`.execute(trx),
  )
  const asking = { part: 'holder', personId: null } as const
  await issueCertificate(pki, { kind: 'person', personId: karen.personId }, offeredKey(), asking)
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  await signIn(page, karen)
  const titles = new Set<string>()
  const former = '/id/texts/public-services-and-signature/public-services-and-signature-1'
  for (const path of [
    '/id',
    '/id/data',
    '/id/request',
    '/id/certificates',
    '/id/keep-device',
    '/id/texts',
    former,
  ])
    for (const language of ['da', 'nb', 'sv', 'en'] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.goto(`${path}?lang=${language}`)
        await becomes(() => page.locator('html').getAttribute('lang'), language)
        titles.add(await page.title())
        // Words, not what stands in the database.
        if (path === '/id/data') {
          const said = await page.locator('.bh-facts dd').allTextContents()
          assert.ok(said.includes(COUNTRY[language]), `${language}: ${said.slice(0, 20).join(', ')}`)
          for (const code of [
            'dk',
            'active',
            'user-id',
            'totp',
            'substantial',
            'signed-in',
            'password-changed',
          ])
            assert.ok(!said.includes(code), `${language}: the raw “${code}”`)
        }
        await resize(page, { width: 320, height: 700 })
        await assertFitsWidth(page)
        await resize(page, { width: 1280, height: 900 })
      }
  assert.equal(titles.size, 28)

  await page.goto('/id?lang=en')
  await page.click('text=Remember the services I visit')
  await page.getByText('because you asked us to').waitFor()
  await page.click('text=Block my personal data')
  await page.getByText('has been blocked since').waitFor()

  // N-09: by e-mail, encrypted to one's own certificate; taken back, it counts as none.
  await page.goto('/id/request?lang=en')
  await page.getByText('I ask for access to my data at Brevhus (access@brevhus.example)').waitFor()
  if (process.env.SHOTS) {
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [768, 'dark'],
      [360, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await resize(page, { width, height: 900 })
      await page.screenshot({ path: `${process.env.SHOTS}/request-${width}.png`, fullPage: true })
    }
    await resize(page, { width: 1280, height: 900 })
  }
  await page.getByLabel('As a letter').focus()
  await page.keyboard.press('ArrowDown')
  await becomes(() => page.getByLabel('As an encrypted e-mail to karen@mail.example').isChecked(), true)
  await page.keyboard.press('Enter')
  await page.getByText('comes encrypted to karen@mail.example').waitFor()
  await page.getByRole('button', { name: 'Take the request back' }).click()
  await page.getByText('Your next request is free').waitFor()
  await page.goto('/id?lang=en')

  // N-08: by keyboard alone, without script.
  await page.getByRole('link', { name: 'Ask for your data' }).click()
  await page.getByRole('button', { name: 'Send me the answer' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('is being made and comes by post').waitFor()
  await assertFitsWidth(page)
  const { rows } = await sql<{ id: string }>`
    select request_id as id from access_request where person_id = ${karen.personId}::uuid and withdrawn_at is null`.execute(
    room.house.db,
  )
  await answerRequest(room.identity, room.house, { requestId: rows[0]!.id })
  await emptyPrintQueue(room.house, room.identity)
  assert.ok(room.printed.length > 0 && textOf(room.printed[0]!).includes(karen.nationalNumber))
  await page.reload()
  await page.getByText(/Answered with/).waitFor()
  await page.getByText('Your next request is free').waitFor({ state: 'detached' })
  const shots = process.env.SHOTS
  if (shots) {
    await page.screenshot({ path: `${shots}/request-desktop.png`, fullPage: true })
    await resize(page, { width: 360, height: 740 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${shots}/request-phone.png`, fullPage: true })
    await page.goto('/id/data')
    await page.screenshot({ path: `${shots}/data-phone.png` })
    await page.goto('/id/texts')
    await page.screenshot({ path: `${shots}/texts-phone.png`, fullPage: true })
    await resize(page, { width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    writeFileSync(`${shots}/answer.pdf`, room.printed[0]!.pdf)
  }
  await page.goto('/id?lang=en')
  if (shots) {
    await page.screenshot({ path: `${shots}/id-desktop.png`, fullPage: true })
    await resize(page, { width: 360, height: 740 })
    await page.screenshot({ path: `${shots}/id-phone.png`, fullPage: true })
  }
})

test('O-07: one’s own pages and the page of the PIN are accessible', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page()
  await signIn(page, karen)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of ['/id', '/id/data', '/id/request']) {
      await page.goto(path)
      await assertAccessible(page)
    }
  }
  const kept = await page.evaluate(async () => {
    const answer = await fetch('/api/session/apps', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'My phone', pin: '482915' }),
    })
    return answer.status
  })
  assert.equal(kept, 200)
  await page.goto('/sign-out')
  await send(page)
  await page.goto('/sign-in?return=/id')
  await page.waitForSelector('#pin')
  await assertAccessible(page)
  await page.fill('#pin', '111112')
  await page.click('form button')
  await page.waitForSelector('#failure')
  await assertAccessible(page)
  await page.fill('#pin', '482915')
  await page.click('form button')
  await page.waitForURL('**/id')
})

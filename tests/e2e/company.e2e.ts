/** A company in a real Chromium: an administrator orders, the employee accepts from the mail and reads; then it ends. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { type Companies, type Company, ORDER, openCompanies } from '#tests/company-as.ts'
import { freePort } from '#tests/free-port.ts'
import { keyProgram } from '#tests/key-program.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Somebody } from '#tests/visitor.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { assertFitsWidth } from './browser.ts'
import { launchBrowser } from './open-web.ts'
import { becomes, PATIENCE_MS } from './patience.ts'
import { resize } from './resize.ts'

let browser: Browser
let open: Companies & { origin: string }
let chief: Somebody
let company: Company
before(async () => {
  browser = await launchBrowser()
  const origin = `http://localhost:${await freePort()}`
  const companies = await openCompanies({ env: { PUBLIC_URL: origin }, now: new Date() })
  await companies.app.listen({ port: Number(new URL(origin).port), host: 'localhost' })
  open = { ...companies, origin }
  chief = await open.somebody({ name: { givenNames: 'Bodil', familyName: 'Bager' } })
  company = await open.found(chief)
})
after(async () => {
  await browser?.close()
  await open?.close()
})

async function newPage(script = true): Promise<Page> {
  const viewport = { width: 1280, height: 900 }
  const context = await browser.newContext({ locale: 'da-DK', viewport, javaScriptEnabled: script })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

/** Through the sign-in page and its second step, wherever that leads. */
async function signIn(page: Page, who: Somebody): Promise<void> {
  open.clock.advance(30_000)
  await page.fill('#name', who.name)
  await page.fill('#password', who.password)
  await page.click('form button[type=submit]')
  await page.waitForURL(/step-up/)
  await page.fill('#code', who.code())
  await page.click('form button[type=submit]')
  await page.waitForURL(({ pathname }) => !pathname.includes('step-up'))
}

/** As a person with a screen reader, a keyboard or a phone has it. */
async function assertGood(page: Page): Promise<void> {
  assert.deepEqual(await axeFinds(page), [], page.url())
  await assertNarrow(page)
}

async function assertNarrow(page: Page): Promise<void> {
  const before = page.viewportSize()!
  await resize(page, { width: 320, height: 800 })
  await assertFitsWidth(page)
  await resize(page, before)
}

test('I-03 B-15 N-02 N-14: ordered, accepted from the mail, a letter read, revoked, and the open page ends', async () => {
  const sender = await seedSender(open.house)
  await seedLetter(open.house, {
    mailboxId: company.mailboxId,
    senderId: sender.senderId,
    title: 'Momsopgørelse',
  })
  const jens = await open.somebody({ name: { givenNames: 'Jens', familyName: 'Holm' } })

  const office = await newPage()
  await office.goto(`${open.origin}/id/company`)
  await signIn(office, chief)
  await office.getByRole('button', { name: 'Fjordby Bageri ApS' }).click()
  await office.getByRole('heading', { level: 1, name: 'Medarbejdere' }).waitFor()
  await assertGood(office)
  await office.getByRole('link', { name: 'Bestil medarbejder-ID' }).click()
  await assertGood(office)
  await office.getByLabel('Navn').fill(ORDER.name)
  await office.getByLabel('E-mail').fill('jens@')
  await office.getByLabel('Adresse').fill(ORDER.street)
  await office.getByLabel('Postnummer').fill(ORDER.postcode)
  await office.getByLabel('By', { exact: true }).fill(ORDER.city)
  await office.locator('form').evaluate((form: HTMLFormElement) => form.setAttribute('novalidate', ''))
  await office.getByRole('button', { name: 'Bestil og send invitation' }).click()
  await office.getByText('Er ikke en e-mailadresse').waitFor()
  await assertGood(office)
  await becomes(() => office.getByLabel('Navn').inputValue(), ORDER.name, 'what was typed is still there')
  await office.getByLabel('E-mail').fill(ORDER.email)
  await office.getByRole('button', { name: 'Bestil og send invitation' }).click()
  await office.getByText('invitationen er sendt').waitFor()
  await assertGood(office)
  await open.work()

  const page = await newPage()
  await page.goto(open.origin + open.linkTo(ORDER.email))
  await signIn(page, jens)
  await page.getByRole('heading', { level: 1, name: 'Vil du handle på virksomhedens vegne?' }).waitFor()
  await assertGood(page)
  await page.getByRole('button', { name: 'Ja, tag imod' }).click()
  await page.getByRole('heading', { level: 1, name: 'Du kan nu handle på virksomhedens vegne' }).waitFor()
  await assertGood(page)
  await page.getByRole('link', { name: 'Til min egen postkasse' }).click()
  await page.getByRole('button', { name: 'Konto: Jens Holm' }).click()
  await page.getByRole('heading', { name: 'Postkasser' }).waitFor()
  assert.deepEqual(await axeFinds(page), [])
  const own = await page.context().newPage()
  await own.goto(open.origin)
  await own.getByRole('button', { name: 'Konto: Jens Holm' }).waitFor()
  await page.getByRole('button', { name: /Fjordby Bageri ApS/ }).click()
  await page.getByRole('button', { name: 'Konto: Fjordby Bageri ApS' }).waitFor()
  await page.getByText('Momsopgørelse').first().click()
  await page.getByRole('heading', { level: 1, name: 'Momsopgørelse' }).waitFor()
  assert.deepEqual(
    await page
      .getByRole('link', { name: 'Indstillinger' })
      .evaluateAll((links) => [
        ...new Set(links.map((link) => new URL((link as HTMLAnchorElement).href).pathname)),
      ]),
    ['/enterprise'],
    'one’s own are not here',
  )
  await becomes(
    () => page.getByRole('link', { name: 'Hvem har set' }).count(),
    0,
    'those are the administrators’',
  )
  assert.deepEqual(await axeFinds(page), [])
  await own.getByRole('button', { name: 'Konto: Fjordby Bageri ApS' }).waitFor()

  await office.getByRole('link', { name: 'Medarbejdere', exact: true }).click()
  await office.getByRole('link', { name: 'Jens Holm' }).click()
  await office.getByRole('link', { name: 'Ophæv medarbejder-ID' }).click()
  await assertGood(office)
  await office.getByRole('button', { name: 'Ophæv nu' }).click()
  await office.getByText('Medarbejder-ID’et er ophævet').waitFor()
  await office.getByRole('link', { name: 'Hvem har ændret hvad' }).click()
  await office.getByText('Ophævet').first().waitFor()
  await assertGood(office)

  // Not `page.reload()`: the page is led away before it is loaded, and that would be a failure.
  await page.evaluate(() => void setTimeout(() => location.reload()))
  await page.waitForURL(/\/sign-in/)
  await signIn(page, jens)
  await page.goto(`${open.origin}/id/employments`)
  await page.getByText('Ophævet af Bodil Bager').waitFor()
  await assertGood(page)
})

test('I-03: everything works without script', async () => {
  const page = await newPage(false)
  await page.goto(`${open.origin}/id/company/order`)
  await signIn(page, chief)
  await page.getByRole('button', { name: 'Fjordby Bageri ApS' }).click()
  await page.getByLabel('Navn').fill('Anne Ager')
  await page.getByLabel('E-mail').fill('anne@bageri.example')
  await page.getByLabel('Adresse').fill('Torvet 2')
  await page.getByLabel('Postnummer').fill('5000')
  await page.getByLabel('By', { exact: true }).fill('Odense C')
  await page.getByLabel('Administrator').check()
  await page.getByRole('button', { name: 'Bestil og send invitation' }).click()
  await page.getByText('invitationen er sendt').waitFor()
  await page.getByRole('button', { name: 'Send en ny invitation' }).click()
  await page.getByText('Den gamle gælder ikke længere').waitFor()
  await page.getByRole('link', { name: 'Medarbejdere', exact: true }).click()
  // Two windows correct the same employee: what they did to different fields both stands, and who is later at one field is told.
  const other = await page.context().newPage()
  for (const one of [page, other]) {
    await one.goto(`${open.origin}/id/company?q=anne`)
    await one.getByRole('link', { name: 'Anne Ager' }).click()
  }
  const save = (one: Page) => one.getByRole('button', { name: 'Gem rettelserne' }).click()
  await page.getByLabel('Adresse').fill('Strandvej 9')
  await save(page)
  await page.getByText('Rettelserne er gemt.').waitFor()
  await other.getByLabel('Adresse').fill('Ågade 7')
  await other.getByLabel('By', { exact: true }).fill('Odense NV')
  await save(other)
  await other.getByRole('alert').getByText('En anden har ændret de samme felter imens.').waitFor()
  await other.getByText('Imens ændret til: Strandvej 9').waitFor()
  assert.equal(await other.getByLabel('Adresse').inputValue(), 'Ågade 7', 'what was typed is still there')
  assert.equal(await other.getByLabel('By', { exact: true }).inputValue(), 'Odense NV')
  await save(other)
  await other.getByText('Rettelserne er gemt.').waitFor()
  await other.close()
  await page.getByRole('link', { name: 'Medarbejdere', exact: true }).click()
  await page.getByLabel('Søg på navn eller e-mail').fill('anne')
  await page.getByRole('button', { name: 'Søg' }).click()
  await page.getByText('1–1 af 1').waitFor()
})

test('O-07 I-03 I-16: every page is accessible and fits 320 px, in four languages', async () => {
  const page = await newPage()
  await page.goto(`${open.origin}/id/acting-for`)
  await signIn(page, chief)
  await page.getByRole('heading', { level: 1, name: 'Hvem handler du på vegne af?' }).waitFor()
  await assertGood(page)
  await page.getByRole('button', { name: 'Fjordby Bageri ApS' }).click()
  await page.getByRole('button', { name: 'Konto: Fjordby Bageri ApS' }).waitFor()
  for (const [language, heading] of [
    ['da', 'Bestil flere fra en fil'],
    ['nb', 'Bestill flere fra en fil'],
    ['sv', 'Beställ flera från en fil'],
    ['en', 'Order several from a file'],
  ] as const) {
    await page.goto(`${open.origin}/id/company/bulk?lang=${language}`)
    // The structure is the same in each: one language shows whether it is accessible, words show whether it fits.
    const look = language === 'da' ? assertGood : assertNarrow
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page)
    await page.locator('#rows').fill('name,street,postcode,city,email,mobile,role\nBo,,x,Y,bo@,1,owner')
    await page.locator('form button[type=submit]').click()
    await page.locator('.bh-rows li').first().waitFor()
    await becomes(() => page.locator('.bh-rows li').count(), 6, 'a fault each')
    await look(page)
    for (const path of [
      '/id/company',
      '/id/company/log',
      `/id/company/employees/${company.employeeId}`,
      '/id/employments',
      `/id/employments/leave/${company.employeeId}`,
      `/id/employments/key/${company.employeeId}`,
    ]) {
      await page.goto(open.origin + path)
      await becomes(() => page.locator('html').getAttribute('lang'), language)
      await look(page)
    }
    await page.locator('form button[type=submit]').last().click()
    await page.locator('#command').waitFor()
    await look(page)
  }
  const refused = await newPage()
  await refused.goto(`${open.origin}/id/key-file?token=${'x'.repeat(43)}`)
  await refused.getByText('Linket gælder ikke længere').waitFor()
  await assertGood(refused)
})

test('I-02 I-16: a key file made on the page signs in through the program, and opens the company’s mailbox', async () => {
  await holdCeremony(openCertificates(open.house), { organisation: 'Brevhus', country: 'dk' })
  const sender = await seedSender(open.house)
  const { mailboxId } = company
  await seedLetter(open.house, { mailboxId, senderId: sender.senderId, title: 'Årsrapport' })
  const page = await newPage()
  await page.goto(`${open.origin}/id/employments/key/${company.employeeId}`)
  await signIn(page, chief)
  await page.getByRole('button', { name: 'Lav en nøglefil' }).click()
  const [, code] = /--code=(\S+)/.exec((await page.locator('#command').textContent())!)!
  const program = keyProgram(open.folder)
  await program('enrol', '--url', open.origin, `--code=${code}`)
  const [link] = /http:\S+/.exec(await program('sign-in'))!
  const work = await newPage()
  await work.goto(link)
  await work.getByText('Bodil Bager, der handler på vegne af Fjordby Bageri ApS').waitFor()
  await assertGood(work)
  await work.getByRole('button', { name: 'Log ind' }).click()
  await work.getByRole('button', { name: 'Konto: Fjordby Bageri ApS' }).waitFor()
  await work.getByText('Årsrapport').first().click()
  await work.getByRole('heading', { level: 1, name: 'Årsrapport' }).waitFor()
  await work.getByRole('link', { name: 'Medarbejdere' }).click()
  await work.getByRole('heading', { level: 1, name: 'Medarbejdere' }).waitFor()
  await work.goto(`${open.origin}/id/employments`)
  await work.getByRole('heading', { level: 1, name: 'Log ind' }).waitFor()
})

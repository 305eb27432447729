/** An enterprise's mailbox in a real house: the administrator makes a department and a rule, a letter goes there, is taken, noted and done. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'
import { axeFinds, launchBrowser, newWindow } from './open-web.ts'
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

async function assertWell(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1440, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    // The bar at the bottom lies over what is not scrolled to.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height })
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}.png`, fullPage: true })
    assert.deepEqual(await axeFinds(page), [], `${name} ${width}`)
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`)
  }
}

/** What the worker does with the jobs that wait. */
async function work({ house }: typeof room): Promise<void> {
  const handlers = handlersOf(house)
  for (;;) {
    const { rows } = await sql<{ payload: Parameters<(typeof handlers)['route-letters']>[0] }>`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'route-letters' returning j.payload`.execute(house.db)
    if (rows.length === 0) return
    for (const { payload } of rows) await handlers['route-letters'](payload)
  }
}

test('B-15 P-02: an administrator sets up a department; a letter is routed there, taken, noted and done', async () => {
  const karen = await room.member({ userId: 'karen.chef', name: { givenNames: 'Karen', familyName: 'Chef' } })
  const company = await openEnterpriseMailbox(room.house, {
    country: 'dk',
    enterpriseNumber: '10150817',
    name: 'Fjordby Bageri ApS',
    address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
    administratorId: karen.personId,
    administratorEmail: 'karen@bageri.example',
    language: 'da',
    terms: '2026-11',
  })
  const { senderId } = await seedSender(room.house)
  const letter = (title: string) =>
    seedLetter(room.house, {
      mailboxId: company.mailboxId,
      senderId,
      title,
      documents: [{ bytes: pdfLetter(1), mediaType: 'application/pdf', fileName: 'brev.pdf' }],
    })
  await letter('Faktura fra i fjor, att. bogholderi')
  await letter('Noget andet fra i fjor')
  const { context, page, errors: complaints } = await newWindow(browser)

  await room.signIn(page, karen, '/')
  await page.getByRole('button', { name: 'Konto:' }).click()
  await page
    .locator('.mailboxes')
    .getByRole('button', { name: /Fjordby Bageri/ })
    .click()
  await page.waitForURL(/step-up/)
  await page.locator('input[name=code]').fill(karen.code())
  await page.locator('form button[type=submit], form button').first().click()
  await page.waitForURL(/\/id\/acting-for/)
  await page.getByRole('button', { name: /Fjordby Bageri/ }).click()
  await page.goto(`${room.origin}/departments`, { waitUntil: 'networkidle' })
  for (const name of ['Reception', 'Bogholderi']) {
    await page
      .locator('form')
      .filter({ has: page.getByRole('button', { name: 'Opret afdeling' }) })
      .getByRole('textbox')
      .fill(name)
    await page.getByRole('button', { name: 'Opret afdeling' }).click()
    await page.getByText(`Afdelingen ${name} er oprettet.`).waitFor()
  }
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Bogholderi' }) })
  await card.getByRole('checkbox', { name: 'Karen Chef' }).check()
  await card.getByRole('button', { name: 'Gem Bogholderi' }).click()
  await page.getByText('Bogholderi er gemt.').waitFor()
  await page.getByLabel('Ord i emnet').fill('att. bogholderi')
  await page.getByLabel('Til afdeling').selectOption({ label: 'Bogholderi' })
  await page.getByRole('button', { name: 'Tilføj regel' }).click()
  await page.getByText('Breve med „att. bogholderi“ i emnet går til Bogholderi').waitFor()
  await page.getByRole('button', { name: 'Fordel efter reglerne nu' }).press('Enter')
  await page.getByText(/^\d af \d breve er set efter\.|^Alle \d breve/).waitFor()
  await work(room)
  await page.getByText('Alle 2 breve er set efter.').waitFor()
  await assertWell(page, 'departments')

  await page.getByRole('link', { name: 'Indstillinger' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Indstillinger' }).waitFor()
  await page.getByRole('radio', { name: 'E-mail til karen@bageri.example' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText('Gemt.').waitFor()
  assert.ok(await page.getByRole('radio', { name: 'Som for dine egne breve' }).isChecked())
  await assertWell(page, 'work-notices')

  const { letterId } = await letter('Faktura att. Bogholderi')
  await letter('Sommerfest')
  await page.goto(`${room.origin}/in/department`, { waitUntil: 'networkidle' })
  await page.locator(`#row-${letterId}`).waitFor()
  assert.equal(await page.locator('.row').count(), 2, 'the others are not this department’s')
  await page.locator(`#row-${letterId}`).click()
  await page.getByRole('button', { name: 'Jeg tager det' }).click()
  await page.locator('.letter-work').getByText('Gemt.').waitFor()
  assert.equal(
    await page.getByLabel('Hos', { exact: true }).locator('option:checked').textContent(),
    'Karen Chef',
  )
  await assertWell(page, 'work')
  await page.goto(`${room.origin}/in/mine/letters/${letterId}`, { waitUntil: 'networkidle' })
  await page.locator('.letter-note button').first().click()
  await page.locator('.letter-note textarea').fill('Betalt i går')
  await page.locator('.letter-note button[type=submit]').click()
  await page.locator('.letter-note').getByText('Betalt i går').first().waitFor()
  await page.getByRole('button', { name: 'Markér som færdigt' }).click()
  await page.getByRole('button', { name: 'Åbn igen' }).waitFor()
  await page.locator('.letter-work summary').click()
  await page.locator('.letter-work').getByText('Karen Chef tog det').waitFor()
  await page.locator('.letter-work').getByText('kom til Bogholderi efter reglerne').waitFor()
  await page.goto(`${room.origin}/in/mine`, { waitUntil: 'networkidle' })
  await page.getByText('Der er ingen breve, som venter her.').waitFor()
  assert.deepEqual(complaints, [])
  await context.close()
})

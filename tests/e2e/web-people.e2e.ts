/** Two people in a real house: one looks for the other, writes, is blocked; hides; and nothing says which it was. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
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

async function openPage(complaints: string[]): Promise<Page> {
  const { page } = await newWindow(browser)
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

const focusedWords = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

/** Nothing to scroll sideways at phone width, and nothing axe objects to. */
async function assertWell(page: Page): Promise<void> {
  const before = page.viewportSize()!
  await resizeToWhole(page)
  assert.deepEqual(await axeFinds(page), [])
  await resize(page, { width: 320, height: 700 })
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  assert.ok(content! <= window!, `${page.url()} is ${content} px wide at ${window} px`)
  await resize(page, before)
}

test('S-13 D-16 D-17 D-18 D-19 O-07: found, written to, blocked and hidden, by two people in two browsers', async () => {
  const ola = await room.member({ userId: 'ola.skriver', name: { givenNames: 'Ola', familyName: 'Skriver' } })
  const kari = await room.member({
    userId: 'kari.laeser',
    name: { givenNames: 'Kari Marie', familyName: 'Læser' },
  })
  const complaints: string[] = []
  const [his, hers] = [await openPage(complaints), await openPage(complaints)]

  await room.signIn(his, ola, '/')
  await his.getByRole('link', { name: 'Skriv' }).click()
  await his.getByRole('heading', { level: 1, name: 'Skriv et brev' }).waitFor()
  await his.getByLabel('Navn').fill('Læser')
  await his.getByRole('button', { name: 'Søg' }).click()
  await his.getByText('Skriv mindst to navne, eller ét navn og et sted.').waitFor()
  await his.getByLabel('By').fill('Odense')
  await his.getByRole('button', { name: 'Søg' }).click()
  await his.locator('.inline-step-up input').fill(ola.code())
  await his.getByRole('button', { name: 'Bekræft med koden' }).click()
  await his.getByText('1 fundet').waitFor()
  await assertWell(his)
  await his.getByRole('button', { name: /^Skriv til Kari Marie Læser, 5000 Odense C/ }).click()

  await his.getByRole('button', { name: 'Send brevet til Kari Marie Læser' }).click()
  await his.getByText('Skriv et emne.').waitFor()
  await his.getByText('Skriv noget i brevet.').waitFor()
  await becomes(
    () => his.getByLabel('Emne').evaluate((field) => field === document.activeElement),
    true,
    'focus goes to the fault',
  )
  await his.getByText('Et brev kan ikke hentes tilbage').waitFor()
  await his.getByLabel('Emne').fill('Nøglen til skuret')
  await his.getByLabel('Brev', { exact: true }).fill('Hej Kari\n\nDen ligger under stenen.')
  await his.getByLabel('Vedhæft PDF').setInputFiles({
    name: 'kort.pdf',
    mimeType: 'application/pdf',
    buffer: pdfLetter(1),
  })
  await assertWell(his)
  // A wrong tap, and the way back: what was typed is there, the file as well.
  await his.getByRole('link', { name: 'Indbakke' }).first().click()
  await his.locator('.list-pane').waitFor()
  await his.goBack()
  await his.getByRole('textbox', { name: 'Digital adresse' }).fill(kari.address)
  await his.getByRole('button', { name: 'Fortsæt' }).click()
  await his.getByText('Det, du skrev før, er her stadig.').waitFor()
  assert.equal(await his.getByLabel('Emne').inputValue(), 'Nøglen til skuret')
  await his.getByRole('button', { name: `Send brevet til ${kari.address}` }).click()
  await his.getByRole('heading', { level: 1, name: 'Brevet er sendt' }).waitFor()
  await his.locator('#main').getByRole('link', { name: 'Sendt' }).click()
  await his.getByText('1 bilag').waitFor()
  await assertWell(his)
  await his.getByRole('link', { name: 'Nøglen til skuret' }).click()
  await his.getByText('Den ligger under stenen.').waitFor()
  await assertWell(his)
  // One's own copy can't be had back: that is said first, and the focus never lies on nothing.
  const forget = his.getByRole('button', { name: 'Slet min kopi' })
  await forget.click()
  await his.getByText('Kopien slettes for altid. Brevet bliver hos modtageren.').waitFor()
  await assertWell(his)
  await becomes(() => focusedWords(his), 'Annullér', 'focus is on the safe answer')
  await his.keyboard.press('Enter')
  await becomes(() => focusedWords(his), 'Slet min kopi', 'focus is back on the button')
  await his.getByText('Den ligger under stenen.').waitFor()
  await forget.click()
  await his.locator('.sure').getByRole('button', { name: 'Slet min kopi' }).click()
  await his.getByText('Du har ikke sendt nogen breve endnu.').waitFor()

  await room.signIn(hers, kari, '/')
  await hers.locator('.row', { hasText: 'Nøglen til skuret' }).click()
  await hers.getByRole('heading', { level: 1, name: 'Nøglen til skuret' }).waitFor()
  await hers.getByText('Den ligger under stenen.').waitFor()
  await hers.getByRole('button', { name: 'Bloker afsenderen' }).click()
  await hers.getByText('Ola Skriver kan ikke længere skrive til dig').waitFor()
  await assertWell(hers)
  await hers.getByRole('button', { name: 'Bloker Ola Skriver' }).click()
  await hers.getByText('Ola Skriver er blokeret.').waitFor()
  await becomes(() => focusedWords(hers), 'Ola Skriver er blokeret.', 'focus goes to what was done')

  const search = async () => {
    await his.goto(`${room.origin}/write`)
    await his.getByLabel('Navn').fill('Kari Læser')
    await his.getByRole('button', { name: 'Søg' }).click()
    const nobody = his.getByText('Ingen fundet.')
    await nobody.or(his.locator('.people-found')).first().waitFor()
    return nobody.isVisible()
  }
  assert.equal(await search(), true, 'blocked: nobody')
  await his.getByRole('textbox', { name: 'Digital adresse' }).fill(kari.address)
  await his.getByRole('button', { name: 'Fortsæt' }).click()
  await his.getByLabel('Emne').fill('Igen')
  await his.getByLabel('Brev', { exact: true }).fill('Svar mig')
  await his.getByRole('button', { name: `Send brevet til ${kari.address}` }).click()
  await his.getByText('Ingen kan nås på den adresse.').waitFor()
  await becomes(
    () => his.getByLabel('Brev', { exact: true }).inputValue(),
    'Svar mig',
    'what was typed is still there',
  )

  await hers.goto(`${room.origin}/settings/consents`)
  await hers.getByRole('heading', { level: 1, name: 'Sikkerhed og samtykker' }).waitFor()
  await assertWell(hers)
  await hers.getByRole('button', { name: 'Luk Ola Skriver ind igen' }).click()
  await hers.getByText('Ola Skriver kan skrive til dig igen.').waitFor()
  assert.equal(await search(), false, 'let in: found again')
  await hers.getByRole('switch', { name: 'Ja, andre må finde mig med en søgning' }).click()
  await hers.getByText('Ingen kan længere finde dig med en søgning').waitFor()
  assert.equal(await search(), true, 'hidden: nobody')
  await his.getByRole('textbox', { name: 'Digital adresse' }).fill(kari.address)
  await his.getByRole('button', { name: 'Fortsæt' }).click()
  await his.getByLabel('Emne').fill('Til adressen')
  await his.getByLabel('Brev', { exact: true }).fill('Den virker')
  await his.getByRole('button', { name: `Send brevet til ${kari.address}` }).click()
  await his.getByRole('heading', { level: 1, name: 'Brevet er sendt' }).waitFor()
  assert.deepEqual(complaints, [])
})

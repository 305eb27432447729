/** Somebody looks for letters in a real house: by words, by phrase, narrowed; reads one and comes back; notes on it and finds that. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { asPostOffice } from '#ground/db.ts'
import { indexMailbox } from '#letters/search/index-letters.ts'
import { type LetterSeed, seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize } from './resize.ts'
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

const html = (body: string) => [
  { bytes: Buffer.from(`<body>${body}</body>`), mediaType: 'text/html', fileName: 'brev.html' },
]

/** Somebody with some letters, and an index of them. */
async function someone(userId: string, more: Omit<LetterSeed, 'mailboxId' | 'senderId'>[]) {
  const who = await room.member({ userId })
  const { senderId } = await seedSender(room.house)
  const ids: string[] = []
  for (const letter of more) {
    room.clock.advance(1000)
    ids.push((await seedLetter(room.house, { mailboxId: who.mailboxId, senderId, ...letter })).letterId)
  }
  return { ...who, ids }
}

async function openPage(complaints: string[], more: object = {}): Promise<Page> {
  const { page } = await newWindow(browser, more)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  return page
}

/** Where a run leaves its pictures, for whoever wants to look. */
async function pictures(page: Page, name: string) {
  const folder = process.env.PICTURES
  if (!folder) return
  const before = page.viewportSize()!
  for (const width of [1440, 768, 360])
    for (const colorScheme of ['light', 'dark'] as const) {
      await resize(page, { width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` })
    }
  await resize(page, before)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Nothing to scroll sideways at phone width, and nothing axe objects to. */
async function assertWell(page: Page): Promise<void> {
  assert.deepEqual(await axeFinds(page), [])
  const before = page.viewportSize()!
  await resize(page, { width: 320, height: 700 })
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  assert.ok(content! <= window!, `${page.url()} is ${content} px wide at ${window} px`)
  await resize(page, before)
}

test('B-01 B-06 O-07: letters are found by words, phrase and place; read and left again with everything as it was; noted on and found by the note', async () => {
  const filler = Array.from({ length: 12 }, (_, n) => ({
    title: `Nyhedsbrev ${n}`,
    documents: html('<p>Intet nyt</p>'),
  }))
  const karen = await someone('karen.soeger', [
    ...filler,
    {
      title: 'Vandregning for 2. kvartal',
      documents: html('<p>Beløbet for vand trækkes den 1. juli fra din konto.</p>'),
    },
    {
      title: 'Årsopgørelse',
      documents: html('<p>Skat</p>'),
    },
    { title: 'Svar på undersøgelse', sensitive: true, documents: html('<p>Prøverne om vand er fine.</p>') },
    { title: 'Til dit vand', documents: html('<p>Filtre.</p>') },
  ])
  const water = karen.ids[12]!
  await indexMailbox(room.house, { mailboxId: karen.mailboxId })
  const complaints: string[] = []
  const page = await openPage(complaints)
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await room.signIn(page, karen, '/')

  // From the field in the top, by keyboard alone.
  const top = page.getByRole('searchbox', { name: 'Søg i breve og afsendere' })
  await top.focus()
  await page.keyboard.type('vand')
  await page.keyboard.press('Enter')
  await page.getByText('2 breve fundet').waitFor()
  await becomes(() => new URL(page.url()).hash, '#q=vand')
  await becomes(() => page.locator('mark').allTextContents(), ['vand', 'Vandregning'])
  await page.getByText('Står inde i brevet, som du ikke har åbnet endnu.').waitFor()
  await becomes(
    () => page.getByText('Svar på undersøgelse').count(),
    0,
    'a sensitive letter is not found with a password',
  )
  await assertWell(page)
  await pictures(page, 'search-found')
  const field = page.getByRole('searchbox', { name: 'Søg efter' })
  const [high, button] = await Promise.all([
    field.boundingBox(),
    page.getByRole('button', { name: 'Søg', exact: true }).boundingBox(),
  ])
  assert.deepEqual([button!.y, button!.height], [high!.y, high!.height], 'the button is as high as its field')

  // The address leads to it again: reloaded, a step back, and as another writes it; nobody else is told of the words.
  await page.reload()
  await page.getByText('2 breve fundet').waitFor()
  await becomes(() => field.inputValue(), 'vand')
  await field.fill('nyhedsbrev')
  await page.keyboard.press('Enter')
  await page.getByText('12 breve fundet').waitFor()
  await becomes(() => new URL(page.url()).hash, '#q=nyhedsbrev')
  await page.goBack()
  await page.getByText('2 breve fundet').waitFor()
  await becomes(() => field.inputValue(), 'vand')
  assert.deepEqual(
    addresses.filter((address) => /vand|nyhed/i.test(address)),
    [],
    'no request has the words in its address',
  )
  await page.goto(`${new URL(page.url()).origin}/search?q=vand`)
  await page.getByText('2 breve fundet').waitFor()
  await page.waitForURL((url) => url.search === '' && url.hash === '#q=vand')

  // A letter, and back: the list, its words and the focus are where they were.
  await page.locator(`#row-${water}`).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Vandregning for 2. kvartal' }).waitFor()
  await page.frameLocator('iframe').first().getByText('Beløbet for vand').waitFor()
  await page.getByRole('button', { name: 'Skriv en note' }).press('Enter')
  await page.getByRole('textbox', { name: 'Note til brevet' }).waitFor()
  await page.keyboard.type('Spørg naboen om måleren')
  await assertWell(page)
  await pictures(page, 'note-write')
  await page.getByRole('button', { name: 'Gem noten' }).click()
  await page.getByText('Noten er gemt.').waitFor()
  await becomes(
    () => page.evaluate(() => document.activeElement?.textContent),
    'Ret noten',
    'focus is not lost',
  )
  await page.goBack()
  await page.waitForFunction((id) => document.activeElement?.id === id, `row-${water}`)
  await becomes(() => page.getByRole('searchbox', { name: 'Søg efter' }).inputValue(), 'vand')

  // Typed without a button, a phrase, a note; what is inside is shown now that the letter was opened.
  await field.fill('"vand trækkes"')
  await page.getByText('1 brev fundet').waitFor()
  await becomes(() => page.locator('.hit-words').first().textContent(), /for vand trækkes den 1\. juli/)
  await field.fill('naboer')
  await page.locator('.hit-words').filter({ hasText: 'Din note' }).waitFor()
  await field.fill('findesikke')
  await page.getByText('Ingen breve passer').first().waitFor()
  await page.getByText('Fortrolige breve kommer først med').waitFor()
  await assertWell(page)
  await pictures(page, 'search-none')

  // Within a longer word; a slip, and the very word instead.
  await field.fill('regninger ')
  await page.locator('mark').filter({ hasText: 'Vandregning' }).waitFor()
  await field.fill('vandrgeninger')
  await page.getByRole('status').getByText('Viser breve for “vandregning”.').waitFor()
  await page.getByText('1 brev fundet').waitFor()
  await assertWell(page)
  await pictures(page, 'search-instead')
  await page.getByRole('button', { name: 'Søg kun efter “vandrgeninger”' }).press('Enter')
  await page.getByText('Ingen breve passer', { exact: true }).nth(1).waitFor()
  await becomes(() => field.inputValue(), '"vandrgeninger"')
  await becomes(() => field.evaluate((one) => one === document.activeElement), true, 'focus is not lost')

  // Narrowed down.
  await field.fill('nyhed')
  await page.getByText('12 breve fundet').waitFor()
  await page.getByText('Afgræns', { exact: true }).click()
  await page.getByRole('button', { name: 'Hvor' }).click()
  await page.getByRole('option', { name: 'Arkiv' }).click()
  await page.getByText('Ingen breve passer').first().waitFor()
  await assertWell(page)
  await pictures(page, 'search-narrow')
  await page.getByRole('button', { name: 'Ryd afgrænsning' }).click()
  await page.getByText('12 breve fundet').waitFor()

  // The server fails, and is there again.
  await page.route('**/api/search', (route) => route.abort())
  await field.fill('nyhedsbreve')
  await page.getByRole('alert').waitFor()
  await pictures(page, 'search-failed')
  await page.unroute('**/api/search')
  await page.getByRole('button', { name: 'Prøv igen' }).click()
  await page.getByText('12 breve fundet').waitFor()

  // Hundreds in minutes.
  await asPostOffice(room.house.db, (trx) =>
    sql`update search_use set searches = 100000 where mailbox_id = ${karen.mailboxId}`.execute(trx),
  )
  await field.fill('vand')
  await page.getByRole('alert').getByText('Prøv igen om').waitFor()
  await becomes(() => page.locator('.rows > li').count(), 0, 'what was found for other words is gone')
  await pictures(page, 'search-too-many')
  assert.deepEqual(
    complaints.filter((complaint) => !/Failed to load|ERR_FAILED/.test(complaint)),
    [],
  )
})

test('B-01 O-07: on a phone search is a place in the bar, and coming back from a letter finds the row', async () => {
  const many = Array.from({ length: 30 }, (_, n) => ({
    title: `Kvittering ${n}`,
    documents: html('<p>Tak</p>'),
  }))
  const lars = await someone('lars.soeger', many)
  await indexMailbox(room.house, { mailboxId: lars.mailboxId })
  const complaints: string[] = []
  const page = await openPage(complaints, { viewport: { width: 360, height: 740 } })
  await room.signIn(page, lars, '/')
  await page.getByRole('link', { name: 'Søg' }).click()
  await page.getByText('Skriv et eller flere ord.').waitFor()
  await assertWell(page)
  await page.getByRole('searchbox', { name: 'Søg efter' }).fill('kvitteringer')
  await page.getByText('De første 25 breve').waitFor()
  await page.getByRole('button', { name: 'Vis flere' }).click()
  await page.getByText('30 breve fundet').waitFor()
  await page.waitForFunction((id) => document.activeElement?.id === id, `row-${lars.ids[4]}`)
  const row = page.locator(`#row-${lars.ids[3]}`)
  await row.scrollIntoViewIfNeeded()
  const at = await page.evaluate(() => window.scrollY)
  assert.ok(at > 300)
  await row.click()
  await page.getByRole('heading', { level: 1, name: 'Kvittering 3' }).waitFor()
  await page.getByRole('link', { name: 'Søg', exact: true }).first().click()
  await page.waitForFunction((id) => document.activeElement?.id === id, `row-${lars.ids[3]}`)
  const away = async () => Math.abs((await page.evaluate(() => window.scrollY)) - at)
  await becomes(async () => (await away()) < 60, true, 'where it was left')
  assert.deepEqual(complaints, [])
})

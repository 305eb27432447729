/** The pages of what one takes out of the mailbox, on the real server: the archive, and programs that read along. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { buildTakeOut } from '#letters/take-out/build-take-out.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { addSomebody } from '#tests/visitor.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { verifyArchive } from '../../verifier/archive.ts'
import { readPublicKey } from '../../verifier/key.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize } from './resize.ts'
import { openWholeHouse, type WholeHouse } from './whole-house.ts'

let browser: Browser
let room: WholeHouse
before(async () => {
  browser = await launchBrowser()
  room = await openWholeHouse()
})
after(async () => {
  await browser?.close()
  await room?.close()
})

/** Pictures to look at, when a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (!folder) return
  for (const [width, scheme] of [
    [1440, 'light'],
    [768, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const) {
    await resize(page, { width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true })
  }
  await resize(page, { width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}

test('B-14 I-13: with a password: asks for everything, confirms with a code, watches, downloads, verifies, erases; makes a token, sees it once, revokes it', async () => {
  const { house, identity, origin, folder } = room
  const karen = await addSomebody({ house, identity }, { userId: 'karen.lindholm' })
  const sender = await seedSender(house)
  const { mailboxId } = karen
  const pdf = { bytes: pdfLetter(1), mediaType: 'application/pdf', fileName: 'opgoerelse.pdf' }
  for (const title of ['Opgørelse', 'Regning for vand'])
    await seedLetter(house, { mailboxId, senderId: sender.senderId, title, documents: [pdf] })
  await seedLetter(house, {
    mailboxId,
    senderId: sender.senderId,
    title: 'Hemmelig',
    sensitive: true,
    documents: [pdf],
  })
  const { context, page, errors: complaints } = await newWindow(browser)

  await page.goto(`${origin}/settings`)
  await page.waitForURL(/\/sign-in/)
  await page.fill('#name', karen.name)
  await page.fill('#password', karen.password)
  await page.click('form button')
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in')
  await page.goto(`${origin}/settings`)
  await page.getByRole('link', { name: 'Tag alt med ud' }).click()
  await page.getByText('Postkassen har 3 breve').waitFor()
  await page.getByText('1 af dem kræver et stærkere login').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'ask')
  // The keyboard alone: without the tick nothing happens, and focus goes where something is missing.
  const ask = page.getByRole('button', { name: 'Lav arkivet' })
  await ask.press('Enter')
  await page.getByText('Sæt kryds for at vise').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('type')), 'checkbox')
  await page.keyboard.press('Space')
  await ask.press('Enter')
  await page.locator('input[name=code]').fill(karen.code())
  await page.locator('input[name=code]').press('Enter')
  await page.getByRole('heading', { name: 'Arkivet bliver lavet' }).waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'making')
  const { takeOut } = await page.evaluate(async () => (await fetch('/api/take-out')).json())
  for (let run = 0; run < 4; run++) {
    await buildTakeOut(house, { mailboxId, takeOutId: takeOut.takeOutId }, { lastTry: false })
    await seal(house.db, logOf(house))
  }
  await page.getByRole('heading', { name: 'Arkivet er klar' }).waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'ready')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Hent arkivet' }).click(),
  ])
  assert.match(download.suggestedFilename(), /^brevhus-\d{4}-\d\d-\d\d\.zip$/)
  const file = join(folder, 'everything.zip')
  await download.saveAs(file)
  const verified = verifyArchive(file, readPublicKey(house.signer.publicKeyPem))
  assert.deepEqual([verified.documents, verified.unsealed], [3, 0])
  // The page in the archive, as its reader opens it: from the disk, without script and without the house.
  const inside = await context.newPage()
  const { openArchive } = await import('../../verifier/zip.ts')
  const archive = openArchive(file)
  const index = Buffer.concat([...archive.read(archive.files.find(({ name }) => name === 'index.html')!)])
  archive.close()
  await inside.setContent(index.toString('utf8'))
  assert.deepEqual(await axeFinds(inside), [])
  await picture(inside, 'archive')
  await inside.close()
  await page.getByRole('button', { name: 'Slet arkivet' }).click()
  await page.getByText('Arkivet er slettet.').waitFor()
  await page.getByRole('heading', { name: 'Lav et arkiv' }).waitFor()
  assert.ok(readFileSync(file).length > 0)

  await page.goto(`${origin}/settings/programs`)
  await page.getByText('Du har ingen nøgler').waitFor()
  await page.getByRole('button', { name: 'Lav nøglen' }).press('Enter')
  await page.getByText('Skriv, hvor nøglen skal bruges').waitFor()
  await page.getByLabel('Hvor skal den bruges?').fill('Thunderbird')
  await page.getByLabel('Hvor skal den bruges?').press('Enter')
  await page.getByRole('heading', { name: 'Nøglen til Thunderbird' }).waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.textContent), 'Nøglen til Thunderbird')
  const token = (await page.locator('code.secret').first().textContent())!
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'programs')
  const works = async () =>
    (await fetch(`${origin}/.well-known/jmap`, { headers: { authorization: `Bearer ${token}` } })).status
  assert.equal(await works(), 200)
  await page.reload()
  await page.getByText('Sidst brugt').waitFor()
  assert.ok(!(await page.content()).includes(token))
  await page.getByRole('button', { name: 'Træk Thunderbird tilbage' }).press('Enter')
  await page.getByText('Thunderbird er trukket tilbage').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.textContent), 'Dine nøgler')
  assert.equal(await works(), 401)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('B-17 I-13: the calendar lists what letters want, is ticked and reminded of by keyboard, and gives a calendar program a secret address', async () => {
  const { house, identity, origin } = room
  const karen = await addSomebody({ house, identity }, { userId: 'karen.kalender' })
  const sender = await seedSender(house)
  const { mailboxId } = karen
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const seed = { mailboxId, senderId: sender.senderId }
  const { context, page, errors: complaints } = await newWindow(browser)
  await page.goto(`${origin}/calendar`)
  await page.waitForURL(/\/sign-in/)
  await page.fill('#name', karen.name)
  await page.fill('#password', karen.password)
  await page.click('form button')
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in')
  await page.goto(`${origin}/calendar`)
  await page.getByText('Ingen af dine breve har en frist').waitFor()
  await picture(page, 'calendar-empty')
  await seedLetter(house, {
    ...seed,
    title: 'Regning for vand',
    wants: { kind: 'pay', amountMinor: 124_050, currency: 'DKK', dueOn: day(3).slice(0, 10) },
  })
  const clinic = { kind: 'appointment', startsAt: day(5), endsAt: null, place: 'Klinikken' } as const
  await seedLetter(house, { ...seed, title: 'Indkaldelse', sensitive: true, wants: clinic })
  await page.reload()
  await page.getByText('Betal 1.240,50 kr.').waitFor()
  await page.getByText('Låst: log ind med dit ID').waitFor()
  assert.doesNotMatch(await page.content(), /Klinikken|Indkaldelse/)
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'calendar')
  const remind = page.getByLabel('Påmind mig om Regning for vand')
  await remind.selectOption('7')
  await page.getByText('Det tidspunkt er forbi. Vælg et senere.').waitFor()
  await remind.selectOption('1')
  await page.getByText(/^Vi minder dig om det .* 0?9[.:]00\.$/).waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'calendar-reminded')
  const done = page.getByRole('checkbox', { name: /^Gjort ?: Regning for vand$/ })
  await done.focus()
  await page.keyboard.press('Space')
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('select')?.disabled)
  await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('type')), 'checkbox')
  await page.reload()
  await page.getByText('Betal 1.240,50 kr.').waitFor()
  await becomes(() => done.isChecked(), true)
  await done.press('Space')
  await page.waitForFunction(() => !document.querySelector<HTMLSelectElement>('select')?.disabled)

  await page.getByRole('button', { name: 'Lav en hemmelig adresse' }).press('Enter')
  await page.locator('input[name=code]').fill(karen.code())
  await page.locator('input[name=code]').press('Enter')
  await page.getByText('Den vises kun denne ene gang').waitFor()
  const address = (await page.locator('code.secret').textContent())!
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'calendar-address')
  const feed = await (await fetch(address)).text()
  assert.match(feed, /SUMMARY:Betal/)
  assert.match(feed, /TRIGGER:-P1D/)
  assert.doesNotMatch(feed, /Klinikken|Indkaldelse/)
  await page.getByRole('button', { name: 'Luk adressen' }).press('Enter')
  await page.getByText('Adressen er lukket').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.id), 'feed-title')
  assert.equal((await fetch(address)).status, 404)
  assert.deepEqual(complaints, [])
  await context.close()
})

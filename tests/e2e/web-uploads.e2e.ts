/** Own documents in Chromium, on the real server: by button, by dragging, refused, shown, stopped; at 1 GB (B-05, D-23). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { listMail } from '#dispatch/mail/read-mail.ts'
import { listReports } from '#dispatch/reports/work-reports.ts'
import { acceptMail } from '#dispatch/senders/approve-sender.ts'
import { asPostOffice } from '#ground/db.ts'
import { jpeg, pdf, png, svg } from '#tests/files-to-upload.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser } from './open-web.ts'
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

const picture = async (page: Page, name: string) => {
  const folder = process.env.PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer })

test('B-05 O-07: several files at once: kept, shown, refused with reason and remedy, also a name that would deceive', async () => {
  const {
    page,
    context,
    errors: complaints,
  } = await room.reader(browser, '/in/documents', { userId: 'karen.ejer' })
  await page.getByText('Ingen egne dokumenter endnu').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'uploads-empty-1440')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Vælg filer' }).press('Enter')
  await (await chooser).setFiles([
    file('lejekontrakt.pdf', pdf('Lejekontrakt')),
    file('plan\u202egnp.exe', png),
    file('logo.svg', svg),
    file('halv.pdf', pdf().subarray(0, 200)),
    file('tom.txt', Buffer.alloc(0)),
  ])
  const items = page.getByRole('list', { name: 'Dokumenter, der lægges ind' }).getByRole('listitem')
  await items.filter({ hasText: 'lejekontrakt.pdf' }).getByText('Lagt ind').waitFor()
  await items.filter({ hasText: 'plangnp.exe.png' }).getByText('Lagt ind').waitFor()
  await items.filter({ hasText: 'logo.svg' }).getByText('Gem den som PNG eller PDF').waitFor()
  await items.filter({ hasText: 'halv.pdf' }).getByText('skåret over').waitFor()
  await items.filter({ hasText: 'tom.txt' }).getByText('Filen er tom').waitFor()
  await becomes(() => page.locator('.uploads [role=status]').textContent(), /2 dokumenter .* 3 blev ikke/)
  await page.locator('.row').nth(1).waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'uploads-1440')
  await page.getByRole('link', { name: 'Vis lejekontrakt.pdf' }).click()
  await page.getByRole('heading', { level: 1, name: 'lejekontrakt.pdf' }).waitFor()
  await page.getByText('Lejekontrakt').first().waitFor()
  await page.locator('.letter-sender').getByText('Eget dokument').waitFor()
  await becomes(() => page.getByRole('link', { name: 'Bevis' }).count(), 0)
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'uploads-shown-1440')
  for (const [width, name] of [
    [768, 'uploads-768'],
    [360, 'uploads-360'],
  ] as const) {
    await resize(page, { width, height: 800 })
    await page.goto(`${room.origin}/in/documents`)
    await page.locator('.row').first().waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `${width}: ${overflow} px too wide`)
    await picture(page, name)
  }
  assert.deepEqual(complaints, [])
  await context.close()
})

test('B-05: dragged in; a large one shows its progress, is stopped and leaves nothing; a broken line goes on where it stopped', async () => {
  const { page, context } = await room.reader(browser, '/in/documents', { userId: 'ida.traek' })
  await page.getByRole('button', { name: 'Vælg filer' }).waitFor()
  const dropped = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(bytes)], 'ferie.jpg', { type: 'image/jpeg' }))
      return transfer
    },
    [...jpeg],
  )
  await page.dispatchEvent('.upload-drop', 'drop', { dataTransfer: dropped })
  const items = page.getByRole('list', { name: 'Dokumenter, der lægges ind' }).getByRole('listitem')
  await items.filter({ hasText: 'ferie.jpg' }).getByText('Lagt ind').waitFor()

  const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let fails = 1
  await page.route('**/parts/2097152', async (route) => {
    if (fails-- > 0) return route.abort('connectionreset')
    arrived.resolve()
    await released.promise
    await route.continue().catch(() => undefined)
  })
  const large = Buffer.alloc(3_500_000, 'Hej og velkommen. ')
  await page.locator('input[type=file]').setInputFiles([file('lang.txt', large)])
  const long = items.filter({ hasText: 'lang.txt' })
  await long.getByText(/2,1 MB (af|\/) 3,5 MB/).waitFor()
  await picture(page, 'uploads-progress-1440')
  await arrived.promise
  await long.getByRole('button', { name: 'Afbryd lang.txt' }).click()
  await long.getByText('Afbrudt. Intet er gemt.').waitFor()
  released.resolve()
  await page.unroute('**/parts/2097152')
  await page.locator('input[type=file]').setInputFiles([file('hel.txt', large)])
  await items.filter({ hasText: 'hel.txt' }).getByText('Lagt ind').waitFor()
  await page.locator('.row').nth(1).waitFor()
  await becomes(
    async () => (await page.locator('.row-title').allTextContents()).sort(),
    ['ferie.jpg', 'hel.txt'],
  )
  await context.close()
})

test('D-23: a full mailbox says so before and at the upload, in the country’s figures', async () => {
  const { page, context, who: somebody } = await room.reader(browser, '/in/documents', { country: 'no' })
  const { house } = room
  const { senderId } = await seedSender(house)
  const { letterId } = await seedLetter(house, { mailboxId: somebody.mailboxId, senderId })
  await asPostOffice(house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set size_bytes = 1000000000 where letter_id = ${letterId}`.execute(trx)
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
  await page.reload()
  await page.getByText(/1\s000 MB av 1\s000 MB er brukt/).waitFor()
  await page.locator('input[type=file]').setInputFiles([file('ett.txt', Buffer.from('hei'))])
  await page.locator('.upload-item').getByText('Det er ikke plass.').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'uploads-full-1440')
  await context.close()
})

test('B-01 B-18 B-21 D-19: a letter is answered with a file from the device; a password alone sends nothing; the copy and its receipt are under Sent', async () => {
  const {
    page,
    context,
    errors: complaints,
    who: somebody,
  } = await room.reader(browser, '/', { userId: 'karen.svar' })
  const { house } = room
  const { senderId } = await seedSender(house, { name: 'Fjordby Vand A/S' })
  await house.vault.create([senderId])
  await acceptMail(house, senderId, { accepts: true, customerService: true })
  const { letterId } = await seedLetter(house, {
    mailboxId: somebody.mailboxId,
    senderId,
    title: 'Aflæs din måler',
    documents: [{ bytes: pdf('Aflæs'), mediaType: 'application/pdf', fileName: 'brev.pdf' }],
  })
  await page.goto(`${room.origin}/letters/${letterId}`)
  await page.getByRole('link', { name: 'Svar', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Svar til Fjordby Vand A/S' }).waitFor()
  const subject = page.getByRole('textbox', { name: 'Emne' })
  await becomes(() => subject.inputValue(), 'Sv: Aflæs din måler')
  await page.getByRole('button', { name: 'Send brevet til Fjordby Vand A/S' }).click()
  await page.getByText('Skriv noget i brevet.').waitFor()
  await page.getByRole('textbox', { name: 'Brev', exact: true }).fill('Måleren viser 74.')
  await page.locator('input[type=file]').setInputFiles([file('måler.jpg', jpeg)])
  await page.getByRole('checkbox', { name: 'måler.jpg' }).waitFor()
  await becomes(() => page.getByRole('checkbox', { name: 'måler.jpg' }).isChecked(), true)
  await page.getByText('kan ikke hentes tilbage').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'reply-1440')
  await page.getByRole('button', { name: 'Send brevet til Fjordby Vand A/S' }).click()
  await page.locator('input[name=code]').fill(somebody.code())
  await page.locator('.inline-step-up button[type=submit]').first().click()
  await page.getByRole('heading', { level: 1, name: 'Brevet er sendt' }).waitFor()
  const { mail } = await listMail(house, { senderId }, { after: undefined, limit: 10 })
  assert.deepEqual(
    mail.map(({ title, inReplyTo, documents }) => [
      title,
      inReplyTo,
      documents.map(({ fileName }) => fileName),
    ]),
    [['Sv: Aflæs din måler', letterId, ['letter.txt', 'måler.jpg']]],
  )
  await page.locator('.card').getByRole('link', { name: 'Sendt' }).click()
  await page.getByText('Måleren viser 74.').waitFor()
  await page.getByRole('link', { name: 'Hent kvittering' }).waitFor()
  assert.deepEqual(await axeFinds(page), [])

  await page.goto(`${room.origin}/letters/${letterId}`)
  await page.getByRole('button', { name: 'Anmeld brevet' }).click()
  await page.getByRole('radio', { name: 'Det er uønsket' }).check()
  await becomes(() => page.getByRole('checkbox', { name: 'Lad posthusets' }).isChecked(), false)
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'report-1440')
  await page.getByRole('button', { name: 'Send anmeldelsen' }).click()
  await page.getByText('Posthuset ser på det').waitFor()
  const [reported] = await listReports(house, { staff: 'Bente Bo', reason: 'ser køen igennem' })
  assert.deepEqual([reported?.kind, reported?.attached], ['unwanted', false])
  await page.goto(`${room.origin}/write/organisation`)
  await page.getByRole('textbox', { name: 'Organisationens navn' }).fill('FJORDBY')
  await page.keyboard.press('Enter')
  await page.getByText('Kundeservice', { exact: true }).waitFor()
  await resize(page, { width: 360, height: 800 })
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'organisations-360')
  assert.deepEqual(complaints, [])
  await context.close()
})

/** Two people in a real house: one offers the other access to a part of the mailbox, sees what is done there, and takes it back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { deliverInvitation } from '#access/delegates/deliver-invitation.ts'
import { asPostOffice } from '#ground/db.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { seedGrant } from '#tests/seed-grant.ts'
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

async function openPage(complaints: string[]): Promise<Page> {
  const { page } = await newWindow(browser)
  page.on('pageerror', (error) => complaints.push(error.message))
  return page
}

/** Nothing axe objects to, nothing to scroll sideways, in light and dark. Pictures for whoever wants to look. */
async function assertWell(page: Page, name: string): Promise<void> {
  for (const width of [1440, 768, 360]) {
    await resize(page, { width, height: 900 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await resizeToWhole(page)
      if (process.env.PICTURES)
        await page.screenshot({
          path: `${process.env.PICTURES}/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        })
      const looked = `${width} ${colorScheme}`
      if (looked === '1440 light' || looked === '360 dark')
        assert.deepEqual(await axeFinds(page), [], `${name} ${width} ${colorScheme}`)
    }
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await resize(page, { width: 1440, height: 900 })
}

/** What the worker does with the offers that wait. */
async function deliverOffers(mailboxId: string): Promise<void> {
  const rows = await asPostOffice(room.house.db, (trx) =>
    trx.selectFrom('access_grant').select('grant_id').where('mailbox_id', '=', mailboxId).execute(),
  )
  for (const row of rows) await deliverInvitation(room.house, { mailboxId, grantId: row.grant_id })
}

const confirm = async (page: Page, code: string) => {
  await page.locator('.inline-step-up input').fill(code)
  await page.getByRole('button', { name: 'Bekræft med koden' }).click()
}

test('B-10 D-08 B-16 O-07: access to one sender’s letters, given and taken back by two people in two browsers', async () => {
  const [astrid, bo] = [
    await room.member({ userId: 'astrid.aeldre', name: { givenNames: 'Astrid', familyName: 'Ældre' } }),
    await room.member({ userId: 'bo.hjaelper', name: { givenNames: 'Bo', familyName: 'Hjælper' } }),
  ]
  const kommune = await seedSender(room.house, { name: 'Fjordby Kommune' })
  const bank = await seedSender(room.house, { name: 'Odense Bank' })
  const documents = [{ bytes: pdfLetter(1), mediaType: 'application/pdf', fileName: 'brev.pdf' }]
  const to = { mailboxId: astrid.mailboxId, documents }
  await seedLetter(room.house, { ...to, senderId: kommune.senderId, title: 'Hjemmehjælp fra mandag' })
  await seedLetter(room.house, { ...to, senderId: bank.senderId, title: 'Din konto' })
  const complaints: string[] = []
  const [hers, his] = [await openPage(complaints), await openPage(complaints)]

  await room.signIn(hers, astrid, '/settings')
  await hers.getByRole('link', { name: 'Se og giv adgang' }).click()
  await hers.getByRole('heading', { level: 1, name: 'Adgang for andre' }).waitFor()
  await hers.getByText('Ingen andre end du selv kan se din post.').waitFor()
  await hers.getByRole('button', { name: 'Tilbyd adgang' }).click()
  await hers.getByText('Det er ikke en digital adresse.').waitFor()
  const field = hers.getByLabel('Personens digitale adresse')
  await becomes(
    () => field.evaluate((one) => one === document.activeElement),
    true,
    'focus goes to the fault',
  )
  await field.fill(bo.address)
  // Folders are found by typing, however many there are.
  await hers.getByRole('radio', { name: 'Kun nogle mapper' }).check()
  await hers.getByRole('button', { name: 'Tilføj en mappe' }).click()
  await hers.getByRole('combobox').fill('ark')
  await hers.getByRole('option', { name: 'Arkiv' }).click()
  const chosen = hers.getByRole('list', { name: 'Kun nogle mapper' }).getByRole('listitem')
  await becomes(() => chosen.allTextContents(), ['Arkiv'])
  await hers.getByRole('button', { name: 'Tag Arkiv fra igen' }).click()
  await chosen.waitFor({ state: 'detached' })
  await hers.getByRole('radio', { name: 'Kun post fra nogle afsendere' }).check()
  await hers.getByRole('button', { name: 'Tilbyd adgang' }).click()
  await hers.getByText('Vælg mindst én.').waitFor()
  // So are senders.
  await hers.getByRole('button', { name: 'Tilføj en afsender' }).press('Enter')
  await hers.getByText('2 afsendere', { exact: true }).waitFor()
  await hers.getByRole('combobox', { name: 'Find en afsender' }).fill('kommu')
  await becomes(() => hers.getByRole('option').allTextContents(), ['Fjordby Kommune'])
  await assertWell(hers, 'choose-sender')
  await hers.keyboard.press('Enter')
  const senders = hers.getByRole('list', { name: 'Kun post fra nogle afsendere' }).getByRole('listitem')
  await becomes(() => senders.allTextContents(), ['Fjordby Kommune'])
  await hers.getByRole('button', { name: 'Tilføj en afsender' }).click()
  await becomes(() => hers.getByRole('option').allTextContents(), ['Odense Bank'], 'nobody is chosen twice')
  await hers.keyboard.press('Escape')
  await assertWell(hers, 'give')
  await hers.getByRole('button', { name: 'Tilbyd adgang' }).click()
  await confirm(hers, astrid.code())
  await hers.getByText('venter på svar.').waitFor()
  await hers.getByText('læser · Fjordby Kommune').waitFor()
  await becomes(() => hers.getByText('Bo Hjælper').count(), 0, 'whose address it is, is not told')
  await deliverOffers(astrid.mailboxId)

  await room.signIn(his, bo, '/')
  await his.getByRole('link', { name: 'Postkasser, jeg kan se' }).click()
  await his.getByText('Astrid Ældre tilbyder dig adgang').waitFor()
  await assertWell(his, 'offer')
  await his.getByRole('button', { name: 'Sig ja til adgang til Astrid Ældres postkasse' }).click()
  await confirm(his, bo.code())
  await his.getByText('Du har nu adgang til Astrid Ældres postkasse.').waitFor()
  await assertWell(his, 'held')
  await his.getByRole('button', { name: 'Åbn Astrid Ældres postkasse' }).click()
  await his.getByText('Du er i Astrid Ældres postkasse.').waitFor()
  await his.getByRole('link', { name: /Hjemmehjælp fra mandag/ }).click()
  await his.getByRole('heading', { level: 1, name: 'Hjemmehjælp fra mandag' }).waitFor()
  await his.locator('.pdf-page canvas').first().waitFor()
  await becomes(() => his.getByText('Din konto').count(), 0)
  for (const name of ['Arkivér', 'Læg i papirkurven', 'Markér som ulæst'])
    await becomes(() => his.getByRole('button', { name }).count(), 0, name)
  for (const name of ['Indstillinger', 'Hvem har set det', 'Skriv'])
    await becomes(() => his.getByRole('link', { name }).count(), 0, name)
  await assertWell(his, 'letter')
  await his.getByRole('button', { name: 'Konto:' }).click()
  await his
    .locator('.mailboxes')
    .getByRole('button', { name: /Astrid Ældre/ })
    .waitFor()
  await his.keyboard.press('Escape')

  await hers.goto(`${room.origin}/access-log`, { waitUntil: 'networkidle' })
  await hers.locator('.entries li', { hasText: 'Bo Hjælper åbnede brevet' }).waitFor()
  await hers.locator('.entries li', { hasText: 'Bo Hjælper sagde ja til adgang' }).waitFor()
  await hers.goto(`${room.origin}/settings/access`, { waitUntil: 'networkidle' })
  await hers.getByRole('button', { name: 'Tag adgangen tilbage fra Bo Hjælper' }).click()
  await hers.getByText('Bo Hjælper har ikke længere adgang.').waitFor()
  await assertWell(hers, 'taken')

  await his.getByRole('link', { name: /^Mapper/ }).click()
  await his.getByText('Din adgang til postkassen er slut. Du er tilbage hos dig selv.').waitFor()
  await becomes(() => new URL(his.url()).pathname, '/shared')
  await assertWell(his, 'ended')
  assert.deepEqual(complaints, [])
})

test('B-10 D-08 S-13 B-06 O-07: with the keyboard alone, a letter is written in the owner’s name, and all three see who wrote it', async () => {
  const [ada, ib, kari] = [
    await room.member({ userId: 'ada.ejer', name: { givenNames: 'Ada', familyName: 'Ejer' } }),
    await room.member({ userId: 'ib.hjaelper', name: { givenNames: 'Ib', familyName: 'Hjælper' } }),
    await room.member({ userId: 'kari.modtager', name: { givenNames: 'Kari', familyName: 'Modtager' } }),
  ]
  const people = { owner: { ...ada, emails: [] }, holder: { ...ib, emails: [] } }
  await seedGrant(room.house, people, { capacity: 'delegate-sender' })
  const complaints: string[] = []
  const page = await openPage(complaints)
  await room.signIn(page, ib, '/shared')
  await page.getByRole('button', { name: 'Åbn Ada Ejers postkasse' }).press('Enter')
  await page.waitForURL(/step-up/)
  await page.locator('input[name=code]').fill(ib.code())
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Åbn Ada Ejers postkasse' }).press('Enter')
  await page.getByText('Du er i Ada Ejers postkasse.').waitFor()
  await page.getByRole('link', { name: 'Skriv' }).press('Enter')
  await page.getByRole('textbox', { name: 'Digital adresse' }).focus()
  await page.keyboard.type(kari.address)
  await page.keyboard.press('Enter')
  await page
    .getByText('Brevet går ud i navnet Ada Ejer. På brevet står, at Ib Hjælper har skrevet det')
    .waitFor()
  const subject = page.getByLabel('Emne')
  await subject.waitFor()
  await becomes(
    () => subject.evaluate((one) => one === document.activeElement),
    true,
    'focus is in the letter',
  )
  await page.keyboard.type('Jeg kommer på søndag')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Ib kører mig.')
  await assertWell(page, 'behalf-write')
  await page.getByRole('button', { name: /^Send brevet til/ }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Brevet er sendt' }).waitFor()
  await page.locator('#main').getByRole('link', { name: 'Sendt' }).press('Enter')
  await page.getByText('skrevet af Ib Hjælper').waitFor()
  await page.context().close()

  const hers = await openPage(complaints)
  await room.signIn(hers, kari, '/')
  await hers.locator('.row', { hasText: 'Jeg kommer på søndag' }).click()
  await hers.getByText('Skrevet af Ib Hjælper på vegne af Ada Ejer').waitFor()
  await assertWell(hers, 'behalf-letter')
  await hers.context().close()

  const owner = await openPage(complaints)
  await room.signIn(owner, ada, '/sent')
  // With the password alone nothing of it is told (B-06).
  await owner.getByRole('button', { name: 'Vis det sendte' }).press('Enter')
  await owner.locator('.inline-step-up input').fill(ada.code())
  await owner.getByRole('button', { name: 'Bekræft med koden' }).press('Enter')
  await owner.getByText('skrevet af Ib Hjælper').waitFor()
  await assertWell(owner, 'behalf-sent')
  await owner.goto(`${room.origin}/access-log`)
  await owner.locator('.entries li', { hasText: 'Ib Hjælper sendte et brev' }).waitFor()
  await owner.context().close()
  assert.deepEqual(complaints, [])
})

/** A guardian in a real house: applies with papers, two members of staff decide, reads the mailbox; the owner sees who it was. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { asPostOffice } from '#ground/db.ts'
import { addJudge } from '#tests/decide-as.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { pdf } from '#tests/files-to-upload.ts'
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

async function assertWell(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [768, 'light'],
    [360, 'dark'],
  ] as const) {
    await resize(page, { width, height: 900 })
    await page.emulateMedia({ colorScheme })
    if (process.env.PICTURES)
      await page.screenshot({ path: `${process.env.PICTURES}/${name}-${width}.png`, fullPage: true })
    await resizeToWhole(page)
    if (width !== 768) assert.deepEqual(await axeFinds(page), [], `${name} ${width}`)
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await resize(page, { width: 1440, height: 900 })
}

const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf('Beskikkelse') })

test('B-11 D-09 B-16 O-07: apply with papers, two members of staff decide, the guardian reads, the owner’s log names them', async () => {
  const [astrid, bo] = [
    await room.member({ userId: 'astrid.myndling', name: { givenNames: 'Astrid', familyName: 'Ældre' } }),
    await room.member({ userId: 'bo.vaerge', name: { givenNames: 'Bo', familyName: 'Værge' } }),
  ]
  const { senderId } = await seedSender(room.house, { name: 'Fjordby Kommune' })
  const documents = [{ bytes: pdfLetter(1), mediaType: 'application/pdf', fileName: 'brev.pdf' }]
  await seedLetter(room.house, { mailboxId: astrid.mailboxId, documents, senderId, title: 'Hjemmehjælp' })
  const complaints: string[] = []
  const [hers, his] = [await openPage(complaints), await openPage(complaints)]

  await room.signIn(his, bo, '/settings/access')
  await his.getByRole('link', { name: 'Søg eller se svar' }).click()
  await his.getByRole('button', { name: 'Vis mine ansøgninger' }).click()
  await his.locator('.inline-step-up input').fill(bo.code())
  await his.getByRole('button', { name: 'Bekræft med koden' }).click()
  await his.getByText('Du har ikke søgt om noget.').waitFor()
  await assertWell(his, 'powers-empty')
  await his.getByLabel('Navn på den, det gælder').fill('Astrid Ældre')
  await his.getByLabel('Personens CPR-nummer').fill(astrid.nationalNumber)
  await his.getByLabel('Din e-mail').fill('bo@example.dk')
  await his.getByLabel('Dit mobilnummer').fill('20 12 34 56')
  await his.getByLabel('Hvad gælder det?').fill('Jeg er beskikket som værge for min mor.')
  await his.getByRole('button', { name: 'Send ansøgning' }).click()
  await his.getByText('Vælg en fil.').waitFor()
  await his.getByLabel('Afgørelsen om værgemål').setInputFiles(file('afgoerelse.pdf'))
  await his.getByRole('button', { name: 'Send ansøgning' }).click()
  await his.getByText('Ansøgningen er sendt.').waitFor()
  await his.getByText('To medarbejdere ser på den').waitFor()
  await assertWell(his, 'powers-sent')

  const [request] = await asPostOffice(room.house.db, (trx) =>
    trx.selectFrom('power_request').select('request_id').where('person_id', '=', bo.personId).execute(),
  )
  const requestId = request!.request_id
  assert.equal(await (await addJudge(room.house, 'Ane')).decide(requestId), 'undecided')
  await his.goto(`${room.origin}/shared`, { waitUntil: 'networkidle' })
  await becomes(() => his.getByText('Astrid Ældre').count(), 0, 'one is not enough')
  assert.equal(await (await addJudge(room.house, 'Bent')).decide(requestId), 'approve')

  await his.goto(`${room.origin}/settings/power-requests`, { waitUntil: 'networkidle' })
  await his.getByText('Godkendt: du har adgang').waitFor()
  await his.getByRole('link', { name: 'Gå til postkasser, jeg kan se' }).click()
  await his.getByRole('button', { name: 'Åbn Astrid Ældres postkasse' }).click()
  await his.getByRole('link', { name: /Hjemmehjælp/ }).click()
  await his.getByRole('heading', { level: 1, name: 'Hjemmehjælp' }).waitFor()
  await his.locator('.pdf-page canvas').first().waitFor()

  // B-14: everything in her mailbox as one archive, made by the worker, on the record.
  await his.goto(`${room.origin}/more`, { waitUntil: 'networkidle' })
  await his.locator('main').getByRole('link', { name: 'Tag alt med ud' }).click()
  await his.getByRole('heading', { level: 1, name: 'Tag alt med ud' }).waitFor()
  await his.getByText('Kun du kan hente dit arkiv').waitFor()
  await becomes(
    () => his.getByRole('link', { name: 'Indstillinger' }).count(),
    0,
    'no way to settings that are not his',
  )
  await assertWell(his, 'powers-take-out')
  await his.getByRole('button', { name: 'Lav arkivet' }).click()
  await his.getByRole('heading', { name: /Arkivet (bliver lavet|er klar)/ }).waitFor()

  await room.signIn(hers, astrid, '/settings/access')
  await hers.locator('#has-title ~ ul li', { hasText: 'Bo Værge' }).waitFor()
  await assertWell(hers, 'powers-owner')
  await hers.goto(`${room.origin}/access-log`, { waitUntil: 'networkidle' })
  await hers.locator('.entries li', { hasText: 'Bo Værge åbnede brevet' }).waitFor()
  await hers.locator('.entries li', { hasText: 'Bo Værge bad om alle breve i ét arkiv' }).waitFor()
  assert.deepEqual(complaints, [])
})

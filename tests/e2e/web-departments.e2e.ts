/** An enterprise's mailbox in a real house: the administrator makes a department and a rule, a letter goes there, is taken, noted and done; then two
 * close the mailbox together, and one opens it again. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { inMailbox } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { insertEmployee } from '#people/employees/employees.store.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import { pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { handlersOf } from '#worker/handlers.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize, resizeToWhole } from './resize.ts'
import { type Member, openWholeHouse } from './whole-house.ts'

let browser: Browser
let room: Awaited<ReturnType<typeof openWholeHouse>>
let karen: Member
before(async () => {
  browser = await launchBrowser()
  room = await openWholeHouse()
  karen = await room.member({ userId: 'karen.chef', name: { givenNames: 'Karen', familyName: 'Chef' } })
})
after(async () => {
  await browser?.close()
  await room?.close()
})

async function assertWell(page: Page, name: string): Promise<void> {
  const looks = process.env.PICTURES
    ? ([360, 768, 1440] as const).flatMap((width) =>
        (['dark', 'light'] as const).map((scheme) => [width, scheme] as const),
      )
    : ([
        [360, 'dark'],
        [1440, 'light'],
      ] as const)
  for (const [width, colorScheme] of looks) {
    await resize(page, { width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await resizeToWhole(page)
    if (process.env.PICTURES)
      await page.screenshot({
        path: `${process.env.PICTURES}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      })
    assert.deepEqual(await axeFinds(page), [], `${name} ${width}`)
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`)
  }
}

/** Signs in, chooses the enterprise's mailbox and shows a second factor on the way. */
async function actFor(page: Page, who: Member, enterprise: string): Promise<void> {
  // A code is good once.
  room.clock.advance(30_000)
  await room.signIn(page, who, '/')
  await page.getByRole('button', { name: 'Konto:' }).click()
  await page.locator('.mailboxes').getByRole('button', { name: enterprise }).click()
  await page.waitForURL(/step-up/)
  await page.locator('input[name=code]').fill(who.code())
  await page.locator('form button[type=submit], form button').first().click()
  await page.waitForURL(/\/id\/acting-for/)
  await page.getByRole('button', { name: enterprise }).click()
  await page.getByRole('button', { name: `Konto: ${enterprise}` }).waitFor()
}

/** What the worker does with the jobs that wait. */
async function work({ house }: typeof room, task: 'route-letters' | 'send-phone-code' = 'route-letters') {
  const handle = handlersOf(house)[task] as (payload: unknown) => Promise<void>
  for (;;) {
    const { rows } = await sql<{ payload: unknown }>`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = ${task} returning j.payload`.execute(house.db)
    if (rows.length === 0) return
    for (const { payload } of rows) await handle(payload)
  }
}

test('B-15 P-02: an administrator sets up a department; a letter is routed there, taken, noted and done', async () => {
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

  await actFor(page, karen, 'Fjordby Bageri ApS')
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
  await page.getByText('Breve med “att. bogholderi” i emnet går til Bogholderi').waitFor()
  // By its sender, found by typing: a mailbox may have had letters from thousands.
  await page.getByRole('button', { name: 'Vælg afsender' }).press('Enter')
  const senderName = (await page.getByRole('listbox').getByRole('option').first().textContent())!.trim()
  await page.getByRole('combobox', { name: 'Find en afsender' }).fill(senderName.slice(0, 4))
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Eller afsender' }).getByText(senderName).waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.textContent), 'Vælg afsender', 'focus')
  await page.getByLabel('Til afdeling').selectOption({ label: 'Reception' })
  await page.getByRole('button', { name: 'Tilføj regel' }).press('Enter')
  const bySender = page.getByRole('listitem').filter({ hasText: `Breve fra ${senderName} går til Reception` })
  await bySender.waitFor()
  await becomes(
    () => page.getByRole('list', { name: 'Eller afsender' }).count(),
    0,
    'nobody is chosen any more',
  )
  await bySender.getByRole('button', { name: /^Fjern regel/ }).click()
  await becomes(() => bySender.count(), 0)
  await page.getByRole('button', { name: 'Fordel efter reglerne nu' }).press('Enter')
  await page.getByText(/^\d af \d breve er gennemgået\.|^Alle \d breve/).waitFor()
  await work(room)
  await page.getByText('Alle 2 breve er gennemgået.').waitFor()
  await assertWell(page, 'departments')
  await another(page)

  await page.getByRole('link', { name: 'Indstillinger' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Indstillinger' }).waitFor()
  await page.getByRole('radio', { name: 'E-mail til karen@bageri.example' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText('Gemt.').waitFor()
  await becomes(() => page.getByRole('radio', { name: 'Som for dine egne breve' }).isChecked(), true)
  await assertWell(page, 'work-notices')

  const { letterId } = await letter('Faktura att. Bogholderi')
  await letter('Sommerfest')
  await page.goto(`${room.origin}/in/department`, { waitUntil: 'networkidle' })
  await page.locator(`#row-${letterId}`).waitFor()
  await becomes(() => page.locator('.row').count(), 2, 'the others are not this department’s')
  await page.locator(`#row-${letterId}`).click()
  // Two windows take it: who was later hears of it, and sees who has it.
  const late = await context.newPage()
  await late.goto(`${room.origin}/in/department/letters/${letterId}`, { waitUntil: 'networkidle' })
  const assignee = late.getByLabel('Hos', { exact: true })
  await assignee.waitFor()
  await page.getByRole('button', { name: 'Jeg tager det' }).click()
  await page.locator('.letter-work').getByText('Gemt.').waitFor()
  await late.getByLabel('Afdeling', { exact: true }).selectOption({ label: 'Reception' })
  await late.locator('.letter-work').getByText('Det er ændret imens').waitFor()
  await becomes(() => assignee.locator('option:checked').textContent(), 'Karen Chef')
  await late.close()
  await becomes(
    () => page.getByLabel('Hos', { exact: true }).locator('option:checked').textContent(),
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

/** Two windows, or two administrators, at the same page: neither overwrites what the other did, and what one typed stays. */
async function another(page: Page): Promise<void> {
  const cardOf = (one: Page, name: string) =>
    one.locator('section.card', { has: one.getByRole('heading', { name, exact: true }) })
  const other = await page.context().newPage()
  await other.goto(`${room.origin}/departments`, { waitUntil: 'networkidle' })
  const addRule = async (one: Page, words: string) => {
    await one.getByLabel('Ord i emnet').fill(words)
    await one.getByRole('button', { name: 'Tilføj regel' }).click()
    await one.getByText(`Breve med “${words}” i emnet går til`).waitFor()
  }
  await addRule(page, 'rykker')
  await addRule(other, 'kontoudtog')
  await other.getByText('Breve med “rykker” i emnet').waitFor()
  await other.getByRole('button', { name: /^Fjern regel: .*kontoudtog/ }).click()
  await other.getByText('Breve med “kontoudtog” i emnet').waitFor({ state: 'detached' })

  await cardOf(page, 'Reception').getByLabel('Afdelingens navn').fill('Skranke')
  await cardOf(page, 'Reception').getByRole('button', { name: 'Gem Reception' }).click()
  await page.getByText('Skranke er gemt.').waitFor()
  const typed = cardOf(other, 'Reception').getByLabel('Afdelingens navn')
  await typed.fill('Modtagelse')
  await cardOf(other, 'Reception').getByRole('checkbox', { name: 'Karen Chef' }).check()
  await cardOf(other, 'Reception').getByRole('button', { name: 'Gem Reception' }).click()
  const card = cardOf(other, 'Skranke')
  await card.getByRole('alert').getByText('Det er ændret imens').waitFor()
  await becomes(() => card.getByLabel('Afdelingens navn').inputValue(), 'Modtagelse', 'what was typed')
  await becomes(() => card.getByRole('checkbox', { name: 'Karen Chef' }).isChecked(), true)
  await assertWell(other, 'departments-meanwhile')
  await card.getByRole('button', { name: 'Gem Skranke' }).click()
  await other.getByText('Modtagelse er gemt.').waitFor()
  const mended = cardOf(other, 'Modtagelse')
  await becomes(() => mended.getByRole('checkbox', { name: 'Karen Chef' }).isChecked(), true)
  await mended.getByRole('checkbox', { name: 'Karen Chef' }).uncheck()
  await mended.getByLabel('Afdelingens navn').fill('Reception')
  await mended.getByRole('button', { name: 'Gem Modtagelse' }).click()
  await other.getByText('Reception er gemt.').waitFor()
  await other.close()
}

/** With the keyboard alone: Tab until it has the focus, as somebody who sees nothing else does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 80; step++) {
    if ((await focused(page)) === name) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never comes to ${name}`)
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null
    return (at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '').trim()
  })

/** A Norwegian one, whose content is kept for three months after it is closed, with a second administrator who came long ago. */
async function shipyard(second: Member): Promise<void> {
  const yard = await openEnterpriseMailbox(room.house, {
    country: 'no',
    enterpriseNumber: '974760673',
    name: 'Fjordby Verft AS',
    address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
    administratorId: karen.personId,
    administratorEmail: 'karen@verft.example',
    language: 'da',
    terms: '2026-11',
  })
  const at = room.clock.now()
  const email = 'eva@verft.example'
  await inMailbox(room.house.db, yard.mailboxId, (trx) =>
    insertEmployee(
      trx,
      {
        employeeId: newId(at.getTime()),
        mailboxId: yard.mailboxId,
        enterpriseId: yard.enterpriseId,
        personId: second.personId,
        name: 'Eva Holm',
        street: 'Torvet 1',
        postcode: '5000',
        city: 'Odense C',
        mobile: null,
        email,
        emailForm: email,
        role: 'administrator',
      },
      at,
    ),
  )
  const { senderId } = await seedSender(room.house)
  await seedLetter(room.house, { mailboxId: yard.mailboxId, senderId, title: 'Faktura' })
}

test('P-02 P-09 B-09 D-05 B-22: by keyboard the mailbox gets a phone, while another administrator is at it too; one pauses the mailbox and asks to close it, another closes it, and one opens it again', async () => {
  const eva = await room.member({ userId: 'eva.holm', name: { givenNames: 'Eva', familyName: 'Holm' } })
  await shipyard(eva)
  room.clock.advance(60_000)
  const open = async (who: Member) => {
    const { page } = await newWindow(browser)
    await actFor(page, who, 'Fjordby Verft AS')
    await page.goto(`${room.origin}/enterprise`, { waitUntil: 'networkidle' })
    return page
  }
  const [karens, evas] = [await open(karen), await open(eva)]

  // Both see no number yet. Whoever is later is told, and sees the other's.
  await karens.getByLabel('Mobilnummer').fill('412 34 567')
  await karens.keyboard.press('Enter')
  await karens.getByText('Vi har sendt en kode til +4741234567').waitFor()
  const named = (page: Page) => page.evaluate(() => (document.activeElement as HTMLInputElement).name)
  await becomes(() => named(karens), 'code', 'where one goes on')
  await evas.getByLabel('Mobilnummer').fill('412 99 999')
  await evas.keyboard.press('Enter')
  await evas.getByRole('alert').getByText('Det er ændret imens').waitFor()
  await evas.getByText('+4741234567').first().waitFor()
  await becomes(() => focused(evas), 'Telefon', 'the form has gone, the focus has not')
  await work(room, 'send-phone-code')
  const code = /\d{6}/.exec(room.texted.findLast(({ to }) => to === '+4741234567')!.text)![0]
  await assertWell(evas, 'phone-meanwhile')
  await evas.getByLabel('Kode fra SMS’en').fill(code)
  await evas.keyboard.press('Enter')
  await evas.getByText('Nummeret er bekræftet.').waitFor()
  await becomes(() => focused(evas), 'Telefon')
  await karens.getByLabel('Kode fra SMS’en').fill(code)
  await karens.keyboard.press('Enter')
  await karens.getByText('Nummeret er bekræftet.').waitFor()
  await evas.getByRole('switch', { name: 'SMS til virksomhedens nummer' }).press('Space')
  await karens.getByRole('switch', { name: 'E-mail om nye breve' }).press('Space')
  await becomes(async () => {
    const { noticesByEmail, noticesBySms } = await evas.evaluate(async () =>
      (await fetch('/api/enterprise')).json(),
    )
    return [noticesByEmail, noticesBySms]
  }, [false, false])
  await karens.getByRole('radio', { name: 'Svenska' }).press('Space')
  await karens.getByText('Gemt.').waitFor()
  await evas.getByRole('radio', { name: 'English' }).press('Space')
  await evas.getByRole('alert').getByText('Det er ændret imens').waitFor()
  await becomes(() => evas.getByRole('radio', { name: 'Svenska' }).isChecked(), true)
  await assertWell(evas, 'language-meanwhile')

  await tabTo(karens, 'Sæt på pause')
  await karens.keyboard.press('Enter')
  await karens.getByText('Postkassen er sat på pause.', { exact: true }).waitFor()
  await becomes(() => focused(karens), 'Modtag breve igen', 'the focus stays where one is')
  await assertWell(karens, 'paused')
  await karens.keyboard.press('Enter')
  await karens.getByText('Postkassen modtager breve igen.').waitFor()
  // A hurried hand presses twice, and has said one thing.
  await karens.getByRole('button', { name: 'Sæt på pause' }).dblclick()
  await karens.getByText('Postkassen er sat på pause.', { exact: true }).waitFor()
  await karens.getByRole('button', { name: 'Modtag breve igen' }).press('Enter')
  await karens.getByText('Postkassen modtager breve igen.').waitFor()
  await tabTo(karens, 'Bed om at lukke postkassen')
  await karens.keyboard.press('Enter')
  await karens.getByText(/^Karen Chef bad om at lukke postkassen/).waitFor()
  await karens.getByText('Nu skal en anden, der var administrator før da, bekræfte.').waitFor()
  await becomes(() => focused(karens), 'Træk det tilbage')

  // Taken back while the other looks at it: her page says so, and nothing ends.
  await evas.reload({ waitUntil: 'networkidle' })
  await evas.getByRole('link', { name: /^Karen Chef bad om at lukke postkassen/ }).press('Enter')
  await karens.keyboard.press('Enter')
  await becomes(() => focused(karens), 'Bed om at lukke postkassen')
  await tabTo(evas, 'Jeg forstår, at 1 brev bliver slettet')
  await evas.keyboard.press('Space')
  await tabTo(evas, 'Luk postkassen')
  await evas.keyboard.press('Enter')
  await evas.getByText('En administrator har trukket det tilbage.').waitFor()
  await karens.keyboard.press('Enter')
  await karens.getByText(/^Karen Chef bad om at lukke postkassen/).waitFor()
  await assertWell(karens, 'closing-asked')

  await evas.reload({ waitUntil: 'networkidle' })
  await tabTo(evas, 'Luk postkassen')
  await evas.keyboard.press('Enter')
  await evas.getByText('Sæt kryds for at vise, at du har læst, hvad der sker.').waitFor()
  await becomes(() => focused(evas), 'Jeg forstår, at 1 brev bliver slettet')
  await evas.keyboard.press('Space')
  await assertWell(evas, 'closing-confirm')
  await tabTo(evas, 'Luk postkassen')
  await evas.keyboard.press('Enter')
  await evas.getByText('Postkassen er lukket. Du er tilbage hos dig selv.').waitFor()
  await evas.getByText(/^Fjordby Verft AS: brevene slettes for altid/).waitFor()
  await assertWell(evas, 'closed')

  // Whoever still has it open is brought home by the next thing they do, and told why.
  await karens.getByRole('link', { name: 'Afdelinger' }).first().press('Enter')
  await karens.getByText('Postkassen er lukket. Du er tilbage hos dig selv.').waitFor()
  await karens.getByRole('button', { name: 'Konto: Karen Chef' }).waitFor()
  await tabTo(karens, 'Åbn Fjordby Verft AS igen')
  await karens.keyboard.press('Enter')
  await karens.getByRole('button', { name: 'Konto: Fjordby Verft AS' }).waitFor()
  await karens.getByText('Faktura').first().waitFor()
  await karens.context().close()
  await evas.context().close()
})

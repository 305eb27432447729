import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { RIGHT_CODE } from '#tests/fakes/mailbox-api.ts'
import { laidOut } from '#tools/pictures/laid-out.ts'
import { launchBrowser, letterId, openPage } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize } from './resize.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

/** Presses Tab until what has focus matches, as somebody without a mouse would. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
  }
  assert.fail(`${selector} is not reached in ${most} presses of Tab`)
}

test('B-01 B-06 O-07: by keyboard alone from the inbox to a locked letter, unlocked in place, on to settings', async () => {
  await using opened = await openPage(browser, '/')
  const { page, fake } = opened
  await page.locator('.row').first().waitFor()

  await page.keyboard.press('Tab')
  await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('href')), '#main')
  await page.keyboard.press('Enter')
  await tabTo(page, `#row-${letterId(7)}`)
  await page.keyboard.press('Enter')
  await page.locator('.locked').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.tagName), 'H1', 'focus goes to the letter')
  // docs/screen-reader.md 4, in the order it is heard: whose, why it is locked, what opens it.
  await becomes(() => page.locator('h1').textContent(), 'Fortroligt brev')
  const told = await page.locator('.letter').ariaSnapshot()
  const heard = [
    'heading "Fortroligt brev" [level=1]',
    'heading "Brevet er låst" [level=2]',
    'må kun åbnes, når du er logget ind i to trin',
    'textbox "Kode fra din kode-app"',
    'button "Lås op med koden"',
  ].map((words) => told.indexOf(words))
  assert.deepEqual(
    heard.toSorted((a, b) => a - b),
    heard,
    told,
  )
  assert.ok(
    heard.every((at) => at >= 0),
    told,
  )
  assert.ok(!(await page.locator('body').innerText()).includes('Afgørelse om hjælpemidler'))
  assert.ok(!fake.requests.some((request) => request.includes(`${letterId(7)}/documents`)))

  await tabTo(page, 'input[name=code]')
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await page.getByText('Koden passer ikke').waitFor()
  const code = page.getByRole('textbox', { name: 'Kode fra din kode-app' })
  await becomes(() => code.getAttribute('aria-invalid'), 'true')
  await becomes(() => code.evaluate((field) => field === document.activeElement), true, 'focus at the field')
  await becomes(
    () =>
      code.evaluate((field) =>
        (field.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '),
      ),
    /Koden passer ikke/,
    'what is wrong is told with the field',
  )
  await page.keyboard.type(RIGHT_CODE)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Afgørelse om hjælpemidler' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Låst op. Afgørelse om hjælpemidler' }).waitFor()
  await becomes(
    () => page.evaluate(() => document.activeElement?.textContent),
    'Afgørelse om hjælpemidler',
    'focus is on the letter that opened',
  )
  await page.locator('.pdf-page canvas').first().waitFor()
  await becomes(() => new URL(page.url()).pathname, `/letters/${letterId(7)}`, 'exactly this letter')
  const row = page.locator(`#row-${letterId(7)}`)
  await row.getByText('Afgørelse om hjælpemidler').waitFor()

  await page.evaluate(() => document.querySelector<HTMLElement>('.bh-skip')?.focus())
  await tabTo(page, '.places a[href="/settings"]')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Indstillinger' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
})

test('O-07: docs/screen-reader.md, step by step: each thing has the role, the name and the focus that are promised', async () => {
  await using opened = await openPage(browser, '/', {
    fake: { level: 'substantial', now: new Date('2026-11-24T10:00:00Z') },
  })
  const { page } = opened
  const focusOn = (role: string, name: string) =>
    page.waitForFunction(
      ([role, name]) => {
        const at = document.activeElement
        const is =
          at?.getAttribute('role') ??
          { H1: 'heading', H2: 'heading', A: 'link', BUTTON: 'button' }[at?.tagName ?? '']
        return is === role && (at?.getAttribute('aria-label') ?? at?.textContent ?? '').includes(name!)
      },
      [role, name] as const,
    )
  // 2. The inbox
  const row = page.getByRole('link', { name: /^Ulæst: Nordlys Forsyning/ })
  await row.waitFor()
  await becomes(() => page.title(), 'Indbakke · Brevhus')
  const snapshot = await page.locator('body').ariaSnapshot()
  const landmarks = snapshot.match(/^ *- (?:banner|navigation "Steder"|main)/gm)?.map((line) => line.trim())
  assert.deepEqual(landmarks, ['- banner', '- navigation "Steder"', '- main'])
  const places = page.getByRole('navigation', { name: 'Steder' })
  for (const name of ['Breve', 'Overblik', 'Dig selv']) await places.getByRole('list', { name }).waitFor()
  await becomes(() => places.getByRole('link', { name: /^Indbakke/ }).getAttribute('aria-current'), 'page')
  const headings = await page.getByRole('main').getByRole('heading').allTextContents()
  assert.deepEqual(headings.slice(0, 2), ['Indbakke', 'I dag'])
  const named =
    /Ulæst: Nordlys Forsyning A\/S,? .*Årsopgørelse for vand og varme 2026.*1\.284,50 kr\. · betal inden 1\. dec/
  await page.getByRole('link', { name: named }).waitFor()

  // 3. A letter
  await row.focus()
  await page.keyboard.press('Enter')
  await focusOn('heading', 'Årsopgørelse for vand og varme 2026')
  await becomes(() => page.title(), /^Årsopgørelse for vand og varme 2026/)
  const verified = page.getByRole('button', { name: 'Bekræftet afsender' })
  await becomes(() => verified.getAttribute('aria-expanded'), 'false')
  await verified.press('Enter')
  await page.getByText('Posthuset har kontrolleret').waitFor()
  await page.getByRole('region', { name: /aarsopgoerelse-2026\.pdf/ }).waitFor()
  await page
    .getByRole('group', { name: 'Side 1 af' })
    .or(page.getByRole('region', { name: 'Side 1 af' }))
    .first()
    .waitFor()

  // What is seldom wanted is behind one button, which says whether it is open and takes the focus back.
  const more = page.getByRole('button', { name: 'Mere', exact: true })
  await becomes(() => more.getAttribute('aria-expanded'), 'false')
  await more.press('Enter')
  await becomes(() => more.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('Tab')
  await focusOn('button', 'Giv stjerne')
  await page.keyboard.press('Escape')
  await focusOn('button', 'Mere')
  await page.getByRole('button', { name: 'Giv stjerne' }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Læg i papirkurven' }).press('Enter')
  await page.getByRole('status').filter({ hasText: 'Brevet er i papirkurven.' }).waitFor()
  await focusOn('heading', 'Indbakke')
  await page.getByRole('button', { name: 'Fortryd' }).press('Enter')
  await page.getByRole('status').filter({ hasText: 'Fortrudt.' }).waitFor()
  await row
    .or(page.getByRole('link', { name: /^Nordlys Forsyning A/ }))
    .first()
    .waitFor()

  // 6. Who has seen what; settings
  await places.getByRole('link', { name: 'Hvem har set hvad' }).press('Enter')
  await focusOn('heading', 'Hvem har set hvad')
  await page.getByRole('main').getByRole('listitem').first().waitFor()
  await places.getByRole('link', { name: 'Indstillinger' }).press('Enter')
  await focusOn('heading', 'Indstillinger')
  await page.getByRole('link', { name: /Sikkerhed og samtykker$/ }).press('Enter')
  await focusOn('heading', 'Sikkerhed og samtykker')
  const consent = page.getByRole('switch').first()
  const was = await consent.isChecked()
  await consent.focus()
  await page.keyboard.press('Space')
  await page
    .getByRole('status')
    .filter({ hasText: /^Gemt\./ })
    .waitFor()
  await becomes(() => consent.isChecked(), !was)
  await becomes(
    () => consent.evaluate((one) => one === document.activeElement),
    true,
    'the switch keeps the focus',
  )

  // 7. Phone
  await resize(page, { width: 360, height: 740 })
  const bar = page.getByRole('navigation', { name: 'Steder' }).getByRole('link')
  await bar
    .last()
    .and(page.getByRole('link', { name: 'Mere', exact: true }))
    .waitFor()
  await becomes(() => bar.count(), 5)
  await becomes(() => bar.first().textContent(), /^Indbakke/)
  await becomes(() => bar.last().textContent(), 'Mere')
})

test('B-16: a letter is on record as opened before any of its content is asked for', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(8)}`)
  await opened.page.locator('.pdf-page canvas').first().waitFor()
  const about = opened.fake.requests.filter((request) => request.includes(letterId(8)))
  const openedAt = about.indexOf(`POST /api/letters/${letterId(8)}/open`)
  const contentAt = about.indexOf(`GET /api/letters/${letterId(8)}/documents/1`)
  assert.ok(openedAt >= 0 && contentAt > openedAt, about.join('\n'))
})

test('B-16: who has seen a letter, and its proof, are one click away each', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(8)}`)
  const { page } = opened
  await page.getByRole('link', { name: 'Hvem har set det' }).click()
  await page.getByText('Mette Holm fra posthuset').waitFor()
  await page.getByText('Begrundelse: Sag 2026-1182').waitFor()
  await page.getByRole('link', { name: 'Bevis' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Hent kvitteringen' }).click()
  assert.match((await download).suggestedFilename(), /^kvittering-.*\.json$/)
})

test('O-07: a PDF has its words as text, its pages named, and can be enlarged', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(8)}`)
  const { page } = opened
  const first = page.getByRole('region', { name: 'Side 1 af 3' })
  await first.getByText('Du har brugt 74 m3 vand').waitFor()
  const before = (await first.boundingBox())!.width
  await page.getByRole('button', { name: 'Større' }).click()
  await page.waitForFunction(
    (was) => document.querySelector('.pdf-page')!.getBoundingClientRect().width > was * 1.2,
    before,
  )
  const link = page.locator('.pdf-link')
  await becomes(() => link.getAttribute('href'), 'https://nordlys.example/maaler')
  await becomes(() => link.getAttribute('rel'), /noopener/)
})

test('S-14: a script in an HTML letter does not run', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(5)}`)
  const { page } = opened
  const frame = page.frameLocator('iframe')
  await frame.getByText('Fra 1. januar gælder nye vilkår').waitFor()
  assert.ok(!(await page.locator('iframe').getAttribute('sandbox'))!.includes('allow-s'))
  assert.equal(await frame.locator('body').evaluate(() => document.title), 'Ny aftale')
})

test('B-01: a PDF that cannot be shown is offered for download', async () => {
  await using opened = await openPage(browser, '/')
  const { page, fake } = opened
  fake.fail = { match: /documents/, status: 500 }
  await page.locator(`#row-${letterId(8)}`).click()
  await page.getByRole('link', { name: 'Hent aarsopgoerelse-2026.pdf' }).last().waitFor()
})

test('B-01: a mailbox of 100,000 letters keeps few rows in the document, and going down asks page by page', async () => {
  await using opened = await openPage(browser, '/', { fake: { letters: 100_000 } })
  const { page, fake } = opened
  await page.locator('.row').first().waitFor()
  const asked = () => fake.requests.filter((request) => request === 'GET /api/letters').length
  assert.equal(asked(), 1, 'one page before anybody scrolls')
  for (let turn = 0; turn < 12; turn++) {
    const before = asked()
    await page.locator('.list-pane').evaluate((pane) => pane.scrollTo(0, pane.scrollHeight))
    await page.waitForFunction((count) => document.querySelectorAll('.block').length > count, before)
  }
  assert.ok(asked() > 12)
  // What is far away is taken out when the browser comes to it; where it stays, this waits in vain.
  await page.waitForFunction(() => document.querySelectorAll('.row').length <= 250)
})

test('B-01: letters that arrive wait for a click and move nothing', async () => {
  await using opened = await openPage(browser, '/')
  const { page, fake } = opened
  await page.locator('.row').first().waitFor()
  fake.state.arrive('Et nyt brev')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.getByRole('button', { name: 'Vis 1 nyt brev' }).waitFor()
  await becomes(() => page.getByText('Et nyt brev', { exact: true }).count(), 0)
  await page.getByRole('button', { name: 'Vis 1 nyt brev' }).click()
  await page.getByText('Et nyt brev', { exact: true }).waitFor()
})

test('B-01: on a phone the way back finds the list where it was left', async () => {
  await using opened = await openPage(browser, '/', {
    fake: { letters: 200 },
    context: { viewport: { width: 360, height: 640 } },
  })
  const { page } = opened
  const row = page.locator(`#row-${letterId(170)}`)
  await row.scrollIntoViewIfNeeded()
  await laidOut(page)
  const y = await page.evaluate(() => window.scrollY)
  assert.ok(y > 1000)
  await row.click()
  await page.locator('.letter .back').click()
  await row.waitFor()
  await becomes(async () => Math.abs((await page.evaluate(() => window.scrollY)) - y) < 5, true)
  await becomes(() => page.evaluate(() => document.activeElement?.id), `row-${letterId(170)}`)
})

test('B-01: a mailbox without letters, a failing one and one without network each say what to do', async () => {
  await using empty = await openPage(browser, '/', { fake: { letters: 0 } })
  await empty.page.getByText('Ingen breve endnu').waitFor()
  await becomes(() => empty.page.getByText('Vælg et brev').isVisible(), false, 'there is none to choose')
  await becomes(
    () => empty.page.getByRole('link', { name: 'Vælg, hvordan du får besked' }).getAttribute('href'),
    '/settings/notices',
  )
  await becomes(() => empty.page.getByText('Alt er læst').count(), 0, 'nothing was there to be read')
  // B-10: who sees some folders of another's finds the letters there, and is not told that there are none.
  const { session } = empty.fake.state
  session.actingIn = {
    grantId: randomUUID(),
    name: 'Astrid Ældre',
    capacity: 'delegate-reader',
    part: 'folders',
    endsAt: null,
  }
  await empty.page.goto(empty.page.url())
  await empty.page.getByText('Du må se nogle af mapperne. Brevene ligger i dem.').waitFor()
  await becomes(
    () => empty.page.getByRole('link', { name: 'Gå til mapperne' }).getAttribute('href'),
    '/folders',
  )
  await becomes(() => empty.page.locator('.empty a[href="/settings/notices"]').count(), 0)
  session.actingIn.part = 'whole'
  await empty.page.goto(empty.page.url())
  await empty.page.getByText('Når nogen skriver hertil, ligger brevet her.').waitFor()

  await using failing = await openPage(browser, '/settings')
  failing.fake.fail = { match: /GET \/api\/letters/, status: 503, code: 'busy' }
  await failing.page.getByRole('link', { name: 'Indbakke' }).first().click()
  await failing.page.getByText('Dine breve er i sikkerhed').waitFor()
  failing.fake.fail = null
  await failing.page.getByRole('button', { name: 'Prøv igen' }).click()
  await failing.page.locator('.row').first().waitFor()

  await failing.page.context().setOffline(true)
  await failing.page.getByText('Du er uden net').waitFor()
})

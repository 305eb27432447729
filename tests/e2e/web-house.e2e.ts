/** The web app on the real server: sign in, read, be stopped at a locked letter, unlock it, see who saw it, change settings, sign out. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { HTML_LETTER, pdfLetter } from '#tests/fakes/mailbox-documents.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { addSomebody } from '#tests/visitor.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, newWindow } from './open-web.ts'
import { becomes } from './patience.ts'
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

const document = (bytes: Buffer, mediaType: string, fileName: string) => ({ bytes, mediaType, fileName })

test('B-01 B-06 B-16 D-01 D-03 A-03 O-07: through the real house with a password, a code and two letters', async () => {
  const { house, identity, origin } = room
  const karen = await addSomebody({ house, identity }, { userId: 'karen.lindholm' })
  const sender = await seedSender(house)
  const { mailboxId } = karen
  const pdf = document(pdfLetter(1), 'application/pdf', 'opgoerelse.pdf')
  const open = await seedLetter(house, {
    mailboxId,
    senderId: sender.senderId,
    title: 'Opgørelse',
    documents: [pdf],
  })
  const html = document(Buffer.from(HTML_LETTER), 'text/html', 'brev.html')
  const secret = await seedLetter(house, {
    mailboxId,
    senderId: sender.senderId,
    title: 'Afgørelse om hjælpemidler',
    sensitive: true,
    documents: [html],
  })

  const { context, page, complaints } = await newWindow(browser)

  // docs/screen-reader.md 1, by keyboard alone.
  await page.goto(`${origin}/`)
  await page.waitForURL(/\/sign-in/)
  await page.getByRole('heading', { level: 1, name: 'Log ind' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'da')
  const focused = () => page.locator(':focus').evaluate(({ id, textContent }) => id || textContent)
  await page.focus('.bh-skip')
  await becomes(focused, 'Gå til indholdet')
  await page.keyboard.press('Enter')
  for (const next of ['name', 'password']) {
    await page.keyboard.press('Tab')
    await becomes(focused, next)
  }
  await page.fill('#name', karen.name)
  await page.fill('#password', 'det er forkert')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await becomes(focused, 'failure', 'the alert has the focus')
  await becomes(() => page.inputValue('#name'), karen.name)
  await page.fill('#password', karen.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/step-up/)
  // What the sign-in pages answered is no fault: nobody was there yet.
  complaints.length = 0
  // The sign-in offers the second step; a password alone is what this person wants now.
  await page.getByRole('link', { name: 'Ikke nu' }).press('Enter')
  await becomes(() => page.title(), 'Indbakke · Brevhus')
  await page.goto(`${origin}/letters/${open.letterId}`)
  await page.getByRole('heading', { level: 1, name: 'Opgørelse' }).waitFor()
  await page.getByText('Du har brugt 74 m3 vand').first().waitFor()
  assert.deepEqual(await axeFinds(page), [])

  await page.locator(`#row-${secret.letterId}`).click()
  await page.locator('.locked').waitFor()
  assert.ok(
    !(await page.content()).includes('hjælpemidler'),
    'the title of a sensitive letter has not left the server',
  )
  await page.locator('input[name=code]').fill(karen.code())
  await page.getByRole('button', { name: 'Lås op med koden' }).click()
  await page.getByRole('heading', { level: 1, name: 'Afgørelse om hjælpemidler' }).waitFor()
  await page.frameLocator('iframe').getByText('Fra 1. januar gælder nye vilkår').waitFor()

  await page.getByRole('link', { name: 'Hvem har set det' }).click()
  await page.locator('.entries').getByText('åbnede brevet').first().waitFor()
  await page.getByRole('link', { name: 'Bevis' }).click()
  await page.getByText('Lagt i din postkasse').waitFor()

  // A page left open looks for new letters now and then: it is told that there are none, or what came.
  const look = async () => {
    const answer = page.waitForResponse((one) => one.url().includes('/api/letters?'))
    await page.evaluate(() => dispatchEvent(new Event('online')))
    return (await answer).status()
  }
  // The first looks may still see that letters were opened and unlocked; how many do is the page's own business.
  await becomes(look, 304, 'nothing is new')
  await seedLetter(house, { mailboxId, senderId: sender.senderId, title: 'Endnu et', documents: [pdf] })
  // One that was under way comes first.
  await becomes(look, 200, 'something is new')
  await page.locator('button.arrived').click()
  await page.locator('.list-pane').getByText('Endnu et').waitFor()

  await page.getByRole('link', { name: 'Indstillinger' }).click()
  await page.getByRole('link', { name: 'Se og ændr: Sikkerhed og samtykker' }).click()
  await page.getByRole('switch', { name: 'Ja, afsendere må finde mig på navn og adresse' }).click()
  await page.getByText('Afsendere kan nu finde dig').waitFor()
  await page.goto(`${origin}/settings`)
  await page.getByLabel('Ny e-mail').fill('karen@havn.example')
  await page.getByRole('button', { name: 'Tilføj og send link' }).click()
  await page.getByText('Vi har sendt et link til karen@havn.example').waitFor()
  assert.deepEqual(await axeFinds(page), [])

  await page.getByRole('button', { name: 'Konto:' }).click()
  await page.getByRole('button', { name: 'Log ud' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/settings'))
  const expected = /allow-scripts|script-src|script/
  assert.deepEqual(
    complaints.filter((complaint) => !expected.test(complaint)),
    [],
  )
  await context.close()
})

test('B-07 D-03 O-07: a letter that is a link asks for the ID again, in place, says where it leads, and goes there in a window of its own', async () => {
  const { house, identity } = room
  const karen = await addSomebody({ house, identity })
  const { senderId } = await seedSender(house)
  const link = document(Buffer.from('https://sag.kommune.example/17'), 'text/uri-list', 'sagen.uri')
  const { mailboxId } = karen
  const letter = {
    mailboxId,
    senderId,
    title: 'Din sag',
    minimumLevel: 'substantial',
    documents: [link],
  } as const
  const { letterId } = await seedLetter(house, letter)
  const { context, page, complaints } = await newWindow(browser)
  await room.signIn(page, karen, '/')
  complaints.length = 0
  // Nothing of ours goes to the sender's site in a test.
  await context.route('https://sag.kommune.example/**', (route) => route.fulfill({ body: 'hos kommunen' }))
  await page.locator(`#row-${letterId}`).click()
  const unlock = page.getByRole('button', { name: 'Lås op med koden' })
  const code = page.locator('input[name=code]')
  await code.fill(karen.code())
  await unlock.click()
  const show = page.getByRole('button', { name: 'Vis linket' })
  await show.waitFor()
  assert.ok(!(await page.content()).includes('kommune.example'), 'where it leads has not left the server')
  assert.equal(await page.getByRole('link', { name: /^Hent/ }).count(), 0)
  assert.deepEqual(await axeFinds(page), [])
  // Somebody reads another letter and comes back to this one later: the session is strong, the ID was not shown for this.
  room.clock.advance(121_000)
  await show.press('Enter')
  const confirm = page.getByRole('heading', { name: 'Bekræft, at det er dig' })
  await confirm.waitFor()
  await becomes(() => confirm.evaluate((it) => it === it.ownerDocument.activeElement), true)
  assert.deepEqual(await axeFinds(page), [])
  await code.fill(karen.code())
  await page.getByRole('button', { name: 'Bekræft med koden' }).click()
  const go = page.getByRole('link', { name: 'Gå til sag.kommune.example' })
  await go.waitFor()
  const heading = page.getByRole('heading', { name: 'Her er linket' })
  await becomes(() => heading.evaluate((it) => it === it.ownerDocument.activeElement), true)
  assert.deepEqual(await axeFinds(page), [])
  const [there] = await Promise.all([context.waitForEvent('page'), go.press('Enter')])
  await there.waitForURL('https://sag.kommune.example/17')
  await there.getByText('hos kommunen').waitFor()
  assert.deepEqual(await there.evaluate(() => [opener, globalThis.document.referrer]), [null, ''])
  await page.getByRole('link', { name: 'Hvem har set det' }).click()
  await page.locator('.entries').getByText('åbnede brevet').first().waitFor()
  // Chromium tells of each answer that is a no.
  const unforeseen = complaints.filter((complaint) => !/status of 403/.test(complaint))
  assert.deepEqual(unforeseen, [])
  await context.close()
})

test('the web app is served compressed, kept where its name says its content, and pages are its own', async () => {
  const { app } = room
  const page = await app.inject({ url: '/letters/anything', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 200)
  assert.equal(page.headers['cache-control'], 'no-cache')
  assert.match(String(page.headers['content-security-policy']), /script-src 'self'/)
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.body)![1]!
  const packed = await app.inject({ url: script, headers: { 'accept-encoding': 'br' } })
  assert.equal(packed.headers['content-encoding'], 'br')
  assert.match(String(packed.headers['content-type']), /javascript/)
  assert.match(String(packed.headers['cache-control']), /immutable/)
  for (const url of ['/api/nothing', '/assets/nothing.js', '/v1/nothing'])
    assert.equal((await app.inject({ url, headers: { accept: 'text/html' } })).statusCode, 404, url)
  assert.equal((await app.inject({ url: '/index.html.br' })).statusCode, 404)
})

test('B-02 D-24: two windows empty the trash at the same moment: every letter goes once, both say the truth, and what lies in the inbox stays', async () => {
  const { house, origin } = room
  const { who: karen, context, page: one } = await room.reader(browser, '/in/trash')
  const { senderId } = await seedSender(house)
  const { mailboxId } = karen
  const letters: string[] = []
  for (let n = 0; n < 25; n++) letters.push((await seedLetter(house, { mailboxId, senderId })).letterId)
  const kept = letters.pop()!
  const windows = [one, await context.newPage()]
  const headers = { origin, 'sec-fetch-site': 'same-origin' }
  const thrown = await one.request.post(`${origin}/api/letters/changes`, {
    headers,
    data: { letterIds: letters, change: { kind: 'trash' } },
  })
  assert.equal(thrown.status(), 200)
  const raised = await one.request.post(`${origin}/api/session/step-up/totp`, {
    headers,
    data: { code: await karen.code() },
  })
  assert.equal(raised.status(), 200, await raised.text())
  for (const page of windows) {
    await page.goto(`${origin}/in/trash`)
    await page.getByRole('button', { name: 'Tøm papirkurven' }).click()
    await page.locator('.sure').waitFor()
  }
  await Promise.all(
    windows.map((page) => page.locator('.sure').getByRole('button', { name: 'Tøm papirkurven' }).click()),
  )
  let gone = 0
  for (const page of windows) {
    await page.getByText('Papirkurven er tom').waitFor()
    const said = await page.getByRole('status').filter({ hasText: 'slettet for altid' }).textContent()
    gone += Number(/\d+/.exec(said ?? '')?.[0])
  }
  assert.equal(gone, letters.length)
  const left = await one.request.get(`${origin}/api/letters`)
  assert.deepEqual(
    ((await left.json()) as { letters: { letterId: string }[] }).letters.map(({ letterId }) => letterId),
    [kept],
  )
  await context.close()
})

test('B-01: two windows at one note and one folder: the later is told, sees what is there now, and keeps what was typed', async () => {
  const { house, origin } = room
  const { who: karen, context, page: one } = await room.reader(browser, '/')
  const { senderId } = await seedSender(house)
  const { letterId } = await seedLetter(house, { mailboxId: karen.mailboxId, senderId })
  const other = await context.newPage()
  for (const page of [one, other]) {
    await page.goto(`${origin}/letters/${letterId}`)
    await page.getByRole('button', { name: 'Skriv en note' }).press('Enter')
  }
  const field = (page: typeof one) => page.getByRole('textbox', { name: 'Note til brevet' })
  await field(one).fill('Ring på mandag')
  await one.getByRole('button', { name: 'Gem noten' }).click()
  await one.getByText('Noten er gemt.').waitFor()
  await field(other).fill('Betalt i går')
  await other.getByRole('button', { name: 'Gem noten' }).click()
  await other.getByRole('alert').getByText('Det er ændret imens').waitFor()
  await other.getByText('Ring på mandag').waitFor()
  assert.equal(await field(other).inputValue(), 'Betalt i går')
  assert.deepEqual(await axeFinds(other), [])
  await other.getByRole('button', { name: 'Gem noten' }).click()
  await other.getByText('Noten er gemt.').waitFor()
  await one.reload()
  await one.getByText('Betalt i går').waitFor()

  const headers = { origin, 'sec-fetch-site': 'same-origin' }
  const made = await one.request.post(`${origin}/api/folders`, { headers, data: { name: 'Vand' } })
  assert.equal(made.status(), 201)
  const name = (page: typeof one) => page.locator('.rename').getByRole('textbox')
  for (const page of [one, other]) {
    await page.goto(`${origin}/folders`)
    await page.getByRole('button', { name: 'Omdøb Vand' }).click()
  }
  await name(one).fill('Vand og varme')
  await name(one).press('Enter')
  await one.getByText('Mappen hedder nu Vand og varme.').waitFor()
  await name(other).fill('Forsyning')
  await name(other).press('Enter')
  await other.getByText(/^En anden har imens kaldt mappen Vand og varme\./).waitFor()
  assert.equal(await name(other).inputValue(), 'Forsyning')
  assert.deepEqual(await axeFinds(other), [])
  await name(other).press('Enter')
  await other.getByText('Mappen hedder nu Forsyning.').waitFor()
  await context.close()
})

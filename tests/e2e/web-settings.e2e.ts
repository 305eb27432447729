import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { RIGHT_CODE } from '#tests/fakes/mailbox-api.ts'
import { assertAccessible } from './browser.ts'
import { launchBrowser, openPage } from './open-web.ts'
import { becomes } from './patience.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

test('A-03 S-03 D-03: consent to the name and address exchange: step-up in place, then in force, then withdrawn', async () => {
  await using opened = await openPage(browser, '/settings/consents')
  const { page, fake } = opened
  const consent = page.getByRole('switch', { name: 'Ja, afsendere må finde mig på navn og adresse' })
  await consent.click()
  await page.locator('.inline-step-up input').fill(RIGHT_CODE)
  await page.getByRole('button', { name: 'Bekræft med koden' }).click()
  await page.getByText('Afsendere kan nu finde dig').waitFor()
  assert.equal(fake.state.settings.exchangeConsent.given, true)
  await consent.click()
  await page.getByText('Trukket tilbage. Det gælder fra nu af.').waitFor()
  assert.equal(fake.state.settings.exchangeConsent.given, false)
})

test('A-08: an e-mail is added, waits for its link, is shown as verified, and can be removed', async () => {
  await using opened = await openPage(browser, '/settings')
  const { page, fake } = opened
  const field = page.getByLabel('Ny e-mail')
  await field.fill('not an address')
  await page.getByRole('button', { name: 'Tilføj og send link' }).click()
  await page.getByText('Adressen mangler noget').waitFor()
  await field.fill('karen@havn.example')
  await page.getByRole('button', { name: 'Tilføj og send link' }).click()
  await page.getByText('Vi har sendt et link til karen@havn.example').waitFor()

  await page.getByText('Venter: følg linket').waitFor()
  assert.ok(fake.state.verifyEmail('right-token'))
  await page.reload()
  await page.locator('.emails > li', { hasText: 'karen@havn.example' }).getByText('Bekræftet').waitFor()
  await page.getByRole('button', { name: 'Fjern karen@havn.example' }).click()
  await page.getByText('karen@havn.example er fjernet.').waitFor()
  assert.equal(fake.state.emails.length, 1)
})

test('A-08: an e-mail removed while another is still being added: both changes stand, and leave in the order of the clicks', async () => {
  await using opened = await openPage(browser, '/settings')
  const { page, fake } = opened
  const [old] = fake.state.emails
  const held = Promise.withResolvers<void>()
  // The first answer is slow: it comes after the second click, and would come after the second answer.
  await page.route('**/api/settings/emails', async (route) => {
    if (route.request().method() === 'POST') await held.promise
    await route.continue()
  })
  await page.getByLabel('Ny e-mail').fill('karen@havn.example')
  const adding = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: 'Tilføj og send link' }).click()
  await adding
  await page.getByRole('button', { name: `Fjern ${old!.address}` }).click()
  held.resolve()
  await page.getByText(`${old!.address} er fjernet.`).waitFor()
  const rows = ['karen@havn.example']
  await becomes(() => page.locator('.emails > li strong').allTextContents(), rows)
  await becomes(() => fake.state.emails.map(({ address }) => address), rows)
})

test('P-09 D-12: a phone number is set after a step-up in place, confirmed by its code, and accessible', async () => {
  await using opened = await openPage(browser, '/settings', { fake: { level: 'substantial' } })
  const { page } = opened
  await page.getByLabel('Mobilnummer').fill('20 12 34 56')
  await page.getByRole('button', { name: 'Gem, og send kode' }).click()
  await page.getByText('Vi har sendt en kode til +4520123456').waitFor()
  await assertAccessible(page)
  const code = page.getByLabel('Kode fra SMS’en')
  await code.fill('000000')
  await page.getByRole('button', { name: 'Bekræft nummeret' }).click()
  await page.getByText('Koden passer ikke').waitFor()
  await code.fill(RIGHT_CODE)
  await page.getByRole('button', { name: 'Bekræft nummeret' }).click()
  await page.getByText('Nummeret er bekræftet.').waitFor()
})

test('P-12: withdrawing number use says what ends, with the count, and does nothing unless it is understood', async () => {
  await using opened = await openPage(browser, '/settings/number-use', {
    fake: { level: 'substantial', letters: 1204 },
  })
  const { page, fake } = opened
  await page.getByText('1.204 breve slettes').waitFor()
  const withdraw = page.getByRole('button', { name: 'Træk tilbage og slet 1.204 breve' })
  await withdraw.click()
  await page.getByText('Sæt kryds for at vise').waitFor()
  assert.ok(!fake.requests.some((request) => request.includes('withdraw')))
  await page.getByRole('checkbox').check()
  await withdraw.click()
  await page.getByRole('heading', { name: 'Samtykket er trukket tilbage' }).waitFor()
})

test('B-09 B-22: pausing answers in place and can be taken back; closing offers others first and needs a tick', async () => {
  await using opened = await openPage(browser, '/settings', { fake: { level: 'substantial', letters: 12 } })
  const { page, fake } = opened
  await page.getByRole('link', { name: 'Pause eller luk …' }).click()
  await page.getByRole('heading', { level: 1, name: 'Pause eller luk' }).waitFor()
  await page.getByRole('button', { name: 'Sæt på pause' }).click()
  await page.getByText('Postkassen er sat på pause.', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Modtag breve igen' }).click()
  await page.getByText('Postkassen modtager breve igen.').waitFor()
  await page.getByRole('link', { name: 'Giv andre adgang' }).waitFor()
  await assertAccessible(page)
  const close = page.getByRole('button', { name: 'Luk postkassen' })
  await close.click()
  await page.getByText('Sæt kryds for at vise').waitFor()
  assert.ok(!fake.requests.some((request) => request.includes('close-mailbox')))
  await page.getByRole('checkbox', { name: 'Jeg forstår, at 12 breve bliver slettet' }).check()
  await close.click()
  await page.getByRole('heading', { level: 1, name: 'Postkassen er lukket' }).waitFor()
})

test('O-07: language and appearance change at once and stay', async () => {
  await using opened = await openPage(browser, '/settings', { context: { colorScheme: 'light' } })
  const { page } = opened
  await page.getByRole('radio', { name: 'English' }).check()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await page.getByRole('radio', { name: 'Dark' }).check()
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await becomes(paper, 'rgb(16, 22, 20)')
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await becomes(paper, 'rgb(16, 22, 20)')
})

test('I-02: a code app and a passkey can be added once the session is raised', async () => {
  await using opened = await openPage(browser, '/settings/devices', { fake: { level: 'substantial' } })
  const { page } = opened
  const authenticator = await page.context().newCDPSession(page)
  await authenticator.send('WebAuthn.enable')
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.getByRole('button', { name: 'Tilføj kode-app' }).click()
  await page.getByText('JBSW Y3DP').waitFor()
  await page.getByLabel('Navn, så du kan kende den').fill('Tablet')
  await page.getByLabel('Kode fra appen').fill(RIGHT_CODE)
  await page.getByRole('button', { name: 'Færdig' }).click()
  await page.getByText('Tablet er tilføjet.').waitFor()

  await page.getByRole('button', { name: 'Tilføj adgangsnøgle' }).click()
  await page.getByLabel('Navn, så du kan kende den').fill('Bærbar')
  await page.getByRole('button', { name: 'Opret på denne enhed' }).click()
  await page.getByText('Bærbar er tilføjet.').waitFor()
})

test('I-09: electronic IDs that were shown can be removed; a step-up leads to them and back to this very page', async () => {
  const fake = { electronicIds: ['BankID', 'MitID'], level: 'substantial' as const }
  await using opened = await openPage(browser, '/settings/devices', { fake })
  const { page } = opened
  await page.getByRole('heading', { level: 2, name: 'Elektroniske ID’er' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Fjern MitID' }).click()
  await page.getByText('MitID er fjernet.').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Fjern MitID' }).count(), 0)
  await becomes(() => page.getByRole('button', { name: 'Fjern BankID' }).count(), 1)

  opened.fake.state.session.level = 'low'
  await page.reload()
  const away = page.getByRole('link', { name: 'Bekræft med BankID eller MitID' })
  await becomes(() => away.getAttribute('href'), '/sign-in/step-up?return=%2Fsettings%2Fdevices')
  await becomes(() => page.getByRole('button', { name: 'Fjern BankID' }).count(), 0)
})

test('I-11: before the session ends the reader is warned, can stay, and is led to sign in when it is over', async () => {
  await using opened = await openPage(browser, '/')
  const { page, fake } = opened
  fake.state.session.idleEndsAt = new Date(Date.now() + 60_000).toISOString()
  await page.reload()
  await page.getByRole('alertdialog', { name: 'Du bliver snart logget ud' }).waitFor()
  await page.getByRole('button', { name: 'Bliv logget ind' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await becomes(() => Date.parse(fake.state.session.idleEndsAt) > Date.now() + 10 * 60_000, true)

  fake.state.session.signedIn = false as true
  await page.locator('.row').nth(3).click()
  await page.waitForURL(/\/sign-in\?return=%2Fletters%2F/)
})

test('I-11: signing out leaves at once', async () => {
  await using opened = await openPage(browser, '/')
  await opened.page.getByRole('button', { name: 'Konto: Karen Lindholm' }).click()
  await opened.page.getByRole('button', { name: 'Log ud' }).click()
  await opened.page.waitForURL(/\/sign-in/)
})

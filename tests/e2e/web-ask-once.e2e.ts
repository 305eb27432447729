/** What cannot be taken back is asked about once: it says what it means, the focus goes to the safe answer, and nothing is sent before (B-10, B-11). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { HeldAccesses } from '#api/access.ts'
import type { PowerRequest, PowerRequests } from '#api/power-requests.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, openPage } from './open-web.ts'
import { becomes } from './patience.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

const ID = '0193b0a2-0000-7000-8000-0000000000aa'
const LATER = '2030-01-01T23:00:00Z'

const held: HeldAccesses = {
  held: [
    {
      grantId: ID,
      ownerName: 'Astrid Ældre',
      capacity: 'delegate-reader',
      part: 'whole',
      state: 'active',
      notices: false,
      answerBy: null,
      endsAt: null,
    },
  ],
}
const asked: PowerRequest = {
  requestId: ID,
  kind: 'guardian',
  subjectName: 'Astrid Ældre',
  state: 'submitted',
  stateAt: '2026-11-01T09:00:00Z',
  papers: [],
  missing: [],
  consents: { asked: 0, given: 0 },
  decideBy: LATER,
}
const consents: PowerRequests = {
  requests: [asked],
  consents: [{ requestId: ID, applicantName: 'Carl Ung', subjectName: 'Astrid Ældre', answerBy: LATER }],
}
const answered: PowerRequests = { ...consents, consents: [] }
const withdrawn: PowerRequest = { ...asked, state: 'withdrawn' }

const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement === document.body ? '' : document.activeElement!.textContent))

/** Each: where, what is there, the button, its second word, what it means, what is sent and answered, and what is said then. */
const QUESTIONS = [
  {
    path: '/shared',
    at: '**/api/access/held**',
    holds: held,
    press: 'Opgiv adgangen til Astrid Ældres postkasse',
    yes: 'Opgiv adgangen',
    sure: 'Du mister adgangen med det samme. Kun Astrid Ældre kan give dig den igen.',
    sends: `DELETE /api/access/held/${ID} {}`,
    answer: {},
    said: 'Du har ikke længere adgang til Astrid Ældres postkasse.',
  },
  {
    path: '/settings/power-requests',
    at: '**/api/power-requests**',
    holds: consents,
    press: 'Nej',
    yes: 'Sig nej',
    sure: 'Siger du nej, bortfalder ansøgningen, og dit svar kan ikke ændres.',
    sends: `POST /api/power-requests/${ID}/consent {"consent":false}`,
    answer: answered,
    said: 'Dit svar er gemt.',
  },
  {
    path: '/settings/power-requests',
    at: '**/api/power-requests**',
    holds: answered,
    press: 'Træk ansøgningen om Astrid Ældre tilbage',
    yes: 'Træk tilbage',
    sure: 'Ansøgningen bliver ikke behandlet. Vil du søge igen, skal du sende papirerne på ny.',
    sends: `DELETE /api/power-requests/${ID} {}`,
    answer: withdrawn,
    said: 'Ansøgningen er trukket tilbage.',
  },
] as const

for (const { path, at, holds, press, yes, sure, sends, answer, said } of QUESTIONS)
  test(`B-10 B-11 O-07: “${press}” asks once and says what it means; the focus stays with the reader`, async () => {
    await using opened = await openPage(browser, '/more', { fake: { level: 'substantial' } })
    const { page, fake } = opened
    const sent: string[] = []
    await page.route(at, (route, request) => {
      const method = request.method()
      if (method === 'GET') return route.fulfill({ json: holds })
      sent.push(`${method} ${new URL(request.url()).pathname} ${request.postData()}`)
      return route.fulfill({ json: answer })
    })
    await page.goto(fake.url + path)
    const button = page.getByRole('button', { name: press, exact: true })
    await button.press('Enter')
    await page.getByText(sure).waitFor()
    await becomes(() => focused(page), 'Annullér', 'the focus is on the safe answer')
    assert.deepEqual(await axeFinds(page), [])
    await page.keyboard.press('Enter')
    await becomes(() => page.getByText(sure).count(), 0)
    await becomes(() => button.evaluate((one) => one === document.activeElement), true)
    assert.deepEqual(sent, [])
    await button.press('Enter')
    await page.getByRole('button', { name: yes, exact: true }).press('Enter')
    await becomes(() => focused(page), said)
    assert.deepEqual(sent, [sends])
  })

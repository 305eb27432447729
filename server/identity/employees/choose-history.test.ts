/** N-22: the history of service providers of an employee, with a real card that came by post. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { type Companies, type Company, openCompanies } from '#tests/company-as.ts'
import { emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'
import { printCard } from '../devices/order-card.ts'
import { noteDisclosure } from '../provider/note-disclosure.ts'

let open: Companies
let chief: Somebody
let company: Company
before(async () => {
  open = await openCompanies()
  chief = await open.somebody({ name: { givenNames: 'Bodil', familyName: 'Bager' } })
  company = await open.found(chief)
})
after(() => open?.close())

const CARD = '/api/session/step-up/card'

/** The codes of a card that came by post. */
async function cardOf(who: Somebody): Promise<Map<string, string>> {
  await asPostOffice(open.house.db, (trx) =>
    printCard(open.identity, trx, { personId: who.personId, language: 'da', why: 'first' }),
  )
  await emptyPrintQueue(open.house, open.identity)
  const page = textOf(open.printed.at(-1)!, '-layout').split('\f')[1]!
  return new Map(
    [...page.matchAll(/\b(\d{4})\s+(\d{3}) (\d{3})\b/g)].map(([, key, a, b]) => [key!, `${a}${b}`]),
  )
}

async function choose(browser: Browser, remember: 'yes' | 'no') {
  const form = /name="form" value="([^"]+)"/.exec((await browser.ask('GET', '/id/acting-for')).text)![1]!
  const path = `/id/employments/history/${company.employeeId}`
  return browser.ask('POST', path, { form: { form, remember } })
}

const sessionId = async (browser: Browser): Promise<string> =>
  (await browser.ask('GET', '/api/session')).json.sessionId

/** Signs in at a service provider by this session, as the provider notes it. */
async function visit(browser: Browser, service: string): Promise<void> {
  const { personId } = chief
  const noted = {
    personId,
    sessionId: await sessionId(browser),
    service,
    claims: ['name'],
    level: 'substantial',
  } as const
  await noteDisclosure(open.identity, { ...noted, numberGround: null })
}

const remembered = async () =>
  (await open.house.db.selectFrom('usage_service').select('service').orderBy('use_id').execute()).map(
    ({ service }) => service,
  )

test('N-22: only in a session in which a code of the card was shown; withdrawing needs none; the key is the employment', async () => {
  const codes = await cardOf(chief)
  const byApp = await open.signedIn(chief, company.employeeId)
  const refused = await choose(byApp, 'yes')
  assert.equal(refused.status, 403)
  assert.ok(refused.text.includes('trykte kodekort'))
  await visit(byApp, 'Before')

  const browser = open.browser()
  await browser.signIn(chief)
  const { cardId, key } = (await browser.ask('GET', CARD)).json
  const raised = await browser.ask('POST', CARD, { json: { cardId, key, code: codes.get(key)! } })
  assert.equal(raised.status, 200, raised.text)
  assert.equal((await choose(browser, 'yes')).headers.location, '/id/employments?done=history')
  await visit(browser, 'In the own name')
  await visit(byApp, 'Acting, in a session from before')
  await browser.ask('POST', '/api/session/acting-for', { json: { employeeId: company.employeeId } })
  await visit(browser, 'Acting')
  assert.deepEqual(await remembered(), ['Acting, in a session from before', 'Acting'])
  await browser.ask('POST', '/api/session/acting-for', { json: { employeeId: null } })
  await visit(browser, 'In the own name again')
  const again = await open.signedIn(chief, company.employeeId)
  await visit(again, 'Acting, in a session from after')
  assert.equal((await choose(again, 'no')).status, 303, 'withdrawing is never harder than giving')
  await visit(again, 'Withdrawn')
  await visit(byApp, 'Withdrawn')
  assert.deepEqual(await remembered(), [
    'Acting, in a session from before',
    'Acting',
    'Acting, in a session from after',
  ])
  const page = (await again.ask('GET', '/id/employments')).text
  for (const done of ['til', 'fra'])
    assert.ok(page.includes(`<span>Slog historik over besøgte tjenester ${done}</span>`), page)
})

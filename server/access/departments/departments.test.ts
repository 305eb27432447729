// Two administrators of one enterprise who looked at the same page and then each change something: in both orders, and at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Departments } from '#api/departments.ts'
import { inMailbox } from '#ground/db.ts'
import { ROUTING } from '#rules/routing.ts'
import { type Colleague, type Company, openCompanies } from '#tests/company-as.ts'
import { interleaved } from '#tests/interleaved.ts'
import type { Browser } from '#tests/visitor.ts'
import { writeRules } from './departments.store.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
let company: Company
let karen: Browser
let karenId: string
let eva: Colleague
let bo: Colleague
before(async () => {
  open = await openCompanies()
  const who = await open.somebody({ name: { givenNames: 'Karen', familyName: 'Chef' } })
  company = await open.found(who)
  karenId = company.employeeId
  karen = await open.signedIn(who, company.employeeId)
  eva = await open.hire(company, 'Eva', 'administrator')
  bo = await open.hire(company, 'Bo', 'department')
})
after(() => open.close())

const all = async () => (await karen.ask('GET', '/api/departments')).json as Departments
const named = async (name: string) => (await all()).departments.find((one) => one.name === name)
const make = async (name: string) => {
  await karen.ask('POST', '/api/departments', { json: { name } })
  return (await named(name))!.departmentId
}
test('B-15 P-02: two administrators who add and take away rules at once lose none of each other’s', async () => {
  const to = await make('Post')
  const rule = (words: string) => ({ kind: 'subject' as const, words, departmentId: to })
  const change = (browser: Browser, json: object) => browser.ask('PATCH', '/api/routing-rules', { json })
  await interleaved(
    async (turn) => {
      for (const { words } of (await all()).rules as { words: string }[])
        await change(karen, { remove: rule(words) })
      await change(karen, { add: rule(`gammel ${turn}`) })
      return [
        () => change(karen, { add: rule('faktura') }),
        () => change(eva.browser, { remove: rule(`gammel ${turn}`) }),
      ]
    },
    async (turn, codes) => {
      assert.deepEqual(codes, [undefined, undefined], turn)
      assert.deepEqual((await all()).rules, [rule('faktura')], turn)
    },
  )
  await interleaved(
    async () => [
      () => change(karen, { add: rule('rykker') }),
      () => change(eva.browser, { add: rule('RYKKER ') }),
    ],
    async (turn) => assert.equal((await all()).rules.length, 2, `${turn}: the same is added once`),
  )
  await interleaved(
    async (turn) => [
      () => change(karen, { add: rule(`a ${turn}`) }),
      () => change(eva.browser, { add: rule(`b ${turn}`) }),
    ],
    async (turn) => {
      const words = ((await all()).rules as { words: string }[]).map((one) => one.words)
      assert.ok(words.includes(`a ${turn}`) && words.includes(`b ${turn}`), `${turn}: ${words}`)
    },
  )
  const many = Array.from({ length: ROUTING.rulesMax }, (_, i) => rule(`ord ${i}`))
  await inMailbox(open.house.db, company.mailboxId, (trx) => writeRules(trx, company.mailboxId, many))
  const tooMany = await change(karen, { add: rule('en for meget') })
  assert.deepEqual([tooMany.status, tooMany.json.faults[0].reason], [422, 'too-many'])
})

test('B-15 P-02: of a department only what one changes is changed; two names for it at once, and the later one is told', async () => {
  const change = (browser: Browser, id: string, json: object) =>
    browser.ask('PATCH', `/api/departments/${id}`, { json })
  await interleaved(
    async (turn) => {
      const id = await make(`Salg ${turn}`)
      await change(karen, id, { join: [eva.employeeId, karenId] })
      return [
        () =>
          change(karen, id, {
            name: { from: `Salg ${turn}`, to: `Butik ${turn}` },
            leave: [eva.employeeId],
          }),
        () => change(eva.browser, id, { join: [bo.employeeId] }),
      ]
    },
    async (turn, codes) => {
      assert.deepEqual(codes, [undefined, undefined], turn)
      assert.deepEqual((await named(`Butik ${turn}`))?.memberIds, [karenId, bo.employeeId].sort(), turn)
    },
  )
  let id = ''
  await interleaved(
    async (turn) => {
      id = await make(`Lager ${turn}`)
      const rename = (browser: Browser, to: string) => () =>
        change(browser, id, { name: { from: `Lager ${turn}`, to: `${to} ${turn}` } })
      return [rename(karen, 'Nord'), rename(eva.browser, 'Syd')]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      const lost = codes[0] ? 'Nord' : 'Syd'
      const stands = `${lost === 'Nord' ? 'Syd' : 'Nord'} ${turn}`
      assert.ok(await named(stands), `${turn}: what was said first stands`)
      if (turn !== 'at once')
        assert.equal(lost, turn === 'first' ? 'Syd' : 'Nord', `${turn}: the later one is told`)
      // From what is there now it is done.
      const knowing = await change(eva.browser, id, { name: { from: stands, to: `${lost} ${turn}` } })
      assert.equal(knowing.status, 200, knowing.text)
      const again = await change(eva.browser, id, { name: { from: stands, to: `${lost} ${turn}` } })
      assert.equal(again.status, 200, 'an answer that was not heard may be asked for again')
    },
  )
})

test('B-15 P-02: two administrators who let different departments take the rest: the later one is told of the earlier', async () => {
  await interleaved(
    async (turn) => {
      const [one, other] = [await make(`Et ${turn}`), await make(`To ${turn}`)]
      const defaultFrom = (await all()).departments.find(({ isDefault }) => isDefault)!.departmentId
      const take = (browser: Browser, id: string) => () =>
        browser.ask('PATCH', `/api/departments/${id}`, { json: { defaultFrom } })
      return [take(karen, one), take(eva.browser, other)]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      const held = (await all()).departments.filter(({ isDefault }) => isDefault).map(({ name }) => name)
      assert.deepEqual(held, [codes[0] ? `To ${turn}` : `Et ${turn}`], turn)
    },
  )
})

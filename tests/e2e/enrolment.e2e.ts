import { after, before, test } from 'node:test'
import { codesIn, emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'
import { openSignInPages } from './sign-in-pages.ts'

let room: Awaited<ReturnType<typeof openSignInPages>>
let browser: TestBrowser
before(async () => {
  room = await openSignInPages()
  browser = await openBrowser(room.origin)
})
after(async () => {
  try {
    await browser.close(/status of (401|403|409|410|422|429)/)
  } finally {
    await room.close()
  }
})

async function newestLetter() {
  await emptyPrintQueue(room.house, room.identity)
  return room.printed.at(-1)!
}

test('I-01 I-02 I-05 O-07: from the number to the letter, the ID, the code card and the block, at 360 px', async () => {
  const person = await seedPerson(room.house)
  const page = await browser.page({ viewport: { width: 360, height: 760 } })
  const check = async (name: string) => {
    await assertAccessible(page)
    await assertFitsWidth(page)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
  }
  await page.goto('/id/enrol?lang=da')
  await check('enrol')
  await page.fill('#number', person.nationalNumber)
  await page.click('form button')
  await page.waitForSelector('[role=status]')
  await check('sent')
  const [code, blockCode] = codesIn(await newestLetter())
  await page.click('a.bh-button')
  await page.fill('#name', person.nationalNumber)
  await page.fill('#code', 'K7QM-4R2X-9TPA')
  await page.click('form button')
  await page.waitForSelector('#failure')
  await check('activate-wrong')
  await page.fill('#name', person.nationalNumber)
  await page.fill('#code', code!)
  await page.click('form button')
  await page.waitForSelector('#userId')
  await check('choose')
  await page.fill('#userId', 'kirsten.lind')
  await page.fill('#password', 'seks lys i vinduet')
  await page.check('input[name=terms]')
  await page.click('form button')
  await page.waitForURL('**/id/devices')
  await check('devices')
  await page.click('form button')
  await page.waitForSelector('[role=status]')
  await check('devices-ordered')
  const card = textOf(await newestLetter(), '-layout').split('\f')[1]!
  await page.goto('/sign-in/step-up?return=/settings')
  await check('step-up-card')
  const key = await page.textContent('.bh-card-key strong')
  const [, a, b] = new RegExp(`\\b${key}\\s+(\\d{3}) (\\d{3})\\b`).exec(card)!
  await page.fill('#card-code', `${a} ${b}`)
  await page.click('form button')
  await page.waitForURL('**/settings')
  await page.goto('/id/block')
  await check('block')
  await page.fill('#name', 'kirsten.lind')
  await page.fill('#code', blockCode!)
  await page.click('form[action="/id/block"] button')
  await page.waitForSelector('[role=status]')
  await check('blocked')
  await page.goto('/sign-in')
  await page.fill('#name', 'kirsten.lind')
  await page.fill('#password', 'seks lys i vinduet')
  await page.click('form button')
  await page.getByText('Dit ID er spærret').waitFor()
  await check('sign-in-blocked')
})

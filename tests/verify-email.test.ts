// An e-mail address from the settings page to the notices it gets: every step as a person and their browser take it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { LINK_HOURS } from '#people/email-token.ts'
import { byEmails } from '#people/find-candidates.ts'
import { seedLetter } from './seed-letters.ts'
import { seedSender } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import type { Browser } from './visitor.ts'

const EMAILS = '/api/settings/emails'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings()
})
after(() => open.close())

const holder = async (email: string) =>
  (await asPostOffice(open.house.db, (trx) => byEmails(trx, [email])))[0]?.mailboxId
const add = (browser: Browser, address: string) => browser.ask('POST', EMAILS, { json: { address } })

/** Lets the worker work, and takes the path of the one link of the newest mail. */
async function linkTo(address: string): Promise<string> {
  await open.work()
  // Somebody who holds an address is also told that they signed in; that mail has no such link.
  const mail = open.outbox.findLast(({ text }) => text.includes('/verify-email?'))!
  assert.equal(mail.to, address)
  const links = mail.text.match(/https?:\S+/g) ?? []
  assert.equal(links.length, 1)
  const url = new URL(links[0]!)
  assert.equal(url.origin, open.identity.site.origin)
  return url.pathname + url.search
}

/** What a person can tell of an answer: status and words, without what differs from page to page anyhow. */
const seen = ({ status, text }: { status: number; text: string }) => [
  status,
  text.replace(/"(emailId|traceId)":"[^"]+"/g, '$1').replace(/value="[^"]*"|token=[\w-]+/g, ''),
]

test('P-09 D-13 D-14 A-08: added, mailed, confirmed by the page without script, and notices go there', async () => {
  const { who, browser } = await open.signedIn('substantial')
  const address = 'karen@fjordby.example'
  const added = await add(browser, address)
  assert.equal(added.status, 202)
  assert.equal(added.json.state, 'waiting')
  const link = await linkTo(address)
  assert.equal(await holder(address), undefined, 'a mail that was sent proves nothing yet')

  const page = await browser.ask('GET', link)
  assert.equal(page.status, 200)
  assert.equal(await holder(address), undefined, 'nor does a link that was looked at')
  const done = await browser.fill(link, {})
  assert.equal(done.status, 200)
  assert.ok(done.text.includes(address))
  assert.equal(await holder(address), who.mailboxId)
  const { emails } = (await browser.ask('GET', EMAILS)).json
  assert.deepEqual(
    emails.map(({ address: shown, state, linkExpiresAt }: Record<string, unknown>) => [
      shown,
      state,
      linkExpiresAt,
    ]),
    [[address, 'verified', null]],
  )

  const sender = await seedSender(open.house)
  const notify = async () => {
    const { letterId } = await seedLetter(open.house, {
      mailboxId: who.mailboxId,
      senderId: sender.senderId,
    })
    await asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'notify-recipients', { letters: [[who.mailboxId, letterId]] }),
    )
    const before = open.outbox.length
    await open.work()
    return open.outbox.slice(before)
  }
  // P-09: that the address was added is told as well.
  await open.work()
  const [notice, ...others] = await notify()
  assert.equal(notice!.to, address)
  assert.deepEqual(others, [])
  assert.doesNotMatch(notice!.text, /https?:/)
  await browser.ask('PUT', '/api/settings', { json: { noticesByEmail: false } })
  assert.deepEqual(await notify(), [], 'D-14: switched off is off')
})

test('P-09: the link asks whoever is not signed in to sign in, and comes back to itself', async () => {
  const { who, browser } = await open.signedIn('substantial')
  await add(browser, 'back@fjordby.example')
  const link = await linkTo('back@fjordby.example')
  const elsewhere = open.browser()
  const sent = await elsewhere.ask('GET', link)
  assert.equal(sent.status, 303)
  assert.equal(sent.headers.location, `/sign-in?${new URLSearchParams({ return: link })}`)
  const signedIn = await elsewhere.fill(String(sent.headers.location), {
    name: who.name,
    password: who.password,
  })
  assert.equal(signedIn.headers.location, `/sign-in/step-up?${new URLSearchParams({ return: link })}`)
  // a code is good once: the next one comes half a minute later
  open.clock.advance(30_000)
  const raised = await elsewhere.fill(String(signedIn.headers.location), { code: who.code() })
  assert.equal(raised.headers.location, link)
  assert.equal((await elsewhere.fill(link, {})).status, 200)
  assert.equal(await holder('back@fjordby.example'), who.mailboxId)
})

test('P-09: a click of the wrong person, a foreign page or a form of another session confirms nothing', async () => {
  const [mine, stranger] = [await open.signedIn('substantial'), await open.signedIn('substantial')]
  await add(stranger.browser, 'victim@fjordby.example')
  const link = await linkTo('victim@fjordby.example')
  const clicked = await mine.browser.fill(link, {})
  assert.equal(clicked.status, 410)
  const token = new URL(link, 'http://x').searchParams.get('token')!
  const bare = await stranger.browser.ask('POST', '/verify-email', { form: { token } })
  assert.equal(bare.status, 403)
  const foreign = await stranger.browser.ask('POST', '/verify-email', {
    form: { token },
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(foreign.status, 403)
  assert.equal(await holder('victim@fjordby.example'), undefined)
})

test('A-15: whether somebody else holds the address shows nowhere: same answers, same mail, same pages at every step', async () => {
  const first = await open.signedIn('substantial')
  const held = 'shared@fjordby.example'
  await add(first.browser, held)
  assert.equal((await first.browser.fill(await linkTo(held), {})).status, 200)
  await open.work()

  // One claims the address somebody holds; the other one nobody holds, whose link has run out.
  const walk = async (address: string, mayStillWork: boolean) => {
    const { browser } = await open.signedIn('substantial')
    const steps: unknown[] = []
    const note = (answer: { status: number; text: string }) =>
      steps.push(JSON.parse(JSON.stringify(seen(answer)).replaceAll(address, 'ADDRESS')))
    note(await add(browser, address))
    note(await browser.ask('GET', EMAILS))
    const link = await linkTo(address)
    const mail = open.outbox.at(-1)!
    steps.push([mail.subject, mail.text.replace(/token=\S+/, '')])
    note(await browser.ask('GET', link))
    if (!mayStillWork) await spend(browser, address)
    note(await browser.fill(link, {}))
    note(await browser.fill(link, {}))
    note(await add(browser, address))
    note(await browser.ask('GET', EMAILS))
    return steps
  }
  // A newer link ends the older one: the free address's link is as dead as the held one's claim.
  const spend = async (browser: Browser, address: string) => {
    await add(browser, address)
    await open.work()
  }
  const ofHeld = await walk(held, true)
  const ofFree = await walk('free@fjordby.example', false)
  assert.deepEqual(ofHeld, ofFree)
  assert.equal(await holder(held), first.who.mailboxId)
})

test('P-09: a link that ran out, was cut off or is nonsense: one page says so, with the way on', async () => {
  const { browser } = await open.signedIn('substantial')
  await add(browser, 'slow@fjordby.example')
  const link = await linkTo('slow@fjordby.example')
  open.clock.advance(LINK_HOURS * 3_600_000)
  const { who, browser: fresh } = await open.signedIn('low')
  assert.ok(who)
  const late = await fresh.fill(link, {})
  const cut = await fresh.ask('GET', link.slice(0, -1))
  const none = await fresh.ask('GET', '/verify-email')
  const twice = await fresh.ask('GET', `${link}&token=x`)
  for (const answer of [late, cut, none, twice]) assert.equal(answer.status, 410)
  assert.deepEqual(new Set([late, cut, none, twice].map(({ text }) => text)).size, 1)
  assert.match(late.text, /href="\/settings"/)
})

test('P-09: the pages speak the language of the mailbox, and no script is needed', async () => {
  for (const [language, words] of [
    ['da', 'Bekræft e-mailadressen'],
    ['nb', 'Bekreft e-postadressen'],
    ['en', 'Confirm the e-mail address'],
  ] as const) {
    const { browser } = await open.signedIn('low', { language, codeApp: false })
    const page = await browser.ask('GET', `/verify-email?token=${'a'.repeat(43)}`, {
      headers: { 'accept-language': language },
    })
    assert.match(page.text, new RegExp(`<html lang="${language}">`))
    assert.ok(page.text.includes(words))
    assert.doesNotMatch(page.text, /passkey\.js/)
    assert.equal(page.headers['cache-control'], 'no-store')
  }
})

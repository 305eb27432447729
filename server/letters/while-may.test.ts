/** Somebody has begun to fetch something long, over a real connection, and what they came by is taken from them in the middle. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { type Companies, type Company, openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'

/** More than the buffers between two programs of one machine hold. */
const LONG_BYTES = 24 * 1024 * 1024

let open: Companies
let port: number
let chief: { browser: Browser; company: Company }
let senderId: string
const long = { bytes: randomBytes(LONG_BYTES), mediaType: 'application/pdf', fileName: 'lang.pdf' }
before(async () => {
  open = await openCompanies()
  await open.app.listen({ port: 0, host: '127.0.0.1' })
  port = (open.app.server.address() as AddressInfo).port
  const who = await open.somebody({ name: { givenNames: 'Bodil', familyName: 'Bager' } })
  const company = await open.found(who)
  chief = { browser: await open.signedIn(who, company.employeeId), company }
  senderId = (await seedSender(open.house)).senderId
})
after(() => open?.close())

const letterIn = async (mailboxId: string) =>
  (await seedLetter(open.house, { mailboxId, senderId, documents: [long] })).letterId

/** Begins to fetch, and reads on only when `then` is done. How it ended: bytes that came, and whether those were all. */
async function fetched(path: string, headers: Record<string, string>, then: () => Promise<unknown>) {
  const answer = await new Promise<IncomingMessage>((came, failed) =>
    get({ host: '127.0.0.1', port, path, agent: false, headers }, came).on('error', failed),
  )
  assert.equal(answer.statusCode, 200)
  let bytes = 0
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      if (bytes === 0) await then()
      bytes += part.length
    }
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ECONNRESET')
  }
  return { bytes, whole: bytes === Number(answer.headers['content-length']) }
}

const cookieOf = ({ jar }: Browser) => ({
  cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
})
const update = (statement: ReturnType<typeof sql>) =>
  asPostOffice(open.house.db, (trx) => statement.execute(trx))

test('N-14 B-15 B-10: an employment that is revoked ends a document and an archive of documents in the middle', async () => {
  const letterId = await letterIn(chief.company.mailboxId)
  for (const path of [`/api/letters/${letterId}/documents/1`, `/api/letters/${letterId}/documents`]) {
    const { employeeId, browser } = await open.hire(chief.company, 'Jens', 'reader')
    const { bytes, whole } = await fetched(path, cookieOf(browser), async () => {
      const done = await chief.browser.fill(`/id/company/end/${employeeId}`, {})
      assert.equal(done.status, 303)
    })
    assert.ok(!whole && bytes < LONG_BYTES, `${path}: ${bytes}`)
  }
})

test('B-10 I-08 N-11: who signs out, whose ID is blocked and who has died fetches no more; a session that only grew old ends nothing it began', async () => {
  const cases: [string, boolean, (who: Somebody, browser: Browser) => Promise<unknown>][] = [
    ['signed out', false, (_, browser) => browser.ask('POST', '/api/session/sign-out', { json: {} })],
    [
      'blocked',
      false,
      ({ personId }) => update(sql`update login set blocked_at = now() where person_id = ${personId}`),
    ],
    [
      'died',
      false,
      ({ personId }) => update(sql`update person set status = 'deceased' where person_id = ${personId}`),
    ],
    [
      'idled out',
      true,
      ({ personId }) =>
        update(sql`update session set ended_at = now(), ended_why = 'idle' where person_id = ${personId}`),
    ],
  ]
  for (const [name, ends, change] of cases) {
    const who = await open.somebody()
    const letterId = await letterIn(who.mailboxId)
    const browser = await open.signedIn(who)
    const { whole } = await fetched(`/api/letters/${letterId}/documents/1`, cookieOf(browser), () =>
      change(who, browser),
    )
    assert.equal(whole, ends, name)
  }
})

test('B-10 I-08: a token that is taken back fetches no more, also in the middle of a letter', async () => {
  const who = await open.somebody()
  const letterId = await letterIn(who.mailboxId)
  const browser = await open.signedIn(who)
  const made = await browser.ask('POST', '/api/tokens', { json: { name: 'x', scopes: ['mail'], days: 1 } })
  const headers = { authorization: `Bearer ${made.json.token}` }
  const path = `/jmap/download/${who.mailboxId}/L${letterId}/brev.eml?accept=message/rfc822`
  const { whole } = await fetched(path, headers, () =>
    browser.ask('DELETE', `/api/tokens/${made.json.tokenId}`, { json: {} }),
  )
  assert.equal(whole, false)
})

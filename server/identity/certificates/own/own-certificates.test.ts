import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { choosePublicServices } from '../../self-service/agreements.ts'
import { holdCeremony } from '../hold-ceremony.ts'
import { openCertificates } from '../room.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

let requests = 0
/** As a person's own program makes it: OpenSSL, a fresh key, any name. */
function newRequest(): string {
  const key = join(room.folder, `own-${requests++}.key`)
  const args = ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  return execFileSync('openssl', [...args, '-keyout', key, '-subj', '/CN=Somebody Else'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

const tokenIn = (page: string) => /name="form" value="([^"]+)"/.exec(page)![1]!
const look = async (browser: Browser) => (await browser.ask('GET', '/id/certificates')).text
const serials = (page: string) => [...page.matchAll(/file\/([0-9a-f]{32})/g)].map(([, serial]) => serial!)
async function send(browser: Browser, what: string, fields: Record<string, string>) {
  const form = tokenIn(await look(browser))
  return browser.ask('POST', `/id/certificates/${what}`, { form: { form, ...fields } })
}

test('I-04 I-12 N-10: a person orders, sees, fetches, renews and revokes certificates on pages without script', async () => {
  const karen = await addSomebody(room)
  await choosePublicServices(room.identity, karen, true)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  const csr = newRequest()
  const early = await send(browser, 'order', { csr })
  assert.equal(early.status, 422, 'before the ceremony nothing is issued')
  assert.match(early.text, /udstedes ingen certifikater/)
  await holdCeremony(openCertificates(room.house), { organisation: 'Brevhus', country: 'dk' })

  assert.equal((await send(browser, 'order', { csr: 'not a request' })).status, 422)
  assert.equal((await send(browser, 'order', { csr })).status, 303)
  const [serial] = serials(await look(browser))
  const pem = (await browser.ask('GET', `/id/certificates/file/${serial}`)).text
  const certificate = new X509Certificate(pem)
  assert.match(certificate.subject, /CN=Karen/, 'the name is the register’s, whatever the request says')
  assert.equal(certificate.serialNumber.toLowerCase(), serial)

  assert.equal((await send(browser, 'renew', { serial: serial! })).status, 303)
  const both = serials(await look(browser))
  assert.equal(both.length, 2)
  const worn = await send(browser, 'renew', { serial: both.find((one) => one !== serial)! })
  assert.equal(worn.status, 422)
  assert.match(worn.text, /to certifikater/)

  const revoked = await send(browser, 'revoke', { serial: serial!, reason: 'compromise' })
  assert.equal(revoked.headers.location, '/id/certificates?done=revoked')
  assert.match(await look(browser), /Tilbagekaldt/)
  const again = await send(browser, 'order', { csr })
  assert.equal(again.status, 422, 'a compromised key is nobody’s any more')
  assert.equal((await send(browser, 'revoke', { serial: both[1]!, reason: 'death' })).status, 400)
  const { rows } = await sql<{ about: string }>`
    select payload ->> 'about' as about from graphile_worker._private_jobs
     where payload ->> 'personId' = ${karen.personId} and payload ->> 'about' like 'certificate-%' order by id`.execute(
    room.house.db,
  )
  const told = rows.map(({ about }) => about)
  assert.deepEqual(told, ['certificate-issued', 'certificate-issued', 'certificate-revoked'])
})

test('I-04 I-13: nobody reaches somebody else’s certificates; ordering asks for the second step, revoking does not', async () => {
  const karen = await addSomebody(room)
  await choosePublicServices(room.identity, karen, true)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  assert.equal((await send(browser, 'order', { csr: newRequest() })).status, 303)
  const [serial] = serials(await look(browser))
  const other = room.browser()
  await other.signIn(await addSomebody(room), 'substantial')
  assert.equal((await other.ask('GET', `/id/certificates/file/${serial}`)).status, 404)
  for (const what of ['renew', 'revoke'])
    assert.equal((await send(other, what, { serial: serial!, reason: 'wish' })).status, 404, what)

  const low = room.browser()
  await low.signIn(karen)
  const ordered = await send(low, 'order', { csr: newRequest() })
  assert.match(String(ordered.headers.location), /^\/sign-in\/step-up/)
  assert.equal((await send(low, 'revoke', { serial: serial!, reason: 'key-lost' })).status, 303)
  assert.equal((await room.browser().ask('GET', '/id/certificates')).status, 303, 'signed out')
})

test('I-15 I-04 G8: who has not agreed to signature gets no certificate that signs; taken back, what there is is revoked and its owner told', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  const first = await send(browser, 'order', { csr: newRequest() })
  assert.equal(first.status, 422)
  assert.match(first.text, /Du har ikke valgt at bruge dit ID til underskrift/)
  assert.deepEqual(serials(first.text), [])
  await choosePublicServices(room.identity, karen, true)
  assert.equal((await send(browser, 'order', { csr: newRequest() })).status, 303)
  const [serial] = serials(await look(browser))
  assert.match((await browser.ask('GET', '/id')).text, /Siger du nej igen, tilbagekaldes også/)
  await choosePublicServices(room.identity, karen, false)
  const { rows } = await sql<{ why: string; by: string }>`
    select revoked_why as why, revoked_by as by from certificate where serial = ${Buffer.from(serial!, 'hex')}`.execute(
    room.house.db,
  )
  assert.deepEqual(rows, [{ why: 'wish', by: 'holder' }])
  const { rows: told } = await sql`
    select from graphile_worker._private_jobs
     where payload ->> 'personId' = ${karen.personId} and payload ->> 'about' = 'certificate-revoked'`.execute(
    room.house.db,
  )
  assert.equal(told.length, 1)
  assert.doesNotMatch((await browser.ask('GET', '/id')).text, /Siger du nej igen/)
})

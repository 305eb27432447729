import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { App } from '#ground/routes.ts'
import { AUTHORITY_TIMES, CERTIFICATE_PROFILES, SUBJECT_KEYS } from '#rules/certificate-profiles.ts'
import { openHouse } from '#tests/open-house.ts'
import { certificatesRoutes } from './certificates.routes.ts'
import { POLICY_TEXTS } from './policy-texts.ts'
import { addressesOf, openCertificates } from './room.ts'
import { CERTIFICATES_KEPT_YEARS } from './tend-certificates.ts'

let open: Awaited<ReturnType<typeof openHouse>>
let app: App
before(async () => {
  open = await openHouse()
  app = await open.app(certificatesRoutes)
})
after(() => open.close())

test('I-17: policy and practice statement stand at the address certificates name, in four languages', async () => {
  const named = new URL(addressesOf(openCertificates(open.house), 'issuing-1').statement).pathname
  for (const [language, title] of [
    ['da', 'Certifikatpolitik og certificeringspraksis'],
    ['nb', 'Sertifikatpolicy og sertifikatpraksis'],
    ['sv', 'Certifikatpolicy och certifikatpraxis'],
    ['en', 'Certificate policy and practice statement'],
  ]) {
    const page = await app.inject({ url: named, headers: { 'accept-language': language } })
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
    assert.match(page.payload, new RegExp(`<html lang="${language}">[\\s\\S]*<h1>${title}</h1>`))
    assert.equal((await app.inject({ url: `${named}?lang=${language}` })).payload, page.payload)
  }
  assert.equal((await app.inject({ url: '/pki/policy' })).headers.location, named)
  for (const none of ['/pki/policy/0.9', '/pki/policy/toString', '/pki/policy/1.0/x'])
    assert.equal((await app.inject({ url: none })).statusCode, 404, none)
})

test('I-17: a version that was published never changes; what it promises is what the tables say', () => {
  // A translation may be added to a published version; the languages it was published in stay word for word.
  const { da, nb, en } = POLICY_TEXTS['1.0']
  const fingerprint = createHash('sha256').update(JSON.stringify({ da, nb, en })).digest('hex')
  assert.equal(
    fingerprint,
    'f9f450260bb62e92d07d90d5ce64a5eb24c01f1ac774987949da5461e0ec41eb',
    'certificates name this text: write a new version',
  )
  // Changed tables need a new version of the text.
  assert.deepEqual(
    [
      ...Object.values(CERTIFICATE_PROFILES).map(({ keepYears }) => keepYears),
      AUTHORITY_TIMES.crlEveryHours,
      AUTHORITY_TIMES.crlHours,
      AUTHORITY_TIMES.nameChangeDays,
      CERTIFICATES_KEPT_YEARS,
      SUBJECT_KEYS.rsaBitsMin,
      SUBJECT_KEYS.rsaBitsMax,
    ],
    [3, 3, 3, 3, 6, 24, 30, 6, 2048, 4096],
  )
})

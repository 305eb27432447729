import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCompanies } from '#tests/company-as.ts'
import { PRIVACY_VERSIONS, privacyPath } from './privacy-texts.ts'

let room: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  room = await openCompanies()
})
after(() => room.close())

const cookiesOf = (headers: object): string[] =>
  [(headers as { 'set-cookie'?: string | string[] })['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split('=')[0]!)

test('N-05 N-19 N-31 N-32: the basis, what a service sees and where to complain are told to anybody, in four languages, and nothing is kept of who reads', async () => {
  const titles = new Set<string>()
  for (const language of ['da', 'nb', 'sv', 'en']) {
    const { status, text, headers } = await room.browser().ask('GET', `/id/privacy?lang=${language}`)
    assert.equal(status, 200)
    titles.add(/<h1>([^<]+)/.exec(text)![1]!)
    assert.match(text, /mailto:privacy@brevhus\.example/)
    assert.match(text, /datatilsynet\.dk[\s\S]*datatilsynet\.no/)
    assert.ok(!/script src="http|<img/.test(text))
    const kept = cookiesOf(headers)
    assert.deepEqual(kept, ['brevhus-form', 'brevhus-language'], 'nothing that says who')
  }
  assert.equal(titles.size, 4)
  assert.match(
    (await room.browser().ask('GET', '/id/enrol?lang=en')).text,
    /href="\/id\/privacy">How we use your data/,
  )
})

test('N-30 G10: the page says which version it is; each version has an address of its own, and one that never was has none', async () => {
  for (const language of ['da', 'nb', 'sv', 'en'] as const) {
    const now = (await room.browser().ask('GET', `/id/privacy?lang=${language}`)).text
    assert.ok(now.includes(` ${PRIVACY_VERSIONS[0].version}.</p>`), language)
    for (const { version, words } of PRIVACY_VERSIONS) {
      const then = await room.browser().ask('GET', `${privacyPath(version)}?lang=${language}`)
      assert.equal(then.status, 200)
      assert.ok(then.text.includes(` ${version}.</p>`))
      assert.ok(then.text.includes(words[language].lead))
    }
  }
  for (const none of ['privacy-0', 'toString', '%2e%2e'])
    assert.equal((await room.browser().ask('GET', privacyPath(none))).status, 404, none)
})

test('N-31: the operator names their own data protection officer', async () => {
  const open = await openCompanies({ env: { PRIVACY_CONTACT: 'dpo@post.example' } })
  try {
    assert.match((await open.browser().ask('GET', '/id/privacy')).text, /mailto:dpo@post\.example/)
  } finally {
    await open.close()
  }
})

test('E-03: whose the content of letters is, by the profile of the country, and whom to ask about it', async () => {
  const { text } = await room.browser().ask('GET', '/id/privacy?lang=en')
  assert.match(text, /<li>Denmark: we are neither controller nor processor of private letters\./)
  assert.match(text, /<li>Norway: we process private letters for you/)
  assert.match(text, /what a letter says go to whoever sent it/)
})

test('N-29: whom the operator has handle data, for what and in which country, is told in the reader’s language; so is that it was not said', async () => {
  assert.match((await room.browser().ask('GET', '/id/privacy?lang=en')).text, /It has not been said yet/)
  for (const [PROCESSORS, told] of [
    ['none', /We run everything ourselves/],
    [
      'hosting=Nordic Drift & Co/NO; sms=Beskedbud ApS/DE',
      /the machines<\/dt><dd>Nordic Drift &amp; Co, Norway[\s\S]*SMS<\/dt><dd>Beskedbud ApS, Germany/,
    ],
  ] as const) {
    const open = await openCompanies({ env: { PROCESSORS } })
    try {
      assert.match((await open.browser().ask('GET', '/id/privacy?lang=en')).text, told)
      if (PROCESSORS !== 'none')
        assert.match(
          (await open.browser().ask('GET', '/id/privacy?lang=da')).text,
          /maskinerne<\/dt><dd>[^<]+, Norge/,
        )
    } finally {
      await open.close()
    }
  }
})

test('N-24: every cookie that is set is named, with what it does and for how long', async () => {
  const { text } = await room.browser().ask('GET', '/id/privacy?lang=en')
  const told = [...text.matchAll(/<dt><code>([^<]+)<\/code><\/dt><dd>([^<]+);/g)].map(([, names]) => names!)
  const who = await room.somebody()
  const browser = room.browser()
  const set = new Set<string>()
  for (const answer of [
    await browser.ask('GET', '/sign-in?lang=en'),
    await browser.signIn(who),
    await browser.ask('GET', '/id'),
  ])
    for (const name of cookiesOf(answer.headers)) set.add(name)
  assert.ok(set.size >= 3, [...set].join())
  for (const name of set) assert.ok(told.join(', ').split(', ').includes(name), name)
  assert.match(text, /None of them measures or follows you/)
})

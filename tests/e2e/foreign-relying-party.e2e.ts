/** A foreign relying party that knows nothing of us: Apache with mod_auth_openidc, as Debian ships it. It signs a person in at our provider in a real
 * Chromium, and for a stronger place it steps up (RFC 9470). */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { registerServiceProvider } from '#identity/provider/register-service-provider.ts'
import { choosePublicServices } from '#identity/self-service/agreements.ts'
import { ACR } from '#rules/acr.ts'
import { freePort } from '#tests/free-port.ts'
import { type OpenidRoom, openOpenid } from '#tests/relying-party.ts'
import { addSomebody } from '#tests/visitor.ts'
import { assertAccessible, assertFitsWidth, launch } from './browser.ts'
import { becomes, PATIENCE_MS } from './patience.ts'
import { paper } from './sign-in-pages.ts'

const MODULES = '/usr/lib/apache2/modules'
let room: OpenidRoom
let apache: { origin: string; log(): string; stop(): Promise<void> }
let browser: Browser

before(async () => {
  const [port, theirs] = [await freePort(), await freePort()]
  room = await openOpenid({ env: { PUBLIC_URL: `http://localhost:${port}` } }, paper([]))
  await room.app.listen({ host: 'localhost', port })
  // Another host than ours, so that no cookie is shared by accident.
  const origin = `http://127.0.0.1:${theirs}`
  const { clientId, secret } = await registerServiceProvider(room.identity, {
    country: 'dk',
    organisationNumber: '12345678',
    names: { da: 'Apache', nb: 'Apache', en: 'Apache' },
    publicSector: true,
    profile: 'basic',
    redirectUris: [`${origin}/back`],
    secretIn: 'header',
  })
  apache = await startApache({ origin, issuer: room.identity.site.origin, clientId, secret: secret! })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await apache?.stop()
  await room.close()
})

test('I-08 D-01: mod_auth_openidc signs a person in, and steps up for a place that asks for more', async () => {
  const karen = await addSomebody(room)
  await choosePublicServices(room.identity, karen, true)
  // Without script: every page of ours between the two must lead on by itself.
  const page = await (await browser.newContext({ javaScriptEnabled: false, locale: 'da' })).newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${apache.origin}/`)
  await page.fill('#name', karen.name)
  await page.fill('#password', karen.password)
  await page.click('form[action="/sign-in"] button[type=submit]')
  // The page in between leads on by itself.
  await page.locator('button[value=yes]').waitFor()
  await becomes(() => page.textContent('main'), /Karen Margrethe Lindholm/)
  await page.click('button[value=yes]')
  await page.waitForURL(`${apache.origin}/`)
  await becomes(() => page.textContent('body'), /hello Karen Margrethe Lindholm at \S*Low/, apache.log())

  await page.goto(`${apache.origin}/strong/`)
  await page.locator('#code').waitFor()
  await becomes(() => page.textContent('h1'), /Bekræft, at det er dig/)
  await page.fill('#code', karen.code())
  await page.click('form:has(#code) button[type=submit]')
  await page.waitForURL(`${apache.origin}/strong/`)
  await becomes(() => page.textContent('body'), /hello .* at \S*Substantial/, apache.log())
})

for (const language of ['da', 'nb', 'sv', 'en'] as const) {
  test(`I-08 I-15: the pages on the way are accessible and fit a phone (${language})`, async () => {
    const ola = await addSomebody(room, { language })
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'da' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.goto(`${apache.origin}/strong/`)
    await page.fill('#name', ola.name)
    await page.fill('#password', ola.password)
    await page.click('form[action="/sign-in"] button[type=submit]')
    await page.locator('#code').waitFor()
    const whole = async () => {
      await becomes(() => page.getAttribute('html', 'lang'), language)
      await assertAccessible(page)
      await assertFitsWidth(page)
    }
    await whole()
    await page.fill('#code', ola.code())
    await page.click('form:has(#code) button[type=submit]')
    // A public service, and they have not agreed to those: they can on the way.
    await page.locator('form.bh-answers').waitFor()
    await whole()
    await page.click('button[value=yes]')
    await page.locator('dl.bh-disclosed').waitFor()
    await whole()
    await page.click('button[value=yes]')
    await page.waitForURL(`${apache.origin}/strong/`)
    await page.goto(`${room.identity.site.origin}/service-providers`)
    await whole()
    await context.close()
  })
}

for (const javaScriptEnabled of [true, false]) {
  test(`I-08: the answer comes to a service provider as a form, ${javaScriptEnabled ? 'by itself' : 'by a button without script'}; the browser lets it go there`, async () => {
    const ola = await addSomebody(room)
    let told: (body: string) => void = () => undefined
    const answer = new Promise<string>((done) => {
      told = done
    })
    const there = createHttpServer(async (request, reply) => {
      if (request.method === 'POST') told(await text(request))
      // Leads on within its own origin, as such places do.
      if (request.method === 'POST') reply.writeHead(303, { location: '/in' }).end()
      else reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Inside</h1>')
    })
    await new Promise<void>((open) => there.listen(0, '127.0.0.1', open))
    const origin = `http://127.0.0.1:${(there.address() as AddressInfo).port}`
    const context = await browser.newContext({ javaScriptEnabled, locale: 'da' })
    try {
      const { clientId } = await registerServiceProvider(room.identity, {
        country: 'dk',
        organisationNumber: '87654321',
        names: { da: 'Banken', nb: 'Banken', en: 'The Bank' },
        publicSector: false,
        profile: 'basic',
        redirectUris: [`${origin}/back`],
        secretIn: 'header',
      })
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      const asked = new URLSearchParams({
        client_id: clientId,
        redirect_uri: `${origin}/back`,
        response_type: 'code',
        response_mode: 'form_post',
        scope: 'openid',
        state: 'as it was',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      })
      await page.goto(`${room.identity.site.origin}/openid/authorize?${asked}`)
      await page.fill('#name', ola.name)
      await page.fill('#password', ola.password)
      await page.click('form[action="/sign-in"] button[type=submit]')
      await page.locator('form.bh-consent-answers button[value=yes]').click()
      if (!javaScriptEnabled) await page.locator('form[data-onward] button').click()
      await page.waitForURL(`${origin}/in`)
      const form = new URLSearchParams(await answer)
      assert.deepEqual([...form.keys()].sort(), ['code', 'iss', 'state'])
      assert.equal(form.get('state'), 'as it was')
    } finally {
      await context.close()
      there.close()
    }
  })
}

type Setup = { origin: string; issuer: string; clientId: string; secret: string }

async function startApache(setup: Setup) {
  const module = join(MODULES, 'mod_auth_openidc.so')
  if (!existsSync(module))
    throw new Error(`${module} is missing. Type: apt-get install -y libapache2-mod-auth-openidc`)
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-apache-'))
  const page =
    '<html><body>hello <!--#echo var="OIDC_CLAIM_name" --> at <!--#echo var="OIDC_CLAIM_acr" --></body></html>'
  // Started as root it serves as somebody else, who must be able to read it, whatever mask our own files are made with.
  await chmod(folder, 0o755)
  for (const place of ['www', 'www/strong']) {
    await mkdir(join(folder, place))
    await chmod(join(folder, place), 0o755)
    await writeFile(join(folder, place, 'index.html'), page)
    await chmod(join(folder, place, 'index.html'), 0o644)
  }
  await writeFile(join(folder, 'apache.conf'), configurationOf(setup, folder))
  const child = spawn('/usr/sbin/apache2', ['-f', join(folder, 'apache.conf'), '-X'], { stdio: 'ignore' })
  const logFile = join(folder, 'error.log')
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-3000) : 'no log')
  await answers(setup.origin, child, log)
  return {
    origin: setup.origin,
    log,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configurationOf({ origin, issuer, clientId, secret }: Setup, folder: string): string {
  const modules = ['mpm_prefork', 'authn_core', 'authz_core', 'authz_user', 'dir', 'include', 'auth_openidc']
  const strong = ACR.NSIS.substantial
  return `
ServerRoot ${folder}
ServerName 127.0.0.1
Listen ${new URL(origin).host}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
DocumentRoot ${folder}/www
DirectoryIndex index.html
<Directory ${folder}/www>
  Options +Includes
  SetOutputFilter INCLUDES
</Directory>
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${clientId}
OIDCClientSecret ${secret}
OIDCRedirectURI ${origin}/back
OIDCCryptoPassphrase ${secret}
OIDCScope "openid profile"
OIDCResponseType code
OIDCPKCEMethod S256
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCPassClaimsAs environment
OIDCHTTPTimeoutShort 60
OIDCHTTPTimeoutLong 60
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
<Location /strong>
  AuthType openid-connect
  Require claim "acr:${strong}"
  OIDCUnAutzAction auth
  OIDCPathAuthRequestParams acr_values=${encodeURIComponent(strong)}
</Location>
`
}

async function answers(origin: string, child: ChildProcess, log: () => string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`Apache ended (${child.exitCode}). ${log()}`)
    const there = await fetch(`${origin}/`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
    if (there) return
  }
  throw new Error(`Apache does not answer. ${log()}`)
}

/** For tests of the broker: the simulated electronic IDs beside an open house, and a person who goes there and comes back. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UPSTREAM_IDS, type UpstreamId } from '#rules/upstream.ts'
import type { TestPerson } from '#tools/e-id/replayed-claims.ts'
import { type Simulator, startSimulator } from '#tools/e-id/simulator.ts'
import type { Answer, Browser } from './visitor.ts'

export type SimulatedIds = Simulator & { env: { UPSTREAMS: string } }

const SECRET = 'a secret for tests only'

/** All four, each with another way for us to authenticate. `clock`: the house's, once it is open. */
export async function openElectronicIds(options: {
  publicUrl: string
  people?: TestPerson[]
  clock?: () => Date
}): Promise<SimulatedIds> {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-e-id-'))
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [keyFile, secretFile] = [join(folder, 'key.pem'), join(folder, 'secret')]
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(secretFile, `${SECRET}\n`)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const clients = Object.fromEntries(
    UPSTREAM_IDS.map((id) => [
      id,
      {
        clientId: `brevhus-${id}`,
        redirectUri: `${options.publicUrl}/sign-in/with/${id}/return`,
        ...(WAYS[id] === 'private_key_jwt' ? { publicKey: pem } : { secret: SECRET }),
      },
    ]),
  )
  const simulator = await startSimulator({
    port: 0,
    clients,
    people: options.people ?? [],
    ...(options.clock ? { now: options.clock } : {}),
  })
  const list = UPSTREAM_IDS.map((profile) => ({
    profile,
    issuer: simulator.issuer(profile),
    clientId: `brevhus-${profile}`,
    authentication: WAYS[profile],
    secretFile: WAYS[profile] === 'private_key_jwt' ? keyFile : secretFile,
  }))
  return {
    ...simulator,
    env: { UPSTREAMS: JSON.stringify(list) },
    close: async () => {
      await simulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const WAYS = {
  idporten: 'private_key_jwt',
  'bankid-no': 'client_secret_basic',
  'mitid-signicat': 'client_secret_post',
  'mitid-signaturgruppen': 'private_key_jwt',
} as const satisfies Record<UpstreamId, string>

export type Wanted = {
  nationalNumber: string
  level?: string
  answer?: 'yes' | 'no'
  return?: string
}

/** Presses the button on the sign-in page; the answer is the redirect to the electronic ID. */
export async function pressButton(browser: Browser, id: UpstreamId, from = '/sign-in'): Promise<Answer> {
  const page = await browser.ask('GET', from)
  const at = page.text.indexOf(`action="/sign-in/with/${id}"`)
  assert.ok(at >= 0, `a button to ${id} on ${from}: ${page.status} ${page.headers.location ?? ''}`)
  const form = page.text.slice(at, page.text.indexOf('</form>', at))
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return browser.ask('POST', `/sign-in/with/${id}`, {
    form: Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
  })
}

/** Fills in the electronic ID's own page. The answer is the address that leads back to us. */
export async function answerThere(sent: Answer, wanted: Wanted): Promise<URL> {
  assert.equal(sent.status, 303)
  const url = new URL(String(sent.headers.location))
  const page = await (await fetch(url)).text()
  const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? assert.fail(`no ${pattern} in ${page}`)
  const level = wanted.level ?? field(/name="level" value="([^"]+)" checked/)
  const answered = await fetch(new URL(field(/<form method="post" action="([^"]+)"/), url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      request: field(/name="request" value="([^"]+)"/),
      number: wanted.nationalNumber,
      level,
      answer: wanted.answer ?? 'yes',
    }),
  })
  assert.equal(answered.status, 303, await answered.text())
  return new URL(answered.headers.get('location')!)
}

/** There and back. The answer is ours to the way back. */
export async function signInWith(
  browser: Browser,
  id: UpstreamId,
  wanted: Wanted & { from?: string },
): Promise<Answer> {
  const back = await answerThere(await pressButton(browser, id, wanted.from), wanted)
  return comeBack(browser, back)
}

export const comeBack = (browser: Browser, back: URL): Promise<Answer> =>
  browser.ask('GET', back.pathname + back.search, { headers: { 'sec-fetch-site': 'cross-site' } })

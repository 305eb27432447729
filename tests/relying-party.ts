/** A service provider of its own, for tests: registered as the operator would, speaking through `openid-client` (none of our code judges our
 * answers), and a person's browser that is led from it through our pages and back. */
import assert from 'node:assert/strict'
import { exportJWK, generateKeyPair } from 'jose'
import * as openid from 'openid-client'
import type { App, Routes } from '#ground/routes.ts'
import { providerRoutes } from '#identity/provider/provider.routes.ts'
import {
  registerServiceProvider,
  type ServiceProviderOrder,
} from '#identity/provider/register-service-provider.ts'
import type { OpenHouseOptions } from './open-house.ts'
import { openSignIn } from './sign-in.ts'
import type { Answer, Browser, Somebody } from './visitor.ts'

export const REDIRECT_URI = 'https://skat.example/back'

export async function openOpenid(options: OpenHouseOptions = {}, ...more: Routes[]) {
  // The protocol library asks the machine for the time; the house does too here, and a test that moves it moves both (mock.timers).
  const clock = () => new Date()
  const room = await openSignIn({ ...options, wrap: (house) => ({ clock, ...options.wrap?.(house) }) })
  const app = await room.open(providerRoutes(room.identity), ...more)
  return { ...room, app, browser: (address?: string) => room.browserOf(app, address) }
}

export type OpenidRoom = Awaited<ReturnType<typeof openOpenid>>

export type RelyingParty = {
  readonly config: openid.Configuration
  readonly clientId: string
  readonly secret: string | null
  readonly key: CryptoKey
  /** An authorization request, with PKCE, state and nonce as they should be. */
  begin(more?: Record<string, string>): Promise<Begun>
  /** Fetches tokens for what came back. */
  finish(begun: Begun, back: URL): Promise<Tokens>
}

export type Begun = {
  readonly url: URL
  readonly verifier: string
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly maxAge?: number
}

type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers

export type PartyOptions = Partial<ServiceProviderOrder> & { dpop?: boolean }

export async function relyingParty(room: OpenidRoom, options: PartyOptions = {}): Promise<RelyingParty> {
  const { dpop = options.profile === 'fapi2', ...order } = options
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const byKey = order.secretIn === undefined && order.jwksUri === undefined && order.jwks === undefined
  const { clientId, secret } = await registerServiceProvider(room.identity, {
    country: 'dk',
    organisationNumber: '12345678',
    names: { da: 'Skattestyrelsen', nb: 'Den danske skatteetaten', en: 'Danish Tax Agency' },
    publicSector: false,
    profile: 'basic',
    redirectUris: [REDIRECT_URI],
    ...(byKey ? { jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] } } : {}),
    ...order,
  })
  const authentication =
    secret === null
      ? openid.PrivateKeyJwt({ key: privateKey, kid: 'one' })
      : order.secretIn === 'body'
        ? openid.ClientSecretPost(secret)
        : openid.ClientSecretBasic(secret)
  const high = order.profile === 'fapi2'
  const config = await openid.discovery(
    new URL(room.identity.site.origin),
    clientId,
    { id_token_signed_response_alg: high ? 'PS256' : 'RS256', require_auth_time: true },
    authentication,
    { execute: [openid.allowInsecureRequests], [openid.customFetch]: fetchFrom(room.app) },
  )
  config[openid.customFetch] = fetchFrom(room.app)
  const handle = dpop ? openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256')) : undefined
  return {
    config,
    clientId,
    secret,
    key: privateKey,
    async begin(more = {}) {
      const verifier = openid.randomPKCECodeVerifier()
      const parameters = parametersOf({
        redirect_uri: REDIRECT_URI,
        scope: 'openid',
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...more,
      })
      const url = high
        ? await openid.buildAuthorizationUrlWithPAR(config, parameters, handle && { DPoP: handle })
        : openid.buildAuthorizationUrl(config, parameters)
      return {
        url,
        verifier,
        state: parameters.state,
        nonce: parameters.nonce,
        ...(parameters.max_age === undefined ? {} : { maxAge: Number(parameters.max_age) }),
      }
    },
    finish: (begun, back) =>
      openid.authorizationCodeGrant(
        config,
        back,
        {
          pkceCodeVerifier: begun.verifier,
          ...(begun.state === undefined ? {} : { expectedState: begun.state }),
          ...(begun.nonce === undefined ? {} : { expectedNonce: begun.nonce }),
          ...(begun.maxAge === undefined ? {} : { maxAge: begun.maxAge }),
          idTokenExpected: true,
        },
        undefined,
        handle && { DPoP: handle },
      ),
  }
}

/** An empty value leaves a parameter out. */
function parametersOf(given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
}

/** The network of a test: every address is our app. */
function fetchFrom(app: App): openid.CustomFetch {
  return async (address, options) => {
    const url = new URL(address)
    const { body } = options
    const answer = await app.inject({
      method: (options.method ?? 'GET') as 'GET',
      url: url.pathname + url.search,
      headers: { ...Object.fromEntries(new Headers(options.headers as HeadersInit)) },
      ...(body === undefined || body === null ? {} : { payload: String(body) }),
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one))
    return new Response(answer.statusCode === 204 ? null : answer.body, {
      status: answer.statusCode,
      headers,
    })
  }
}

export type Deed = {
  /** Who signs in when asked to. */
  who?: Somebody
  /** What they say to a disclosure; default yes. */
  answer?: 'yes' | 'no'
  /** What they say when a public service asks who has not agreed to those; default: they stay on that page. */
  publicly?: 'yes' | 'no'
  /** What is put into a confirmation page. */
  confirm?: () => Record<string, string>
  /** Every page shown on the way. */
  seen?: Answer[]
}

const STEPS_MAX = 20

/** Leads the browser from a request to where it ends: back at the service provider, or at a page of ours with no way on. */
export async function walk(
  browser: Browser,
  url: URL,
  deed: Deed,
): Promise<{ back: URL | null; last: Answer }> {
  let next = url.pathname + url.search
  for (let step = 0; step < STEPS_MAX; step++) {
    const answer = await step_(browser, next, deed)
    const led =
      answer.status === 303 || answer.status === 302
        ? String(answer.headers.location)
        : /http-equiv="refresh" content="0;url=([^"]+)"/.exec(answer.text)?.[1]?.replaceAll('&amp;', '&')
    if (led === undefined) return { back: null, last: answer }
    const to = new URL(led, 'http://localhost:8080')
    if (to.origin !== 'http://localhost:8080') return { back: to, last: answer }
    next = to.pathname + to.search
  }
  assert.fail('The browser goes round in circles')
}

async function step_(browser: Browser, path: string, deed: Deed): Promise<Answer> {
  const page = await browser.ask('GET', path)
  if (page.status !== 200 || !page.text.includes('<form method="post"')) return page
  deed.seen?.push(page)
  if (page.text.includes('name="name"') && deed.who)
    return browser.fill(path, { name: deed.who.name, password: deed.who.password })
  if (path.startsWith('/sign-in/step-up'))
    return browser.ask('GET', new URL(path, 'http://localhost:8080').searchParams.get('return')!)
  if (page.text.includes('bh-consent-answers')) return browser.fill(path, { answer: deed.answer ?? 'yes' })
  if (page.text.includes('bh-answers'))
    return deed.publicly ? browser.fill(path, { answer: deed.publicly }) : page
  if (path.startsWith('/consent/') && deed.confirm) return browser.fill(path, deed.confirm())
  if (path.startsWith('/consent/') && deed.answer === 'no') return browser.fill(path, { answer: 'no' })
  return page
}

/** The whole way, from the request to tokens. */
export async function signInAt(
  party: RelyingParty,
  browser: Browser,
  deed: Deed,
  more: Record<string, string> = {},
) {
  const begun = await party.begin(more)
  const { back, last } = await walk(browser, begun.url, deed)
  assert.ok(back, `not led back: ${last.status} ${last.text.slice(0, 2000)}`)
  return { begun, back, tokens: await party.finish(begun, back) }
}

/** A person of the post office and a browser in their hands, for tests that need somebody to be signed in. The browser keeps cookies,
 * sends what browsers send (Sec-Fetch-Site, Origin) and fills in the real forms of the sign-in pages. */

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { registerTotp } from '#identity/change-devices.ts'
import type { Identity } from '#identity/room.ts'
import { setLogin } from '#identity/set-password.ts'
import { codeAt } from './code-app.ts'
import { seedPerson } from './seed-people.ts'

export type Somebody = {
  readonly personId: string
  readonly mailboxId: string
  readonly nationalNumber: string
  /** What they type above the password. */
  readonly name: string
  readonly password: string
  /** The code their app shows at the house's clock. */
  code(): string
}

export type SomebodyOptions = {
  country?: 'dk' | 'no'
  userId?: string
  nationalNumber?: string
  language?: 'da' | 'nb' | 'sv' | 'en'
  /** Default true. */
  codeApp?: boolean
  mailboxState?: 'open' | 'closed'
  /** As the register has it; Karen Margrethe Lindholm when left out. */
  name?: { givenNames: string; familyName: string }
}

let people = 0

/** Somebody in the register, with a mailbox, a login and (unless told otherwise) a code app. */
export async function addSomebody(
  { house, identity }: { house: House; identity: Identity },
  options: SomebodyOptions = {},
): Promise<Somebody> {
  const { country = 'dk', codeApp = true, mailboxState = 'open' } = options
  const person = await seedPerson(house, {
    profile: country,
    language: options.language ?? (country === 'dk' ? 'da' : 'nb'),
    mailboxState,
    ...options.name,
  })
  const { personId, mailboxId } = person
  const nationalNumber = options.nationalNumber ?? person.nationalNumber
  await sql`update person set national_number = ${nationalNumber} where person_id = ${personId}::uuid`.execute(
    house.db,
  )
  const userId = country === 'dk' ? (options.userId ?? `karen.${++people}`) : undefined
  const password = 'grøn kop på bordet'
  const secret = randomBytes(20)
  await setLogin(identity, { personId, password, ...(userId === undefined ? {} : { userId }) })
  if (codeApp) {
    await asPostOffice(identity.db, (trx) =>
      registerTotp(identity, trx, { personId, secret, name: 'Phone', lastStep: null }),
    )
  }
  return {
    personId,
    mailboxId,
    nationalNumber,
    name: userId ?? nationalNumber,
    password,
    code: () => codeAt(secret, identity.clock()),
  }
}

export type Answer = {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  json: any
  headers: Readonly<Record<string, string | string[] | number | undefined>>
  /** Set-Cookie lines of this answer. */
  cookies: string[]
}

export type Ask = {
  json?: unknown
  form?: Readonly<Record<string, string>>
  /** As application/octet-stream. */
  bytes?: Uint8Array
  /** As a form with a file in it is sent. */
  parts?: Readonly<Record<string, string | Blob>>
  headers?: Readonly<Record<string, string>>
}

export type Browser = {
  readonly jar: Map<string, string>
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, more?: Ask): Promise<Answer>
  /** Opens a page, takes its form with the tokens in it, and sends it with these fields. */
  fill(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  /** Signs in by the real page; afterwards at level low, or substantial when a code is given. */
  signIn(who: Somebody, level?: 'low' | 'substantial'): Promise<Answer>
}

async function packParts(parts: Readonly<Record<string, string | Blob>>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(parts)) form.append(name, value)
  const sent = new Response(form)
  return { bytes: Buffer.from(await sent.arrayBuffer()), type: sent.headers.get('content-type')! }
}

/** @param address the IP address it comes from. */
export function openBrowser(app: App, origin: string, address = '192.0.2.1'): Browser {
  const jar = new Map<string, string>()
  const browser: Browser = {
    jar,
    async ask(method, path, more = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const packed = more.parts === undefined ? undefined : await packParts(more.parts)
      const payload = more.bytes
        ? { payload: Buffer.from(more.bytes) }
        : packed
          ? { payload: packed.bytes }
          : more.form !== undefined
            ? { payload: new URLSearchParams(more.form).toString() }
            : more.json === undefined
              ? {}
              : { payload: JSON.stringify(more.json) }
      const answer = await app.inject({
        method,
        url: path,
        remoteAddress: address,
        headers: {
          ...(cookie ? { cookie } : {}),
          ...(method === 'GET' ? { 'sec-fetch-site': 'none' } : { 'sec-fetch-site': 'same-origin', origin }),
          ...(packed ? { 'content-type': packed.type } : {}),
          ...(more.bytes ? { 'content-type': 'application/octet-stream' } : {}),
          ...(more.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...(more.json === undefined ? {} : { 'content-type': 'application/json' }),
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0',
          'accept-language': 'da',
          ...more.headers,
        },
        ...payload,
      })
      const set = answer.headers['set-cookie']
      const cookies = set === undefined ? [] : Array.isArray(set) ? set : [set]
      for (const line of cookies) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/Max-Age=0/.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      const isJson = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        text: answer.body,
        json: isJson ? JSON.parse(answer.body) : undefined,
        headers: answer.headers,
        cookies,
      }
    },
    async fill(path, fields) {
      const page = await browser.ask('GET', path)
      const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1]
      if (!action) return page
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const form = { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), ...fields }
      return browser.ask('POST', action, { form })
    },
    async signIn(who, level = 'low') {
      const low = await browser.fill('/sign-in', { name: who.name, password: who.password })
      if (level === 'low' || low.status !== 303) return low
      return browser.ask('POST', '/api/session/step-up/totp', { json: { code: who.code() } })
    },
  }
  return browser
}

/** A person of the demo at a browser without a window: signs in by the real pages and does what their pages do, over the same interface. */
import { Secret, TOTP } from 'otpauth'
import type { DemoLogin } from './demo-people.ts'

export type Visitor = {
  readonly login: DemoLogin
  get<Answer>(path: string): Promise<Answer>
  send<Answer>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  /** A form with parts, as a letter to a person is sent. */
  sendParts<Answer>(path: string, parts: Readonly<Record<string, string>>, key: string): Promise<Answer>
  sendBytes(path: string, bytes: Uint8Array): Promise<void>
  signOut(): Promise<void>
}

const CODE_AGE_MS = 25_000

/** A code that its app showed 25 seconds ago: it still counts for five seconds whenever it is asked for, and by then the app shows
 * another one, which is left to its owner. Half a minute ago would be too long: a step that ends on the way made it wrong. */
export const codeOfLately = (totpSecret: string, now: Date): string =>
  new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: now.getTime() - CODE_AGE_MS })

/** With the code app if there is one. */
export async function signInAs(origin: string, login: DemoLogin): Promise<Visitor> {
  const jar = new Map<string, string>()

  async function ask(
    method: string,
    path: string,
    more: { body?: BodyInit; headers?: Record<string, string> } = {},
  ) {
    const answer = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Brevhus demo',
        ...(method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin' }),
        ...more.headers,
      },
      ...(more.body === undefined ? {} : { body: more.body }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  async function fill(path: string, fields: Record<string, string>): Promise<void> {
    const page = await (await ask('GET', path)).text()
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]
    if (!action) throw new Error(`${path} has no form`)
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const form = { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), ...fields }
    const answer = await ask('POST', action, { body: new URLSearchParams(form) })
    if (answer.status !== 303) throw new Error(`${login.name} at ${path}: ${answer.status}`)
  }

  async function asked<Answer>(
    method: string,
    path: string,
    more: Parameters<typeof ask>[2],
  ): Promise<Answer> {
    const answer = await ask(method, path, more)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${login.name}: ${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }

  await fill('/sign-in', { name: login.signInAs, password: login.password })
  if (login.totpSecret) {
    const code = codeOfLately(login.totpSecret, new Date())
    await asked('POST', '/api/session/step-up/totp', {
      body: JSON.stringify({ code }),
      headers: { 'content-type': 'application/json' },
    })
  }
  return {
    login,
    get: (path) => asked('GET', path, {}),
    send: (method, path, body = {}) =>
      asked(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    sendParts: (path, parts, key) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(parts)) form.append(name, value)
      return asked('POST', path, { body: form, headers: { 'idempotency-key': key } })
    },
    sendBytes: (path, bytes) =>
      asked('PUT', path, {
        body: Buffer.from(bytes),
        headers: { 'content-type': 'application/octet-stream' },
      }),
    signOut: () => fill('/sign-out', {}),
  }
}

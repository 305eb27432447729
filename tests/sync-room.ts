/** A house with JMAP at a real port, there before a file's first test: who imports this has it. */
import assert from 'node:assert/strict'
import { JamClient } from 'jmap-jam'
import { sql } from 'kysely'
import type { TokenMade } from '#api/personal-tokens.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { jmapRoutes } from '#letters/sync/jmap.routes.ts'
import { freePort } from './free-port.ts'
import { openKeepers } from './keeper.ts'

const port = await freePort()
export const origin = `http://localhost:${port}`
export const keepers = await openKeepers((byHeaders) => [lettersRoutes(byHeaders), jmapRoutes], {
  env: { PUBLIC_URL: origin },
})
export const { open, newcomer } = keepers
await keepers.app.listen({ port, host: 'localhost' })
type Keeper = Awaited<ReturnType<typeof newcomer>>

// biome-ignore lint/suspicious/noExplicitAny: answers of JSON, read here and there.
export type Loose = any

export async function tokenOf(keeper: Keeper, more: object = {}): Promise<TokenMade> {
  const asked = { name: 'Thunderbird', scopes: ['mail'], days: 30, ...more }
  const { status, body } = await keeper.ask<TokenMade>('POST', '/api/tokens', asked)
  assert.equal(status, 201)
  // Whose ID is blocked is asked of the login: these people have one.
  await sql`insert into login (person_id, login_kind, user_id, user_id_form, created_at)
    values (${keeper.person.personId}, 'user-id', ${keeper.person.personId}, ${keeper.person.personId}, now())
    on conflict do nothing`.execute(open.house.db)
  return body
}

export const jam = (token: string) =>
  new JamClient({ sessionUrl: `${origin}/.well-known/jmap`, bearerToken: token })

export const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail']
export const post = (token: string, body: unknown, type = 'application/json') =>
  fetch(`${origin}/jmap/api`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
export async function call(token: string, name: string, args: object): Promise<[string, Loose]> {
  const reply = await post(token, { using, methodCalls: [[name, args, 'c']] })
  assert.equal(reply.status, 200)
  const { methodResponses } = (await reply.json()) as { methodResponses: [string, Loose][] }
  return methodResponses[0]!
}

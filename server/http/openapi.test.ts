import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { SENDER_PROBLEMS } from '#http/sender-problems.ts'
import { type OpenHouse, openHouse } from '../../tests/open-house.ts'

type Operation = {
  operationId: string
  summary?: string
  security: unknown[]
  parameters?: object[]
  requestBody?: unknown
  responses: object
}

suite('the interface description', () => {
  let open: OpenHouse
  let app: App
  const routes: string[] = []
  // biome-ignore lint/suspicious/noExplicitAny: a document of JSON, read here and there.
  let document: any
  before(async () => {
    open = await openHouse()
    app = await open.app((app, house) => {
      app.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one.toLowerCase()} ${url}`)
      })
      return dispatchRoutes(app, house)
    })
    document = (await app.inject('/v1/openapi.json')).json()
  })
  after(() => open.close())

  test('S-05: it is OpenAPI 3.1', async () => {
    assert.match(document.openapi, /^3\.1\./)
    const result = await new Validator().validate(structuredClone(document))
    assert.equal(result.valid, true, JSON.stringify(result.errors, null, 1))
    // The validator itself is shown a fault.
    const broken = structuredClone(document)
    broken.paths['/v1/letters'].post.responses = 7
    assert.equal((await new Validator().validate(broken)).valid, false)
  })

  test('S-05: every address below /v1 is in it, and no other but the token’s', () => {
    const there = operations(document).map(({ method, url }) => `${method} ${url}`)
    const meant = routes
      .filter((route) => route.includes(' /v1/') || route.endsWith('/oauth/token'))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'))
    assert.ok(meant.length > 7)
    for (const route of meant) assert.ok(there.includes(route), route)
    for (const route of there) assert.match(route, /^\w+ (\/v1\/|\/oauth\/token$)/)
    const ids = operations(document).map(({ operation }) => operation.operationId)
    assert.equal(new Set(ids).size, ids.length)
  })

  test('S-05: every reference leads somewhere, and messages have their names', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path]) => path!,
    )
    assert.ok(references.length > 50)
    for (const path of references)
      assert.ok(
        path.split('/').reduce((node, name) => node?.[name], document),
        path,
      )
    const { post } = document.paths['/v1/letters']
    const order = { $ref: '#/components/schemas/PostLetters' }
    assert.deepEqual(post.requestBody.content['application/json'].schema, order)
    assert.deepEqual(post.requestBody.content['multipart/form-data'].schema.properties.letters, order)
    assert.deepEqual(post.responses['202'].content['application/json'].schema, {
      $ref: '#/components/schemas/PostLettersAnswer',
    })
    const { schemas } = document.components
    assert.deepEqual(schemas.PostLetters.properties.letters.items, {
      $ref: '#/components/schemas/LetterOrder',
    })
    const list = document.paths['/v1/batches/{batchId}/errors'].get.responses['200'].content
    assert.deepEqual(list['application/json'].schema, { $ref: '#/components/schemas/ErrorList' })
    assert.deepEqual(list['text/csv'].schema, { type: 'string' })
    assert.ok(schemas.BatchManifest.properties.recipients)
    assert.ok(schemas.RecipientRow.properties.nationalNumber)
  })

  test('S-05: every POST names its Idempotency-Key, its token and its problems', () => {
    const described = operations(document)
    assert.deepEqual(
      described.filter(({ operation }) => !/^[A-Z].{8,}/.test(operation.summary ?? '')).map(({ url }) => url),
      [],
      'say in a summary what it does',
    )
    for (const { method, url, operation } of described) {
      if (url === '/oauth/token' || url === '/v1/openapi.json' || url === '/v1/docs') continue
      assert.deepEqual(operation.security, [{ sender: [] }], url)
      for (const status of ['401', '403', '429', '500', '503'])
        assert.ok(status in operation.responses, `${url} ${status}`)
      if (method !== 'post' || url.startsWith('/v1/uploads')) continue
      const key = operation.parameters?.find((p) => 'name' in p && p.name === 'Idempotency-Key')
      assert.ok(key && 'required' in key && key.required, url)
    }
    assert.match(document.components.responses.Problem409.description, /idempotency-key-reused/)
    const { responses } = document.components
    assert.match(responses.Problem410.description, /receipt-erased/)
    assert.ok('410' in document.paths['/v1/letters/{letterId}/receipt'].get.responses)
    const told = Object.values(responses as Record<string, { description: string }>).flatMap(
      ({ description }) => [...description.matchAll(/^- `([a-z-]+)`: \S/gm)].map(([, code]) => code!),
    )
    // Each code once, under some status, and none of people in their mailboxes.
    assert.deepEqual(told.sort(), [...SENDER_PROBLEMS].sort())
    assert.doesNotMatch(told.join(' '), /password|folder|department|sign-in|certificate/)
  })

  test('people get the same as one page without script', async () => {
    const page = await app.inject('/v1/docs')
    assert.equal(page.statusCode, 200)
    assert.match(page.headers['content-type'] as string, /^text\/html/)
    for (const { operation } of operations(document))
      assert.ok(page.body.includes(`id="${operation.operationId}"`))
    for (const [, id] of page.body.matchAll(/href="#([^"]+)"/g))
      assert.ok(page.body.includes(`id="${id}"`), id)
    assert.doesNotMatch(page.body, /<script|<link|https?:\/\/(?!localhost)/)
  })
})

function operations(document: { paths: Record<string, Record<string, Operation>> }) {
  return Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ url, method, operation })),
  )
}

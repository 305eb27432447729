/** /v1/openapi.json for programs and /v1/docs for people, both from the routes themselves. */
import { Type } from 'typebox'
import type { App } from '#ground/routes.ts'
import { docsPage } from '#http/docs-page.ts'

const FOR_MINUTES = 'public, max-age=300'
const OpenApi = Type.Object({ openapi: Type.String(), paths: Type.Object({}), components: Type.Object({}) })

export function openApiRoutes(app: App): void {
  let kept: { json: string; page: string } | undefined
  const made = () => {
    kept ??= {
      json: JSON.stringify(app.swagger()),
      page: docsPage(JSON.parse(JSON.stringify(app.swagger()))),
    }
    return kept
  }

  app.get(
    '/v1/openapi.json',
    { schema: { summary: 'This description', tags: ['interface'], response: { 200: OpenApi } } },
    async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('cache-control', FOR_MINUTES)
        .send(made().json as never),
  )

  app.get(
    '/v1/docs',
    { schema: { summary: 'This description, for people', tags: ['interface'], produces: ['text/html'] } },
    async (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', FOR_MINUTES).send(made().page),
  )
}

/** What the operator's machines ask: alive, ready, metrics. And the documentation of every problem code. */
import { sql } from 'kysely'
import { PROBLEMS } from '#api/problems.ts'
import type { Routes } from '#ground/routes.ts'

export const operationsRoutes: Routes = (app, house) => {
  app.get('/health', async () => ({ status: 'alive' }))

  // Ready means: letters can be taken. That needs the database.
  app.get('/ready', async (request, reply) => {
    try {
      await sql`select 1`.execute(house.db)
      return { status: 'ready', scanner: house.scanner.name }
    } catch {
      return reply.code(503).send({ status: 'not-ready', waitingFor: 'database', traceId: request.id })
    }
  })

  app.get('/metrics', async (_request, reply) =>
    reply.type(house.metrics.registry.contentType).send(await house.metrics.registry.metrics()),
  )

  app.get('/problems', async () =>
    Object.entries(PROBLEMS).map(([code, problem]) => ({ code, type: `/problems/${code}`, ...problem })),
  )

  app.get<{ Params: { code: string } }>('/problems/:code', async (request, reply) => {
    const { code } = request.params
    if (!Object.hasOwn(PROBLEMS, code)) return reply.callNotFound()
    return { code, type: `/problems/${code}`, ...PROBLEMS[code as keyof typeof PROBLEMS] }
  })
}

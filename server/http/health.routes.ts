/** What a load balancer asks at the public port: alive, and ready for letters. A yes or a no; why not is for the operator, at
 * the operations port. */
import { sql } from 'kysely'
import type { Routes } from '#ground/routes.ts'

export const healthRoutes: Routes = (app, house) => {
  app.get('/health', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { status: 'alive' }
  })

  // Ready means: letters can be taken. That needs the database.
  app.get('/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await sql`select 1`.execute(house.db)
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'not-ready' })
    }
  })
}

/** The documentation of every problem code, at the address a problem's `type` names. */
import { PROBLEMS } from '#api/problems.ts'
import type { Routes } from '#ground/routes.ts'

export const problemsRoutes: Routes = (app) => {
  app.get('/problems', async () =>
    Object.entries(PROBLEMS).map(([code, problem]) => ({ code, type: `/problems/${code}`, ...problem })),
  )

  app.get<{ Params: { code: string } }>('/problems/:code', async (request, reply) => {
    const { code } = request.params
    if (!Object.hasOwn(PROBLEMS, code)) return reply.callNotFound()
    return { code, type: `/problems/${code}`, ...PROBLEMS[code as keyof typeof PROBLEMS] }
  })
}

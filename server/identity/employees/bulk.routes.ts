/** The page that takes a file: the only form here that comes as multipart/form-data. */
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { requireForm, show } from '../pages/guest.ts'
import type { Identity } from '../room.ts'
import { asAdministrator } from './administrator.ts'
import { bulkPage } from './bulk-page.ts'
import { importEmployees } from './import-employees.ts'
import { asColleague } from './page-door.ts'
import { COMPANY_PATHS as P } from './paths.ts'

const ADMINISTERS = { config: { action: 'manage-employees' } } as const
/** A file and pasted rows, each up to the limit, and what a form puts around them. */
const FILE_FORM = { ...ADMINISTERS, bodyLimit: 3 * EMPLOYEE_LIMITS.importBytesMax }

export function addBulk(identity: Identity, pages: App): void {
  pages.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer' },
      async (request: { headers: { 'content-type'?: string | undefined } }, body: Buffer) =>
        readParts(request.headers['content-type'] ?? '', body),
    )
    scope.get(P.bulk, ADMINISTERS, (request, reply) =>
      asColleague(identity, request, reply, P.bulk, async ({ session, looking }) =>
        asAdministrator(identity, session, 'looks', async (_trx, { enterprise }) =>
          show(reply, bulkPage(looking, { enterprise, refused: null, pasted: '' })),
        ),
      ),
    )
    scope.post(P.bulk, FILE_FORM, (request, reply) =>
      asColleague(identity, request, reply, P.bulk, async ({ session, looking }) => {
        const { form, file } = request.body as Parts
        requireForm(identity, request, form, session.sessionId)
        const pasted = form.rows ?? ''
        const imported = await importEmployees(identity, session, file ?? Buffer.from(pasted))
        if (imported.kind === 'ordered')
          return reply.redirect(`${P.employees}?done=bulk&count=${imported.count}`, 303)
        return asAdministrator(identity, session, 'looks', async (_trx, { enterprise }) =>
          show(reply.code(422), bulkPage(looking, { enterprise, refused: imported, pasted })),
        )
      }),
    )
  })
}

type Parts = { form: Record<string, string>; file: Uint8Array | null }

/**
 * Small and bounded, so it is read in one piece, by the platform's own parser. A file that was not chosen comes as an empty one.
 * @throws `request-malformed`
 */
async function readParts(contentType: string, body: Buffer): Promise<Parts> {
  try {
    const sent = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    const form: Record<string, string> = Object.create(null)
    let file: Uint8Array | null = null
    for (const [name, value] of await sent.formData()) {
      if (typeof value === 'string') form[name] = value
      else if (value.size > 0) file = new Uint8Array(await value.arrayBuffer())
    }
    return { form, file }
  } catch {
    throw refuse('request-malformed')
  }
}

/** The pages of what was agreed to. No logic here. */
import { asPostOffice } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { receive, show } from '../pages/guest.ts'
import type { Identity } from '../room.ts'
import { readSaid } from './agreed.store.ts'
import { agreedPage, allTextsPage, TEXTS_PATH, textPage } from './agreed-pages.ts'

const SHOWN_MAX = 200

export function addAgreedTexts(identity: Identity, pages: App): void {
  // N-30, N-32: every text and its earlier versions are anybody's to read, also before they have an ID; what somebody said is theirs.
  pages.get(TEXTS_PATH, { config: { action: 'anyone' } }, async (request, reply) => {
    const { session, language } = await receive(identity, request, reply)
    if (!session) return show(reply, allTextsPage(language))
    const said = await asPostOffice(identity.db, (trx) => readSaid(trx, session.personId, SHOWN_MAX))
    return show(reply, agreedPage({ language, country: session.profile }, said))
  })
  pages.get(`${TEXTS_PATH}/:name/:version`, { config: { action: 'anyone' } }, async (request, reply) => {
    const { language } = await receive(identity, request, reply)
    const { name, version } = request.params as { name: string; version: string }
    const page = textPage(language, name, version)
    if (page === null) throw refuse('not-found')
    return show(reply, page)
  })
}

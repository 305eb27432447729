/** The pages of what was agreed to. No logic here. */
import { asPostOffice } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { receive, show } from '../pages/guest.ts'
import type { Identity } from '../room.ts'
import { readSaid } from './agreed.store.ts'
import { agreedPage, TEXTS_PATH, textPage } from './agreed-pages.ts'

const SHOWN_MAX = 200

export function addAgreedTexts(identity: Identity, pages: App): void {
  pages.get(TEXTS_PATH, { config: { action: 'read-consents' } }, async (request, reply) => {
    const { session, language } = await receive(identity, request, reply)
    if (!session) throw refuse('sign-in-needed')
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

/** All routes of the dispatch room, in the order of a letter's way: who the sender is, handing in, following. One gate knows
 * the senders, one desk takes letters. */

import { openDesk } from '#dispatch/counter/desk.ts'
import { letterRoutes } from '#dispatch/counter/letters.routes.ts'
import { documentRoutes } from '#dispatch/documents/documents.routes.ts'
import { batchRoutes } from '#dispatch/files/batches.routes.ts'
import { uploadRoutes } from '#dispatch/files/uploads.routes.ts'
import { feedRoutes } from '#dispatch/following/feed.routes.ts'
import { letterStatusRoutes } from '#dispatch/following/letter-status.routes.ts'
import { mailRoutes } from '#dispatch/mail/mail.routes.ts'
import { admitSenders } from '#dispatch/senders/admit-senders.ts'
import { tokenRoutes } from '#dispatch/senders/token.routes.ts'
import type { App, Routes } from '#ground/routes.ts'

export const dispatchRoutes: Routes = async (app, house) => {
  tokenRoutes(app, house)
  await app.register(async (scope) => {
    const senders = scope as App
    const senderOf = admitSenders(senders, house)
    await senders.register(async (letters) => letterRoutes(letters as App, openDesk(house), senderOf))
    await documentRoutes(senders, house, senderOf)
    await uploadRoutes(senders, house, senderOf)
    await batchRoutes(senders, house, senderOf)
    letterStatusRoutes(senders, house, senderOf)
    feedRoutes(senders, house, senderOf)
    mailRoutes(senders, house, senderOf)
  })
}

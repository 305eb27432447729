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
import { senderGate } from '#dispatch/senders/access-token.ts'
import { tokenRoutes } from '#dispatch/senders/token.routes.ts'
import type { App, Routes } from '#ground/routes.ts'

export const dispatchRoutes: Routes = async (app, house) => {
  const senderOf = senderGate(house)
  tokenRoutes(app, house)
  await app.register(async (scope) => letterRoutes(scope as App, openDesk(house), senderOf))
  await documentRoutes(app, house, senderOf)
  await uploadRoutes(app, house, senderOf)
  await batchRoutes(app, house, senderOf)
  letterStatusRoutes(app, house, senderOf)
  feedRoutes(app, house, senderOf)
  mailRoutes(app, house, senderOf)
}

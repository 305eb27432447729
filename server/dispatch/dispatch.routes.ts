/** All routes of the dispatch room: one gate that knows the senders, one desk. */

import { openDesk } from '#dispatch/counter/desk.ts'
import { letterRoutes } from '#dispatch/counter/letters.routes.ts'
import { batchRoutes } from '#dispatch/files/batches.routes.ts'
import { uploadRoutes } from '#dispatch/files/uploads.routes.ts'
import { cancellationRoutes } from '#dispatch/following/cancellation.routes.ts'
import { feedRoutes } from '#dispatch/following/feed.routes.ts'
import { mailRoutes } from '#dispatch/mail/mail.routes.ts'
import { senderGate } from '#dispatch/senders/access-token.ts'
import { tokenRoutes } from '#dispatch/senders/token.routes.ts'
import type { Routes } from '#ground/routes.ts'

export const dispatchRoutes: Routes = async (app, house) => {
  const senderOf = senderGate(house)
  tokenRoutes(app, house)
  await letterRoutes(app, openDesk(house), senderOf)
  cancellationRoutes(app, house, senderOf)
  await uploadRoutes(app, house, senderOf)
  await batchRoutes(app, house, senderOf)
  feedRoutes(app, house, senderOf)
  mailRoutes(app, house, senderOf)
}

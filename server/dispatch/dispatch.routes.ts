/** All routes of the dispatch room: one gate that knows the senders, one desk. */
import { senderGate } from '#dispatch/access-token.ts'
import { cancellationRoutes } from '#dispatch/cancellation.routes.ts'
import { openDesk } from '#dispatch/desk.ts'
import { feedRoutes } from '#dispatch/feed.routes.ts'
import { batchRoutes } from '#dispatch/files/batches.routes.ts'
import { uploadRoutes } from '#dispatch/files/uploads.routes.ts'
import { letterRoutes } from '#dispatch/letters.routes.ts'
import { mailRoutes } from '#dispatch/mail/mail.routes.ts'
import { tokenRoutes } from '#dispatch/token.routes.ts'
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

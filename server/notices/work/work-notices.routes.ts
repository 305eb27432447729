/** An employee's own choice over HTTP (api/notices.ts). */
import { ChooseWorkNotices, NOTICE_PATHS, WorkNotices } from '#api/notices.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { chooseWorkNotices, readWorkNotices } from './choose-work-notices.ts'

export const workNoticeRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.get(
      NOTICE_PATHS.work,
      { config: { action: 'read-settings' }, schema: { response: { 200: WorkNotices } } },
      async (request) => readWorkNotices(house, await actorOf(request)),
    )
    app.put(
      NOTICE_PATHS.work,
      {
        config: { action: 'change-notices' },
        schema: { body: ChooseWorkNotices, response: { 200: WorkNotices } },
      },
      async (request) => chooseWorkNotices(house, await actorOf(request), request.body.by),
    )
  }

/** /api/settings/notices (api/notices.ts). No logic here. */
import {
  AddPush,
  ChangeNotices,
  ChoiceParams,
  NOTICE_PATHS,
  NoticeSettings,
  PushDeviceParams,
  SenderChoice,
} from '#api/notices.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import {
  addPushDevice,
  changeNotices,
  chooseForSender,
  dropSenderChoice,
  readNoticeSettings,
  removePushDevice,
} from './choose-notices.ts'

const ANSWER = { response: { 200: NoticeSettings } } as const

/** @param wordsOf browser and system in words, of a User-Agent line; the identity room knows how */
export const noticeRoutes =
  (actorOf: ActorOf, wordsOf: (userAgent: string | undefined) => string): Routes =>
  (app, house) => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith(NOTICE_PATHS.notices))
        reply.header('cache-control', 'no-store')
    })
    app.get(NOTICE_PATHS.notices, { config: { action: 'read-settings' }, schema: ANSWER }, async (request) =>
      readNoticeSettings(house, await actorOf(request)),
    )
    app.put(
      NOTICE_PATHS.notices,
      { config: { action: 'change-notices' }, schema: { body: ChangeNotices, ...ANSWER } },
      async (request) => changeNotices(house, await actorOf(request), request.body),
    )
    app.put(
      NOTICE_PATHS.senders,
      { config: { action: 'change-notices' }, schema: { body: SenderChoice, ...ANSWER } },
      async (request) => chooseForSender(house, await actorOf(request), request.body),
    )
    app.delete(
      NOTICE_PATHS.sender,
      { config: { action: 'change-notices' }, schema: { params: ChoiceParams, ...ANSWER } },
      async (request) => dropSenderChoice(house, await actorOf(request), request.params.choiceId),
    )
    app.post(
      NOTICE_PATHS.push,
      { config: { action: 'add-push-device' }, schema: { body: AddPush, ...ANSWER } },
      async (request) =>
        addPushDevice(house, await actorOf(request), request.body, wordsOf(request.headers['user-agent'])),
    )
    app.delete(
      NOTICE_PATHS.pushDevice,
      { config: { action: 'change-notices' }, schema: { params: PushDeviceParams, ...ANSWER } },
      async (request) => removePushDevice(house, await actorOf(request), request.params.deviceId),
    )
  }

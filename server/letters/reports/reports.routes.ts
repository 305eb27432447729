/** Reporting a letter over HTTP (api/reports.ts). */
import { LetterParams } from '#api/mailbox.ts'
import { LetterReport, ReportLetter } from '#api/reports.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { reportLetter, showReport } from './report-letter.ts'

export const reportsRoutes =
  (actorOf: ActorOf): Routes =>
  (room, house) => {
    room.get(
      '/api/letters/:letterId/report',
      {
        config: { action: 'read-mailbox' },
        schema: { params: LetterParams, response: { 200: LetterReport } },
      },
      async (request) => showReport(house, await actorOf(request), request.params.letterId),
    )

    room.post(
      '/api/letters/:letterId/report',
      {
        config: { action: 'report-letter' },
        schema: { params: LetterParams, body: ReportLetter, response: { 200: LetterReport } },
      },
      async (request) => reportLetter(house, await actorOf(request), request.params.letterId, request.body),
    )
  }

/** Searching letters and noting on them, over HTTP (api/search.ts). */
import { LetterParams } from '#api/mailbox.ts'
import { NoteSet, SearchAnswer, SearchAsked, SetNote } from '#api/search.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { noteLetter } from './note-letter.ts'
import { searchLetters } from './search-letters.ts'

export const searchRoutes =
  (actorOf: ActorOf): Routes =>
  (room, house) => {
    room.post(
      '/api/search',
      {
        config: { action: 'search-letters' },
        schema: { body: SearchAsked, response: { 200: SearchAnswer } },
      },
      async (request) => searchLetters(house, await actorOf(request), request.body),
    )

    room.put(
      '/api/letters/:letterId/note',
      {
        config: { action: 'note-letter' },
        schema: { params: LetterParams, body: SetNote, response: { 200: NoteSet } },
      },
      async (request) => noteLetter(house, await actorOf(request), request.params.letterId, request.body),
    )
  }

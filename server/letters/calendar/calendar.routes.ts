/** The calendar over HTTP (api/calendar.ts), and its feed for calendar programs, which show a secret and no cookie. */
import { createHash } from 'node:crypto'
import {
  Calendar,
  CalendarAddressMade,
  EntryMarked,
  EntryParams,
  MakeCalendarAddress,
  MarkEntry,
} from '#api/calendar.ts'
import { type Actor, type ActorOf, inOwnName } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { TOKENS } from '#rules/personal-tokens.ts'
import { actorOfToken } from '../tokens/token-actor.ts'
import { readToken } from '../tokens/token-text.ts'
import { findMaker, languageOf } from './calendar.store.ts'
import { feedTexts } from './feed-texts.ts'
import { loadEntries } from './load-entries.ts'
import { markEntry } from './mark-entry.ts'
import { endCalendar, FEED_PATH, shareCalendar, showCalendar } from './show-calendar.ts'
import { writeFeed } from './write-feed.ts'

export const calendarRoutes = (actorOf: ActorOf): Routes => {
  const ownerOf = inOwnName(actorOf)
  return (room, house) => {
    room.get(
      '/api/calendar',
      { config: { action: 'read-calendar' }, schema: { response: { 200: Calendar } } },
      async (request) => showCalendar(house, await ownerOf(request)),
    )

    room.patch(
      '/api/calendar/:letterId',
      {
        config: { action: 'mark-letter' },
        schema: { params: EntryParams, body: MarkEntry, response: { 200: EntryMarked } },
      },
      async (request) => markEntry(house, await ownerOf(request), request.params.letterId, request.body),
    )

    room.post(
      '/api/calendar/address',
      {
        config: { action: 'share-calendar' },
        schema: { body: MakeCalendarAddress, response: { 201: CalendarAddressMade } },
      },
      async (request, reply) =>
        reply.code(201).send(await shareCalendar(house, await ownerOf(request), request.body)),
    )

    room.delete('/api/calendar/address', { config: { action: 'end-calendar' } }, async (request, reply) => {
      await endCalendar(house, await ownerOf(request))
      return reply.code(204).send()
    })

    room.get<{ Params: { secret: string } }>(
      `${FEED_PATH}:secret`,
      { exposeHeadRoute: false },
      async (request, reply) => {
        const actor = await actorOfAddress(house, request.params.secret)
        if (!actor) throw refuse('not-found')
        return feed(house, actor, request.headers['if-none-match'], reply)
      },
    )

    room.get('/calendar/feed.ics', { exposeHeadRoute: false }, async (request, reply) => {
      const actor = await actorOfToken(house, request.headers.authorization, 'calendar')
      if (!actor) throw refuse('sync-token-invalid')
      return feed(house, actor, request.headers['if-none-match'], reply)
    })
  }
}

type Reply = {
  code(status: number): Reply
  headers(headers: Record<string, string>): Reply
  send(body?: string): unknown
}

async function feed(house: House, actor: Actor, known: string | undefined, reply: unknown) {
  const { entries } = await loadEntries(house, actor)
  const language = await inMailbox(house.db, actor.mailboxId, (trx) => languageOf(trx, actor.mailboxId))
  const locale = language === 'en' ? 'en-GB' : language
  const about = { texts: feedTexts[language], locale, publicUrl: house.config.PUBLIC_URL, now: house.clock() }
  const text = writeFeed(about, entries)
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const answer = (reply as Reply).headers({ etag, 'cache-control': 'private, no-cache' })
  if (known === etag) return answer.code(304).send()
  return answer.headers({ 'content-type': 'text/calendar; charset=utf-8' }).send(text)
}

/** As by a token: the maker of the address, at the level every token has. */
async function actorOfAddress(house: House, secret: string): Promise<Actor | undefined> {
  const read = readToken(secret.replace(/\.ics$/, ''))
  if (!read) return undefined
  const { mailboxId, hash } = read
  const at = house.clock()
  const personId = await inMailbox(house.db, mailboxId, (trx) => findMaker(trx, mailboxId, hash, at))
  const { level } = TOKENS
  return personId ? { personId, mailboxId, level, reach: level, sessionEndsAt: at } : undefined
}

/** GET /v1/events: every change, in an order that misses nothing (S-05). A cursor names a transaction, a row in it and a
 * place in that row. Readers stop below the oldest transaction that may still write: what commits late comes later, never before. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventPage, SenderEvent } from '#api/sender-events.ts'
import { type FeedCursor, type FeedEntry, readFeed } from '#dispatch/following/event-feed.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

const POLL_MS = 500
const START: FeedCursor = { xactId: '0', eventId: '00000000-0000-0000-0000-000000000000', place: 0 }

/** Waits up to `waitSeconds` when there is nothing new; `signal` ends the wait when the caller has gone. */
export async function eventPage(
  house: House,
  sender: Sender,
  ask: { after?: string | undefined; limit: number; waitSeconds: number },
  signal: AbortSignal,
): Promise<EventPage> {
  const from = readCursor(ask.after)
  const endMs = performance.now() + ask.waitSeconds * 1000
  for (;;) {
    const entries = await asPostOffice(house.db, (trx) => readFeed(trx, sender.senderId, from, ask.limit))
    if (entries.length > 0) return pageOf(entries, from, ask.limit)
    if (performance.now() + POLL_MS > endMs || signal.aborted) return { events: [], next: writeCursor(from) }
    await sleep(POLL_MS)
  }
}

/** A packed row holds the letters of a chunk; it is unpacked here, and a page may end within one. */
function pageOf(entries: readonly FeedEntry[], from: FeedCursor, limit: number): EventPage {
  const events: SenderEvent[] = []
  let next = from
  for (const entry of entries) {
    const resumed = entry.xactId === from.xactId && entry.eventId === from.eventId
    const count = Math.max(1, entry.letterIds.length)
    let place = resumed ? from.place : 0
    for (; place < count && events.length < limit; place++) events.push(eventOf(entry, place))
    next = { xactId: entry.xactId, eventId: entry.eventId, place }
    if (events.length >= limit) break
  }
  return { events, next: writeCursor(next) }
}

function eventOf(entry: FeedEntry, place: number): SenderEvent {
  const letterId = entry.letterIds[place]
  const code = entry.codes?.[place]
  return {
    event: entry.event as SenderEvent['event'],
    at: entry.at.toISOString(),
    ...(entry.batchId === null ? {} : { batchId: entry.batchId }),
    ...(letterId === undefined ? {} : entry.event === 'mail' ? { mailId: letterId } : { letterId }),
    ...(code === undefined ? {} : { code }),
  }
}

const CURSOR = /^(\d{1,20})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,6})$/

function readCursor(text: string | undefined): FeedCursor {
  if (text === undefined) return START
  const [, xactId, eventId, place] = CURSOR.exec(text) ?? []
  if (xactId === undefined || eventId === undefined)
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'querystring.after',
          reason: 'cursor',
          message: 'Is not a cursor of this feed. Use `next` of the page before.',
        },
      ],
    })
  return { xactId, eventId, place: Number(place) }
}

const writeCursor = ({ xactId, eventId, place }: FeedCursor): string => `${xactId}.${eventId}.${place}`

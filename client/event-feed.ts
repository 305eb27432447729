/** The event feed as an async iterator. It waits at the post office (long polling), so that a change is seen within a second
 * and nothing is asked in between. */
import type { EventPage, SenderEvent } from '#api/sender-events.ts'

export type EventsAsk = {
  /** Cursor to go on from; without it from the beginning. */
  after?: string | undefined
  /** false: end where there is nothing more for now. Default true: wait for what comes. */
  follow?: boolean
  signal?: AbortSignal | undefined
  /** Called when all events before this cursor have been taken. Keep it, and nothing is missed after a restart; events
   * taken since may come again. */
  onCursor?: (cursor: string) => void | Promise<void>
}

const WAIT_SECONDS = 25
const PAGE_EVENTS = 500

export async function* followEvents(
  page: (ask: { after?: string | undefined; limit: number; waitSeconds: number }) => Promise<EventPage>,
  { after, follow = true, signal, onCursor }: EventsAsk,
): AsyncGenerator<SenderEvent, void, undefined> {
  for (let cursor = after; ; ) {
    let read: EventPage
    try {
      read = await page({ after: cursor, limit: PAGE_EVENTS, waitSeconds: follow ? WAIT_SECONDS : 0 })
    } catch (error) {
      if (signal?.aborted) return
      throw error
    }
    for (const event of read.events) {
      yield event
      if (signal?.aborted) return
    }
    cursor = read.next
    await onCursor?.(cursor)
    if (!follow && read.events.length === 0) return
  }
}

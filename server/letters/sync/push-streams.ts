/**
 * Push (RFC 8620 §7.3, B-14): programs hold a stream open and are told that something changed, not what. Every second, while there are
 * streams, one statement asks for all of them whether each may still hear and whether its mailbox is what it was: nothing is told that was
 * not looked up a moment before, and no letter that is delivered, opened or moved pays for those who listen (docs/decisions/sync.md).
 */
import { Readable } from 'node:stream'
import { may, mayInOwn } from '#access/may.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import type { TokenActor } from '../tokens/token-actor.ts'
import { noteUse, readLiving } from '../tokens/tokens.store.ts'
import { stateOf } from './changes.ts'
import { RequestError } from './jmap-errors.ts'
import type { PushWish } from './push-wish.ts'
import { catchUp } from './sync.store.ts'
import { readWatched } from './watch.store.ts'

/** So long may it take until a change is told, and until a token that was revoked hears nothing more. */
const TICK_MS = 1000
/** Looking at a mailbox reads through its letters: a large one is looked at less often. */
const LOOK_MS = { perLetter: 0.2, least: TICK_MS, most: 30_000 }
/** Who takes nothing off the connection for so long is gone. */
const STUCK_MS = 120_000
/** How soon a program that lost its stream comes back, in milliseconds. */
const RETRY_MS = 5000

type Stream = PushWish & {
  readonly actor: TokenActor
  readonly out: Readable
  /** The state the program knows; null until it was counted for the first time. */
  told: string | null
  /** By the house's clock: when anything was last said. */
  saidAt: number
  /** Since when nothing is taken off. */
  stuckSince: number | null
}
type Look = { versions: string | null; nextAt: number }

export type Streams = {
  /** @throws RequestError `limit` when this process holds all it can */
  open(actor: TokenActor, wish: PushWish, last: string | undefined): Promise<Readable>
  /** Ends them all. */
  close(): void
}

export function openStreams(house: Pick<House, 'db' | 'clock' | 'log'>): Streams {
  /** In the order they were opened. */
  const streams = new Set<Stream>()
  const looks = new Map<string, Look>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function end(stream: Stream): void {
    if (!streams.delete(stream)) return
    stream.out.push(null)
  }

  function watch(): void {
    if (timer !== undefined || closed || streams.size === 0) return
    timer = setTimeout(async () => {
      try {
        await look()
      } catch (error) {
        // Whether they may still hear is not known: they come back and are asked.
        house.log.warn({ event: 'push-ended', streams: streams.size, err: error })
        for (const stream of [...streams]) end(stream)
      }
      timer = undefined
      watch()
    }, TICK_MS)
    timer.unref()
  }

  async function look(): Promise<void> {
    const all = [...streams].filter(({ told }) => told !== null)
    const now = performance.now()
    const due = new Set<string>()
    const asked = all.map(({ actor: { mailboxId, tokenId } }) => {
      const look = !due.has(mailboxId) && (looks.get(mailboxId)?.nextAt ?? 0) <= now
      if (look) due.add(mailboxId)
      return { mailboxId, tokenId, look }
    })
    if (asked.length === 0) return
    const found = await readWatched(house.db, asked, house.clock())
    const changed = new Set<string>()
    for (const [i, stream] of all.entries()) {
      const watched = found[i]
      const may = mayInOwn(stream.actor, 'read-letters', watched).kind === 'granted'
      if (!watched?.living || !may) end(stream)
      if (
        watched?.versions != null &&
        hasChanged(stream.actor.mailboxId, watched.versions, watched.letters ?? 0)
      )
        changed.add(stream.actor.mailboxId)
    }
    const there = new Set([...streams].map(({ actor }) => actor.mailboxId))
    for (const mailboxId of looks.keys()) if (!there.has(mailboxId)) looks.delete(mailboxId)
    for (const mailboxId of changed) if (there.has(mailboxId)) await count(mailboxId)
    for (const stream of streams) keepAlive(stream)
  }

  function hasChanged(mailboxId: string, versions: string, letters: number): boolean {
    const before = looks.get(mailboxId)?.versions
    const pauseMs = Math.min(Math.max(letters * LOOK_MS.perLetter, LOOK_MS.least), LOOK_MS.most)
    looks.set(mailboxId, { versions, nextAt: performance.now() + pauseMs - TICK_MS / 2 })
    return before !== versions
  }

  /**
   * Numbers what changed, as any request of a program does, and tells the state to those who know another. Who may hear is asked once more,
   * after what is told was read: of what came after a token was revoked it learns nothing.
   */
  async function count(mailboxId: string): Promise<string> {
    const [first] = listening(mailboxId)
    const { state, living } = await inMailbox(house.db, mailboxId, async (trx) => {
      const at = house.clock()
      const counted = await catchUp(trx, mailboxId, at)
      const state = stateOf(counted, counted.counter)
      const open =
        first && (await may(trx, first.actor, 'read-letters', { mailboxId, at })).kind === 'granted'
      const tokenIds = listening(mailboxId).map(({ actor }) => actor.tokenId)
      const living = new Set(open ? await readLiving(trx, mailboxId, tokenIds, at) : [])
      const news = listening(mailboxId).filter(
        ({ actor, told }) => living.has(actor.tokenId) && told !== state,
      )
      for (const tokenId of new Set(news.map(({ actor }) => actor.tokenId)))
        await noteUse(trx, mailboxId, tokenId, at)
      return { state, living }
    })
    for (const stream of listening(mailboxId))
      if (!living.has(stream.actor.tokenId)) end(stream)
      else if (stream.told === null) continue
      else if (!isStuck(stream)) tell(stream, state)
      // Not written on top of what nobody takes: looked at again, it is told then.
      else looks.delete(mailboxId)
    return state
  }

  const listening = (mailboxId: string) => [...streams].filter(({ actor }) => actor.mailboxId === mailboxId)

  function tell(stream: Stream, state: string): void {
    if (stream.told === state || stream.types.length === 0) return
    stream.told = state
    const states = Object.fromEntries(stream.types.map((type) => [type, state]))
    const data = { '@type': 'StateChange', changed: { [stream.actor.mailboxId]: states } }
    say(stream, `event: state\nid: ${state}\ndata: ${JSON.stringify(data)}\n\n`)
    if (stream.closeAfter) end(stream)
  }

  function keepAlive(stream: Stream): void {
    const { pingSeconds, saidAt } = stream
    if (isStuck(stream) || pingSeconds === null) return
    if (house.clock().getTime() - saidAt < pingSeconds * 1000) return
    say(stream, `event: ping\ndata: ${JSON.stringify({ interval: pingSeconds })}\n\n`)
  }

  function isStuck(stream: Stream): boolean {
    if (stream.out.readableLength === 0) {
      stream.stuckSince = null
      return false
    }
    stream.stuckSince ??= performance.now()
    if (performance.now() - stream.stuckSince > STUCK_MS) stream.out.destroy()
    return true
  }

  function say(stream: Stream, text: string): void {
    // Ended while it was looked at.
    if (!streams.has(stream)) return
    stream.saidAt = house.clock().getTime()
    stream.out.push(text)
  }

  function makeRoom({ tokenId }: TokenActor): void {
    const own = [...streams].filter(({ actor }) => actor.tokenId === tokenId)
    for (const old of own.slice(0, Math.max(0, own.length - SYNC.streamsOfTokenMax + 1))) end(old)
    if (closed || streams.size >= SYNC.streamsMax)
      throw new RequestError('limit', 'Too many streams at once. Try again later.', 'maxConcurrentRequests')
  }

  return {
    async open(actor, wish, last) {
      makeRoom(actor)
      const out = new Readable({ read: () => undefined })
      const saidAt = house.clock().getTime()
      const stream: Stream = { ...wish, actor, out, told: null, saidAt, stuckSince: null }
      streams.add(stream)
      out.once('close', () => streams.delete(stream))
      say(stream, `retry: ${RETRY_MS}\n\n`)
      try {
        const state = await count(actor.mailboxId)
        stream.told = last ?? state
        // Who comes back is told at once of what came meanwhile.
        tell(stream, state)
      } catch (error) {
        streams.delete(stream)
        throw error
      }
      watch()
      return out
    },
    close() {
      closed = true
      clearTimeout(timer)
      for (const stream of [...streams]) end(stream)
    },
  }
}

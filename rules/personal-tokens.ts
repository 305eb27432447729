/**
 * B-14, I-13: tokens by which a program of one's own reads along. A token lies on a disk, in a program, perhaps in its maker's cloud:
 * it is no stronger than a password, whoever made it. So it opens what a password opens, and a letter that asks for an electronic ID
 * is there, locked: neither its subject nor its sender where it is sensitive, nothing of its content.
 */
import type { Level } from './levels.ts'

export const TOKENS = {
  level: 'low',
  scopes: ['mail', 'calendar'],
  /** Ours: nobody forgets a token for longer. */
  daysMost: 366,
  /** Of one mailbox at a time. */
  most: 20,
  nameMax: 60,
} as const satisfies {
  level: Level
  scopes: readonly string[]
  daysMost: number
  most: number
  nameMax: number
}

export type TokenScope = (typeof TOKENS.scopes)[number]

export const SYNC = {
  /** RFC 8620 §2: what one request may ask. */
  callsInRequestMax: 16,
  objectsInGetMax: 500,
  requestBytesMax: 1_000_000,
  requestsAtOnceMax: 4,
  /** Streams of one token; the oldest makes room, it may be a connection nobody holds any more. */
  streamsOfTokenMax: 4,
  /** Of one process. */
  streamsMax: 1000,
  /** Seconds between signs of life: what a program asks for is brought in between. */
  ping: { least: 30, most: 3600 },
  /** Ids one query answers with. */
  queryMax: 1000,
  /** Days for which deletions are known; who comes later fetches everything anew. */
  goneDays: 31,
} as const

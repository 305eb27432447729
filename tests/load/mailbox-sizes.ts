/** B-01 O-12: opening, moving and searching letters in mailboxes of a hundred, ten thousand and a hundred thousand. */
import { openTextReader } from '#adapters/text-reader.ts'
import type { LettersChanged } from '#api/keeping.ts'
import type { LetterOpened, LetterPage } from '#api/mailbox.ts'
import type { SearchAnswer } from '#api/search.ts'
import { indexMailbox } from '#letters/search/index-letters.ts'
import { wordOf } from './letter-words.ts'
import { type Figure, figureOf, mustBe, number, percentile, type Say, seconds, takeTurns } from './measure.ts'
import { type Addressee, openTownHouse, type Town } from './town.ts'

export type Reader = {
  readonly who: Addressee
  readonly letters: number
  ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T>
}
/** The mailbox of a hundred first, the largest last. */
export type Readers = readonly [Reader, ...Reader[]]

export type Sizes = { rounds: number; requests: number }

const SEARCH_MS_MAX = 300
/** A word in nearly every letter, in some, in few, two at once, one unfinished, word for word. */
const SEARCHES = [
  wordOf(0),
  wordOf(200),
  wordOf(20_000),
  `${wordOf(3)} ${wordOf(40)} `,
  wordOf(11).slice(0, 3),
  `"${wordOf(0)} ${wordOf(1)}"`,
]

export async function mailboxSizes(town: Town, readers: Readers, size: Sizes, say: Say): Promise<Figure[]> {
  await indexAll(town, readers, say)
  const figures = [await opening(readers, size, say), await moving(readers, size, say)]
  return [...figures, await searching(readers, size, say)]
}

const QUARTER_MS = 16 * 60_000

/** By the job itself, in this process; and once more as it runs a quarter of an hour later, when letters of the same moment can't come any more. */
async function indexAll(town: Town, readers: Readers, say: Say): Promise<void> {
  const { house, close } = openTownHouse(town)
  const textReader = openTextReader()
  try {
    for (const { who, letters } of readers) {
      const before = process.cpuUsage()
      const { took } = await seconds(async () => {
        for (let left = Number.POSITIVE_INFINITY; left > 0; ) {
          await indexMailbox({ ...house, textReader }, { mailboxId: who.mailboxId })
          left = await unread(house, who.mailboxId)
        }
      })
      const { user, system } = process.cpuUsage(before)
      const clock = () => new Date(Date.now() + QUARTER_MS)
      await indexMailbox({ ...house, clock, textReader }, { mailboxId: who.mailboxId })
      const cpuMs = (user + system) / 1000 / letters
      say(
        `mailbox: ${number(letters)} letters indexed in ${number(took)} s, ${number((took / letters) * 1000)} ms a letter, of them ${number(cpuMs)} ms of processor here`,
      )
    }
  } finally {
    textReader.close()
    await close()
  }
}

async function unread(house: ReturnType<typeof openTownHouse>['house'], mailboxId: string): Promise<number> {
  const { inMailbox } = await import('#ground/db.ts')
  const { countUnindexed } = await import('#letters/search/index.store.ts')
  return inMailbox(house.db, mailboxId, (trx) => countUnindexed(trx, mailboxId, 1))
}

type Times = Map<Reader, number[]>

/** p99 of each round for the largest against the smallest; what lies between is in the notes. */
async function growth(
  name: string,
  about: string,
  readers: Readers,
  size: Sizes,
  say: Say,
  once: (reader: Reader, n: number) => Promise<unknown>,
): Promise<Figure> {
  const all: Times = new Map(readers.map((reader) => [reader, []]))
  const round = (reader: Reader) => async () => {
    const times: number[] = []
    for (let n = 0; n < size.requests; n++) {
      const began = performance.now()
      await once(reader, all.get(reader)!.length + n)
      times.push(performance.now() - began)
    }
    all.get(reader)!.push(...times)
    return percentile(times, 0.99)
  }
  for (const reader of readers) await round(reader)()
  for (const times of all.values()) times.length = 0
  const rounds = await takeTurns(
    size.rounds,
    { product: round(readers.at(-1)!), baseline: round(readers[0]) },
    { say, name, unit: 'ms' },
  )
  for (const reader of readers.slice(1, -1)) await round(reader)()
  return figureOf(
    {
      name,
      target: 2,
      better: 'lower',
      unit: 'ms p99',
      about,
      notes: readers.map((reader) => noteOf(reader, all)),
    },
    rounds,
  )
}

const noteOf = (reader: Reader, times: Times) =>
  `${number(reader.letters)} letters: p50 ${number(percentile(times.get(reader)!, 0.5))} ms, p99 ${number(percentile(times.get(reader)!, 0.99))} ms of ${number(times.get(reader)!.length)}`

async function opening(readers: Readers, size: Sizes, say: Say): Promise<Figure> {
  const ids = await idsOf(readers)
  return growth(
    'open a letter',
    'POST /api/letters/:letterId/open: 99th percentile, one after the other; the first opening of a letter is evidence and a fact for its sender. ' +
      'A mailbox of 100,000 letters against one of 100.',
    readers,
    size,
    say,
    async (reader, n) => {
      const list = ids.get(reader)!
      const opened = await reader.ask<LetterOpened>('POST', `/api/letters/${list[n % list.length]}/open`, {})
      if (opened.unread) throw new Error('mailbox: an opened letter is unread')
    },
  )
}

async function moving(readers: Readers, size: Sizes, say: Say): Promise<Figure> {
  const ids = await idsOf(readers)
  return growth(
    'move a letter',
    'POST /api/letters/changes, one letter to the archive and back: 99th percentile, one after the other. A mailbox of 100,000 letters against one of 100.',
    readers,
    size,
    say,
    async (reader, n) => {
      const list = ids.get(reader)!
      const letterIds = [list[(n >> 1) % list.length]]
      const change = { kind: 'move', to: n % 2 === 0 ? 'archive' : 'inbox' }
      const { letters } = await reader.ask<LettersChanged>('POST', '/api/letters/changes', {
        letterIds,
        change,
      })
      mustBe('mailbox: letters moved', letters.length, 1)
    },
  )
}

/** The newest hundred of each. */
async function idsOf(readers: Readers): Promise<Map<Reader, string[]>> {
  const ids = new Map<Reader, string[]>()
  for (const reader of readers) {
    const { letters } = await reader.ask<LetterPage>('GET', '/api/letters?limit=100')
    ids.set(
      reader,
      letters.map((letter) => letter.letterId),
    )
  }
  return ids
}

async function searching(readers: Readers, size: Sizes, say: Say): Promise<Figure> {
  const times: Times = new Map(readers.map((reader) => [reader, []]))
  const bySearch = new Map<string, number[]>(SEARCHES.map((words) => [words, []]))
  const largest = readers.at(-1)!
  const once = async (reader: Reader, n: number) => {
    const words = SEARCHES[n % SEARCHES.length]!
    const began = performance.now()
    const { hits, waiting } = await reader.ask<SearchAnswer>('POST', '/api/search', { words })
    const took = performance.now() - began
    times.get(reader)!.push(took)
    mustBe('search: letters not indexed', waiting, 0)
    if (reader === largest) {
      bySearch.get(words)!.push(took)
      if (hits.length === 0 && !words.startsWith('"'))
        throw new Error(`search: nothing is found for ${words}`)
    }
    return took
  }
  const requests = Math.max(SEARCHES.length * 2, Math.floor(size.requests / 5))
  for (const reader of readers) for (let n = 0; n < SEARCHES.length; n++) await once(reader, n)
  for (const kept of [...times.values(), ...bySearch.values()]) kept.length = 0
  const rounds = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const took: number[] = []
        for (let n = 0; n < requests; n++) took.push(await once(largest, n))
        return percentile(took, 0.99)
      },
      baseline: async () => SEARCH_MS_MAX,
    },
    { say, name: 'search', unit: 'ms' },
  )
  for (const reader of readers.slice(0, -1)) for (let n = 0; n < requests; n++) await once(reader, n)
  return figureOf(
    {
      name: 'search, 100,000 letters',
      target: 1,
      better: 'lower',
      unit: 'ms p99',
      about:
        `POST /api/search in a mailbox of ${number(largest.letters)} letters of 150 words: 99th percentile of a word in nearly every letter, in some, in few, two words, an unfinished one, and a phrase, ` +
        'one search after the other, with subjects and pieces decrypted, a quarter of an hour after the last of them came. Against: 300 ms, which is what was promised.',
      notes: [
        ...readers.map((reader) => noteOf(reader, times)),
        ...[...bySearch].map(
          ([words, took]) =>
            `${words.trim()}: p50 ${number(percentile(took, 0.5))} ms, p99 ${number(percentile(took, 0.99))} ms`,
        ),
      ],
    },
    rounds,
  )
}

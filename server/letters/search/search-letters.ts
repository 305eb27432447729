/**
 * B-01: finds letters by their words. The index says which letters hold them; subject, text and note are decrypted only of those that are
 * shown, or that must be read to see whether words stand together. What is not in the index yet is said, never passed over in silence.
 */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { SearchAnswer, SearchAsked } from '#api/search.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { dayAt, spanOfDays } from '#rules/search/day-span.ts'
import {
  isWanted,
  readNames,
  readSearch,
  type Wanted,
  type WantedWord,
  wordsWanted,
} from '#rules/search/query.ts'
import { termsOf, wordsOf } from '#rules/search/words.ts'
import { namesOf } from '../keeping/naming-key.ts'
import { askForIndex } from './ask-for-index.ts'
import { countSearch } from './count-search.ts'
import { type Asked, findCandidates, type Mark, type NoteHits, RANKS } from './find-candidates.ts'
import { findNearWords } from './find-near-words.ts'
import { beginIndex, countUnindexed, countUnsettled } from './index.store.ts'
import { horizonOf, indexSome } from './index-letters.ts'
import { lookThrough } from './look-through.ts'
import { notesOn } from './note-letter.ts'
import type { Whose } from './open-index.ts'
import { readAccessSince } from './search.store.ts'
import { showHits } from './show-hits.ts'

/** So few are hardly what was meant: words near to those typed are looked for. */
const FEW_HITS = 2
/** What a search does for the index itself before it answers. */
const AT_ONCE = { letters: 25, ms: 300 }
const WAITING_COUNTED_MAX = 10_000
/** Letters that could be settled, from which on that is worth a job. */
const UNSETTLED_MAX = 500
/** Looking at what was found is written down once in so many minutes (B-16). */
const ONE_LOOK_MINUTES = 10

/** `literal`: words are never taken for others that are near. `counted`: it counts for the bound. */
type SearchManner = { literal?: boolean; counted?: boolean }

/** @throws Refusal `request-invalid` for a cursor that is none, `too-many-searches`, `content-erased` */
export async function searchLetters(
  house: House,
  actor: Actor,
  query: SearchAsked,
  { literal = false, counted = true }: SearchManner = {},
): Promise<SearchAnswer> {
  const after = readMark(query.after)
  const isEmpty = Object.keys(query).length === 0
  const { profile, waiting } = await begin(house, actor, counted && !isEmpty)
  const left = waiting === 0 ? 0 : await catchUp(house, actor.mailboxId)
  if (isEmpty) return { hits: [], next: null, waiting: left, instead: null }
  const searching = await searchingFor(house, actor, PROFILES[profile].timeZone)
  const answer = { ...(await find(searching, query, after)), waiting: left, instead: null }
  const typed = query.words
  if (literal || after || typed === undefined || answer.next || answer.hits.length > FEW_HITS) return answer
  const wanted = readSearch(typed, searching.today)
  const noted = noteHits(searching.notes, wanted)
  for (const words of await findNearWords(house, searching.whose, {
    typed,
    wanted,
    level: actor.level,
    noted: (word) => noted.get(word)?.size ?? 0,
  })) {
    const other = await find(searching, { ...query, words }, undefined)
    // Nobody hears of a word that stands in none of the letters they see.
    if (other.hits.length === 0) continue
    if (answer.hits.length > 0) return { ...answer, instead: { words, shown: false } }
    return { ...other, waiting: left, instead: { words, shown: true } }
  }
  return answer
}

function begin(
  house: House,
  actor: Actor,
  counts: boolean,
): Promise<{ profile: ProfileId; waiting: number }> {
  const { mailboxId } = actor
  return enterMailbox(house, actor, 'search', async (trx) => {
    if (counts) await countSearch(trx, actor, house.clock())
    const { profile } = await trx
      .selectFrom('mailbox')
      .select('profile')
      .where('mailbox_id', '=', mailboxId)
      .executeTakeFirstOrThrow()
    await beginIndex(trx, mailboxId, house.clock())
    const waiting = await countUnindexed(trx, mailboxId, WAITING_COUNTED_MAX)
    // What is indexed and was not settled yet is looked through by every search; when that is much the job settles it.
    const horizon = horizonOf(house.clock())
    if (waiting === 0 && (await countUnsettled(trx, mailboxId, horizon, UNSETTLED_MAX)) >= UNSETTLED_MAX)
      await askForIndex(trx, mailboxId)
    return { profile: profile as ProfileId, waiting }
  })
}

/** What is the same for every look of one search. */
type Searching = {
  readonly house: House
  readonly actor: Actor
  readonly whose: Whose
  readonly timeZone: string
  readonly today: string
  readonly notes: ReadonlyMap<string, string | null>
}

async function searchingFor(house: House, actor: Actor, timeZone: string): Promise<Searching> {
  const { mailboxId } = actor
  const notes = await notesOn(house, mailboxId)
  const key = (await namesOf(house, mailboxId)).keyFor('search-index')
  return { house, actor, whose: { mailboxId, key }, timeZone, today: dayAt(house.clock(), timeZone), notes }
}

async function find(
  { house, actor, whose, timeZone, today, notes }: Searching,
  query: SearchAsked,
  after: Mark | undefined,
): Promise<Pick<SearchAnswer, 'hits' | 'next'>> {
  const wanted = readSearch(query.words ?? '', today)
  const senders = readNames(query.sender ?? '')
  const narrowed =
    query.since !== undefined ||
    query.until !== undefined ||
    query.in !== undefined ||
    query.unread ||
    query.attachments === true
  if (wanted.length === 0 && senders.length === 0 && !narrowed) return { hits: [], next: null }
  const asked: Asked = {
    wanted,
    senders,
    ...spanOfDays({ from: query.since, to: query.until }, timeZone),
    attachments: query.attachments === true,
    level: actor.level,
    secondsOf: (days) => spanOfDays(days, timeZone) as ReturnType<Asked['secondsOf']>,
  }
  const candidates = await findCandidates(house, whose, asked, noteHits(notes, wanted))
  const { hits, next } = await lookThrough(house, actor, { candidates, after, query, wanted, notes })
  const shown = await showHits(house, actor, hits, { words: wordsWanted(wanted), senders, notes })
  if (shown.some((hit) => hit.inside)) await noteLook(house, actor)
  return { hits: shown, next: next ? writeMark(next) : null }
}

/** Indexes a moment's worth of the newest letters, asks for the rest to be done, and says how many those are. */
async function catchUp(house: House, mailboxId: string): Promise<number> {
  await indexSome(house, mailboxId, { letters: AT_ONCE.letters, until: Date.now() + AT_ONCE.ms })
  return inMailbox(house.db, mailboxId, async (trx) => {
    const left = await countUnindexed(trx, mailboxId, WAITING_COUNTED_MAX)
    // Also when nothing is left: small segments of many searches become one.
    await askForIndex(trx, mailboxId)
    return left
  })
}

/** Which notes hold which word. */
function noteHits(notes: ReadonlyMap<string, string | null>, wanted: readonly Wanted[]): NoteHits {
  const words = wordsWanted(wanted)
  const hits = new Map<WantedWord, Set<string>>(words.map((word) => [word, new Set()]))
  for (const [letterId, note] of notes)
    for (const { text } of wordsOf(note ?? '')) {
      const terms = termsOf(text)
      for (const word of words) if (isWanted(word, text, terms)) hits.get(word)!.add(letterId)
    }
  return hits
}

/** B-16: who looked at what is inside letters by searching, in words the owner reads; not what they looked for. */
async function noteLook(house: House, actor: Actor): Promise<void> {
  const at = house.clock()
  const since = new Date(at.getTime() - ONE_LOOK_MINUTES * 60_000)
  await enterMailbox(house, actor, 'search', async (trx, { as }) => {
    const { mailboxId, personId: actorId, level } = actor
    if (await readAccessSince(trx, { mailboxId, actorId, action: 'searched' }, since)) return
    await logAccess(trx, { mailboxId, action: 'searched', at, actorKind: as, actorId, level })
  })
}

const writeMark = (mark: Mark): string => `${RANKS.indexOf(mark.rank)}${mark.letterId}`

function readMark(after: string | undefined): Mark | undefined {
  if (after === undefined) return undefined
  const rank = RANKS[Number(after[0])]
  const letterId = after.slice(1)
  if (rank && isId(letterId)) return { rank, letterId }
  throw refuse('request-invalid', {
    faults: [
      {
        field: 'after',
        reason: 'not-a-cursor',
        message: 'Must be the `next` of the answer before.',
      },
    ],
  })
}

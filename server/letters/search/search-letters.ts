/**
 * B-01: finds letters by their words. The index says which letters hold them; subject, text and note are decrypted only of those that are
 * shown, or that must be read to see whether words stand together. What is not in the index yet is said, never passed over in silence.
 */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { SearchAnswer, SearchAsked, SearchHit } from '#api/search.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { folderIdOf, PLACES } from '#rules/keeping.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { dayAt, spanOfDays } from '#rules/search/day-span.ts'
import { holdsPhrase, type Matcher, marked, matcherOf, snippetOf } from '#rules/search/marks.ts'
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
import { doorOf, hidesTitle, senderOf, titleOf } from '../letter-outside.ts'
import { readLetters, type StoredLetter } from '../letters.store.ts'
import { rowOf } from '../list-letters.ts'
import { openTitles } from '../sealed-titles.ts'
import { askForIndex } from './ask-for-index.ts'
import { type Asked, type Candidates, findCandidates, type Mark, type NoteHits } from './find-candidates.ts'
import { beginIndex, countUnindexed, countUnsettled } from './index.store.ts'
import { horizonOf, indexSome } from './index-letters.ts'
import { notesOn } from './note-letter.ts'
import { readAccessSince, readPlace } from './search.store.ts'
import { storedTexts } from './stored-texts.ts'

const HITS_A_PAGE = 25
/** What a search does for the index itself before it answers. */
const AT_ONCE = { letters: 25, ms: 300 }
const WAITING_COUNTED_MAX = 10_000
/** Letters that could be settled, from which on that is worth a job. */
const UNSETTLED_MAX = 500
/** Candidates looked at in one go, and how long one answer goes on looking: those left are for the next page. */
const BITE = 100
const LOOK_MS = 150
/** From this many candidates on a place is read from its own side. */
const MANY = 1000
const PLACE_MAX = 20_000
/** Looking at what was found is written down once in so many minutes (B-16). */
const ONE_LOOK_MINUTES = 10

type Hit = { letter: StoredLetter; mark: Mark }

/** @throws Refusal `request-invalid` for a cursor that is none, `content-erased` */
export async function searchLetters(house: House, actor: Actor, query: SearchAsked): Promise<SearchAnswer> {
  const { mailboxId } = actor
  const after = readMark(query.after)
  const { profile, waiting } = await enterMailbox(house, actor, 'search', async (trx) => {
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
  const left = waiting === 0 ? 0 : await catchUp(house, mailboxId)
  const { timeZone } = PROFILES[profile]
  const wanted = readSearch(query.words ?? '', dayAt(house.clock(), timeZone))
  const senders = readNames(query.sender ?? '')
  const narrowed =
    query.since !== undefined ||
    query.until !== undefined ||
    query.in !== undefined ||
    query.unread ||
    query.attachments === true
  if (wanted.length === 0 && senders.length === 0 && !narrowed) return { hits: [], next: null, waiting: left }
  const notes = await notesOn(house, mailboxId)
  const names = await namesOf(house, mailboxId)
  const candidates = await findCandidates(
    house,
    { mailboxId, key: names.keyFor('search-index') },
    {
      wanted,
      senders,
      ...spanOfDays({ from: query.since, to: query.until }, timeZone),
      attachments: query.attachments === true,
      level: actor.level,
      secondsOf: (days) => spanOfDays(days, timeZone) as ReturnType<Asked['secondsOf']>,
    },
    noteHits(notes, wanted),
  )
  const { hits, next } = await look(house, actor, { candidates, after, query, wanted, notes })
  const words = wordsWanted(wanted)
  const shown = await showHits(house, actor, hits, { words, senders, notes })
  if (shown.some((hit) => hit.inside)) await noteLook(house, actor)
  return { hits: shown, next: next ? writeMark(next) : null, waiting: left }
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

type Looking = {
  candidates: Candidates
  after: Mark | undefined
  query: SearchAsked
  wanted: readonly Wanted[]
  notes: ReadonlyMap<string, string | null>
}

/** Goes through the candidates until a page is full or its time is over; `next` says where it stopped. */
async function look(
  house: House,
  actor: Actor,
  { candidates, after, query, wanted, notes }: Looking,
): Promise<{ hits: Hit[]; next: Mark | null }> {
  const limit = query.limit ?? HITS_A_PAGE
  const until = performance.now() + LOOK_MS
  const place = await placeIds(house, actor, query, candidates.count)
  const phrases = wanted.flatMap((one) => (one.kind === 'phrase' ? [one.words] : []))
  const hits: Hit[] = []
  const source = candidates.from(after)
  for (let last: Mark | null = null; ; ) {
    const bite: Mark[] = []
    while (bite.length < BITE) {
      const { value, done } = source.next()
      if (done) break
      last = value
      if (!place || place.has(value.letterId)) bite.push(value)
      else if (performance.now() > until) break
    }
    const found = await hitsOf(house, actor, bite, query)
    const held = phrases.length > 0 ? await holding(house, actor, found, phrases, notes) : found
    for (const hit of held) {
      hits.push(hit)
      if (hits.length > limit) return { hits: hits.slice(0, limit), next: hits[limit - 1]!.mark }
    }
    if (bite.length < BITE && performance.now() <= until) return { hits, next: null }
    if (performance.now() > until) return { hits, next: last }
  }
}

/** The letters of a place, or the unread ones of the inbox, when that is the shorter way; undefined when it is not. */
async function placeIds(
  house: House,
  actor: Actor,
  query: SearchAsked,
  candidates: number,
): Promise<Set<string> | undefined> {
  const { in: listed } = query
  if (candidates < MANY || listed === undefined || listed === 'starred') return undefined
  const ids = await enterMailbox(house, actor, 'search', (trx) =>
    readPlace(trx, actor.mailboxId, folderIdOf(listed), PLACE_MAX),
  )
  return ids.length < PLACE_MAX ? new Set(ids) : undefined
}

/** Those of the candidates that are there and lie where they are looked for, in their order. What is in the trash is found there only. */
async function hitsOf(
  house: House,
  actor: Actor,
  marks: readonly Mark[],
  query: SearchAsked,
): Promise<Hit[]> {
  const letters = await enterMailbox(house, actor, 'search', (trx) =>
    readLetters(
      trx,
      actor.mailboxId,
      marks.map((mark) => mark.letterId),
    ),
  )
  const byId = new Map(letters.map((letter) => [letter.letter_id, letter]))
  return marks.flatMap((mark) => {
    const letter = byId.get(mark.letterId)
    return letter && liesThere(letter, query) ? [{ letter, mark }] : []
  })
}

function liesThere(letter: StoredLetter, query: SearchAsked): boolean {
  if (query.unread && letter.read_at !== null) return false
  if (query.in === 'starred') return letter.starred_at !== null && letter.folder_id !== PLACES.trash
  if (query.in !== undefined) return letter.folder_id === folderIdOf(query.in)
  return letter.folder_id !== PLACES.trash
}

/** Those in which every phrase stands word for word, in one text. */
async function holding(
  house: House,
  actor: Actor,
  hits: readonly Hit[],
  phrases: readonly (readonly WantedWord[])[],
  notes: ReadonlyMap<string, string | null>,
): Promise<Hit[]> {
  const letters = hits.map((hit) => hit.letter)
  const open = letters.filter((letter) => doorOf(letter, actor.level).kind === 'open')
  const shown = letters.filter((letter) => !hidesTitle(doorOf(letter, actor.level)))
  const titles = await openTitles(house, actor.mailboxId, shown.map(titleOf))
  const titleBy = new Map(shown.map((letter, i) => [letter.letter_id, titles[i] ?? '']))
  const inside = await storedTexts(house, actor.mailboxId, open)
  return hits.filter(({ letter }) => {
    const sender = senderOf(letter, doorOf(letter, actor.level))?.name ?? ''
    const texts = [titleBy.get(letter.letter_id) ?? '', sender, ...(inside.get(letter.letter_id) ?? [])]
    if (inside.has(letter.letter_id)) texts.push(notes.get(letter.letter_id) ?? '')
    return phrases.every((phrase) => texts.some((text) => holdsPhrase(text, phrase)))
  })
}

type Shown = {
  words: readonly WantedWord[]
  senders: readonly WantedWord[]
  notes: ReadonlyMap<string, string | null>
}

async function showHits(
  house: House,
  actor: Actor,
  hits: readonly Hit[],
  { words, senders, notes }: Shown,
): Promise<SearchHit[]> {
  const letters = hits.map(({ letter }) => ({ letter, door: doorOf(letter, actor.level) }))
  const titled = letters.filter(({ door }) => !hidesTitle(door)).map(({ letter }) => letter)
  const titles = await openTitles(house, actor.mailboxId, titled.map(titleOf))
  const titleBy = new Map(titled.map((letter, i) => [letter.letter_id, titles[i] ?? null]))
  const open = letters.filter(({ door }) => door.kind === 'open').map(({ letter }) => letter)
  const [isFound, isSender] = [matcherOf(words), matcherOf([...words, ...senders])]
  const inside =
    words.length > 0 ? await storedTexts(house, actor.mailboxId, open) : new Map<string, string[]>()
  return letters.map(({ letter, door }) => {
    const title = titleBy.get(letter.letter_id) ?? null
    const sender = senderOf(letter, door)
    const note = door.kind === 'open' ? notes.get(letter.letter_id) : undefined
    const snippet = firstSnippet(inside.get(letter.letter_id) ?? [], isFound)
    return {
      letter: rowOf(letter, door, title),
      title: title === null ? null : [...marked(title, isFound)],
      sender: sender === null ? null : [...marked(sender.name, isSender)],
      note: note ? copied(snippetOf(note, isFound)) : null,
      // Nobody sees a word of a letter's inside before its opening is on record (O-04): neither here.
      inside: letter.opened_at ? copied(snippet) : null,
      insideUnopened: !letter.opened_at && snippet !== null,
    }
  })
}

const copied = (pieces: ReturnType<typeof snippetOf>) => (pieces === null ? null : [...pieces])

function firstSnippet(texts: readonly string[], isFound: Matcher) {
  for (const text of texts) {
    const snippet = snippetOf(text, isFound)
    if (snippet) return snippet
  }
  return null
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

const writeMark = (mark: Mark): string => `${mark.outside ? 'o' : 'i'}${mark.letterId}`

function readMark(after: string | undefined): Mark | undefined {
  if (after === undefined) return undefined
  const [, kind, letterId] = /^([oi])(.+)$/.exec(after) ?? []
  if (kind && letterId && isId(letterId)) return { outside: kind === 'o', letterId }
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

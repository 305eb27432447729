/** Goes through what the index says may be meant: which of it is there, lies where it is looked for, and holds every phrase. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { SearchAsked } from '#api/search.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { folderIdOf, PLACES } from '#rules/keeping.ts'
import { holdsPhrase } from '#rules/search/marks.ts'
import type { Wanted, WantedWord } from '#rules/search/query.ts'
import { doorOf, hidesTitle, senderOf, titleOf } from '../letter-outside.ts'
import { readLetters, type StoredLetter } from '../letters.store.ts'
import { openTitles } from '../sealed-titles.ts'
import type { Candidates, Mark } from './find-candidates.ts'
import { readPlace } from './search.store.ts'
import { storedTexts } from './stored-texts.ts'

const HITS_A_PAGE = 25
/** Candidates looked at in one go, and how long one answer goes on looking: those left are for the next page. */
const BITE = 100
const LOOK_MS = 150
/** From this many candidates on a place is read from its own side. */
const MANY = 1000
const PLACE_MAX = 20_000

export type Hit = { letter: StoredLetter; mark: Mark }

type Looking = {
  candidates: Candidates
  after: Mark | undefined
  query: SearchAsked
  wanted: readonly Wanted[]
  notes: ReadonlyMap<string, string | null>
}

/** Goes through the candidates until a page is full or its time is over; `next` says where it stopped. */
export async function lookThrough(
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
  let last: Mark | null = null
  for (let all = false; ; ) {
    const bite: Mark[] = []
    while (bite.length < BITE) {
      const { value, done } = source.next()
      if (done) {
        all = true
        break
      }
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
    // However long it took, behind the last there is nothing more.
    if (all) return { hits, next: null }
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

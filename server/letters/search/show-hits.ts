/** Hits as they are shown: subject, sender, note and what is inside, each with the words that were looked for marked. */
import type { SearchHit } from '#api/search.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { type Matcher, marked, matcherOf, snippetOf } from '#rules/search/marks.ts'
import type { WantedWord } from '#rules/search/query.ts'
import { doorOf, hidesTitle, senderOf, titleOf } from '../letter-outside.ts'
import { rowOf } from '../list-letters.ts'
import { openTitles } from '../sealed-titles.ts'
import type { Hit } from './look-through.ts'
import { storedTexts } from './stored-texts.ts'

type Shown = {
  words: readonly WantedWord[]
  senders: readonly WantedWord[]
  notes: ReadonlyMap<string, string | null>
}

export async function showHits(
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

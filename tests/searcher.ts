/** People who search their letters, over HTTP. */
import type { SearchAnswer, SearchAsked } from '#api/search.ts'
import { indexMailbox } from '#letters/search/index-letters.ts'
import { type Keepers, newcomer } from '#tests/keeper.ts'
import type { DocumentSeed } from '#tests/seed-letters.ts'
import type { PersonSeed } from '#tests/seed-people.ts'

type Level = 'low' | 'substantial'

/** Somebody new, and what they can look for. */
export async function newSearcher(keepers: Keepers, seed: PersonSeed = {}) {
  const keeper = await newcomer(keepers, seed)
  const search = async (words: string, more: Partial<SearchAsked> = {}, level: Level = 'substantial') => {
    return (await keeper.ask<SearchAnswer>('POST', '/api/search', { words, ...more }, level)).body
  }
  const index = () => indexMailbox(keepers.open.house, { mailboxId: keeper.person.mailboxId })
  /** What is found once everything is in the index: how long that takes is not what is tested. */
  const ids = async (words: string, more: Partial<SearchAsked> = {}, level: Level = 'substantial') => {
    await index()
    return (await search(words, more, level)).hits.map((hit) => hit.letter.letterId)
  }
  const openLetter = (letterId: string) => keeper.ask('POST', `/api/letters/${letterId}/open`, {})
  return { ...keeper, search, find: ids, index, openLetter }
}

export const textDocument = (words: string): DocumentSeed => ({
  bytes: Buffer.from(words),
  mediaType: 'text/plain',
  fileName: 'brev.txt',
})

/**
 * B-01: brings a mailbox's index up to its letters. Nothing of it happens when a letter is accepted: it is done when somebody
 * searches, a moment's worth at once and the rest by a job in the lane of files, and only for mailboxes that were searched
 * before. May run twice and stop anywhere.
 */
import { inMailbox, type Trx } from '#ground/db.ts'
import { openTitle, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import type { Jobs } from '#ground/jobs.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { Refusal } from '#ground/refuse.ts'
import { LEVELS } from '#rules/levels.ts'
import { isOwnDocument } from '#rules/own-documents.ts'
import { guessLanguage } from '#rules/search/guess-language.ts'
import { type TextLanguage, termOf, wordsOf } from '#rules/search/words.ts'
import { namesOf } from '../keeping/naming-key.ts'
import { tellDamage } from '../sealed-titles.ts'
import { askForIndex } from './ask-for-index.ts'
import {
  beginIndex,
  type IndexedDocument,
  putLetters,
  readDocumentsOf,
  readUnindexed,
  settle,
  type Unindexed,
} from './index.store.ts'
import { wordsInside } from './read-words.ts'
import { AT, postingsOf, type SegmentLetter } from './segment.ts'
import { tidyIndex } from './tidy-index.ts'
import { type Spellings, spell } from './word-list.ts'
import { writeSealed } from './write-sealed.ts'

/** Letters of one step of the job. */
const BITE = 500
/** How long one job works before it lets others of its lane go first. */
const JOB_MS = 15_000
/** A transaction that is older than this and has not committed yet is none of ours: chunks take moments. */
const UNSEEN_MINUTES = 15

/** The job. */
export async function indexMailbox(house: House, { mailboxId }: Jobs['index-letters']): Promise<void> {
  const until = Date.now() + JOB_MS
  try {
    for (let before: string | undefined; ; ) {
      const bite = await indexSome(house, mailboxId, { letters: BITE, before })
      if (bite.read === 0 && before === undefined) break
      // Once through: what came meanwhile is looked for from the top.
      before = bite.read < BITE ? undefined : bite.oldest
      if (Date.now() > until) {
        await inMailbox(house.db, mailboxId, (trx) => askForIndex(trx, mailboxId))
        return
      }
    }
    await tidyIndex(house, mailboxId)
  } catch (error) {
    // Erased meanwhile: there is nothing to index any more.
    if (
      (error instanceof Refusal && error.code === 'content-erased') ||
      (error instanceof KeyVaultError && error.kind === 'erased')
    )
      return
    throw error
  }
}

/** So many letters at most, newest first, older than `before`. `until`: documents are taken apart up to then only. Never called inside a transaction. */
export async function indexSome(
  house: House,
  mailboxId: string,
  most: { letters: number; before?: string | undefined; until?: number },
): Promise<{ read: number; oldest?: string }> {
  const { letters, documents, language } = await inMailbox(house.db, mailboxId, async (trx) => {
    await beginIndex(trx, mailboxId, house.clock())
    const letters = await readUnindexed(trx, mailboxId, { before: most.before, most: most.letters })
    const ids = letters.map((letter) => letter.letter_id)
    const documents = ids.length > 0 ? await readDocumentsOf(trx, mailboxId, ids) : []
    return { letters, documents, language: await languageOf(trx, mailboxId) }
  })
  if (letters.length === 0) {
    await inMailbox(house.db, mailboxId, (trx) => settle(trx, mailboxId, horizonOf(house.clock())))
    return { read: 0 }
  }
  const { read, spellings } = await readLetters(house, mailboxId, {
    letters,
    documents,
    language,
    until: most.until,
  })
  const names = await namesOf(house, mailboxId)
  const key = names.keyFor('search-index')
  const segmentId = newId(house.clock().getTime())
  await inMailbox(house.db, mailboxId, async (trx) => {
    const ids = read.map((letter) => letter.letterId)
    const fresh = await putLetters(trx, mailboxId, ids, segmentId)
    if (!fresh) return
    const these = read
      .filter((letter) => fresh.has(letter.letterId))
      .sort((a, b) => (a.letterId < b.letterId ? -1 : 1))
    if (these.length === 0) return
    await writeSealed(
      trx,
      { mailboxId, key, segmentId },
      { letters: these, postings: postingsOf(these), spellings },
    )
  })
  return { read: letters.length, oldest: letters.at(-1)!.letter_id }
}

async function languageOf(trx: Trx, mailboxId: string): Promise<TextLanguage> {
  const { language } = await trx
    .selectFrom('mailbox')
    .select('language')
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirstOrThrow()
  return language as TextLanguage
}

/** Ids are made before they are committed: letters of the last minutes may still come in below one that is there. */
export function horizonOf(now: Date): string {
  const ms = (now.getTime() - UNSEEN_MINUTES * 60_000).toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`
}

type Given = {
  letters: readonly Unindexed[]
  documents: readonly IndexedDocument[]
  language: TextLanguage
  until: number | undefined
}

/** What letters hold, word by word. A letter of which a document could not be read in time is left for the job. */
async function readLetters(
  house: House,
  mailboxId: string,
  given: Given,
): Promise<{ read: SegmentLetter[]; spellings: Spellings }> {
  const spellings: Spellings = new Map()
  const kept = (word: string, language: TextLanguage): string => {
    const term = termOf(word, language)
    spell(spellings, term, word)
    return term
  }
  const senders = new Map(given.letters.map((letter) => [letter.letter_id, letter.sender_id]))
  const keys = await house.vault.unwrap(
    given.documents.map((d) => ({ mailboxId, documentId: d.document_id, wrapped: d.wrapped_key })),
  )
  const keyed = given.documents.map((stored, i) => ({ stored, key: keys[i]! }))
  const texts = await wordsInside(
    house,
    mailboxId,
    keyed.map(({ stored, key }) => ({
      senderId: senders.get(stored.letter_id)!,
      documentId: stored.document_id,
      mediaType: stored.media_type,
      sizeBytes: stored.size_bytes,
      packId: stored.pack_id,
      packOffset: stored.pack_offset,
      sealedBytes: stored.sealed_bytes,
      key,
    })),
    given.until,
  )
  const termsInside = new Map<string, { terms: Set<string>; language: TextLanguage }>()
  const insideOf = (documentId: string) => {
    const known = termsInside.get(documentId)
    if (known) return known
    const words = [...wordsOf(texts.get(documentId)!)].map((word) => word.text)
    const language = guessLanguage(words, given.language)
    const made = { terms: new Set(words.map((word) => kept(word, language))), language }
    termsInside.set(documentId, made)
    return made
  }
  const byLetter = Map.groupBy(keyed, ({ stored }) => stored.letter_id)
  const read = given.letters.flatMap((letter) => {
    const documents = byLetter.get(letter.letter_id) ?? []
    if (!documents.every(({ stored }) => texts.has(stored.document_id))) return []
    const terms = new Map<string, number>()
    const put = (term: string, at: number) => terms.set(term, (terms.get(term) ?? 0) | at)
    let language = given.language
    for (const { stored, key } of documents) {
      const inside = insideOf(stored.document_id)
      if (stored.document_no === 1) language = inside.language
      for (const term of inside.terms) put(term, AT.inside)
      for (const word of wordsOf(opened(house, key, stored.document_id, stored.file_name_sealed)))
        put(kept(word.text, language), AT.inside)
    }
    const first = documents.find(({ stored }) => stored.document_no === 1)
    const title = first ? opened(house, first.key, first.stored.document_id, letter.title_sealed) : ''
    for (const word of wordsOf(title)) put(kept(word.text, language), AT.title)
    // Nobody sent what its owner put in.
    const sender = isOwnDocument(letter.sender_id) ? '' : letter.sender_name
    for (const word of wordsOf(sender)) put(kept(word.text, language), AT.sender)
    return [
      {
        letterId: letter.letter_id,
        receivedAt: Math.floor(letter.delivered_at.getTime() / 1000),
        sensitive: letter.sensitive,
        publicSector: letter.public_sector,
        minimumLevel: LEVELS.indexOf(letter.minimum_level),
        attachments: letter.document_count > 1,
        terms,
      },
    ]
  })
  return { read, spellings }
}

function opened(house: House, key: Uint8Array, documentId: string, sealed: Buffer): string {
  try {
    return openTitle(key, documentId, sealed)
  } catch (error) {
    if (!(error instanceof TamperedError)) throw error
    tellDamage(house, documentId)
    return ''
  }
}

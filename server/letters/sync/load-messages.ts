/** Letters as messages, many at once: one look at the database, one call to the key vault. */
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { doorOf } from '../letter-outside.ts'
import { readDocuments, readLetters, type StoredDocument, type StoredLetter } from '../letters.store.ts'
import { openTitles } from '../sealed-titles.ts'
import type { TokenActor } from '../tokens/token-actor.ts'
import { type Message, messageOf, type Reader, titlesFor } from './message.ts'
import { messageTexts } from './message-texts.ts'

export type Loaded = { letter: StoredLetter; documents: StoredDocument[] }

export async function loadLetters(trx: Trx, actor: TokenActor, ids: readonly string[]): Promise<Loaded[]> {
  const letters = await readLetters(trx, actor.mailboxId, ids)
  const loaded: Loaded[] = []
  for (const letter of letters) {
    const open = doorOf(letter, actor.level).kind === 'open'
    loaded.push({
      letter,
      documents: open ? await readDocuments(trx, actor.mailboxId, letter.letter_id) : [],
    })
  }
  return loaded
}

/** Never inside a transaction: the vault may be far away. */
export async function messagesOf(
  house: House,
  actor: TokenActor,
  reader: Reader,
  loaded: readonly Loaded[],
): Promise<Message[]> {
  const wanted = loaded.map(({ letter, documents }) => titlesFor(actor, letter, documents))
  const titles = await openTitles(house, actor.mailboxId, wanted.flat())
  let at = 0
  return loaded.map(({ letter, documents }, i) => {
    const own = titles.slice(at, at + wanted[i]!.length)
    at += wanted[i]!.length
    return messageOf(actor, reader, letter, documents, own)
  })
}

/** Who reads: the owner of the mailbox, in their language. */
export async function readReader(trx: Trx, mailboxId: string, publicUrl: string): Promise<Reader> {
  const { rows } = await sql<{ name: string; language: Language; digitalAddress: string | null }>`
    select p.given_names || ' ' || p.family_name as name, m.language,
      (select d.handle || '#' || d.address_number || d.suffix from digital_address d
        where d.mailbox_id = m.mailbox_id and d.retired_at is null order by d.issued_at desc limit 1) as "digitalAddress"
    from mailbox m join person p on p.person_id = m.person_id where m.mailbox_id = ${mailboxId}`.execute(trx)
  const { name, language, digitalAddress } = rows[0]!
  return { name, digitalAddress, texts: messageTexts[language], publicUrl }
}

export const readerOf = (house: House, actor: TokenActor): Promise<Reader> =>
  enterMailbox(house, actor, 'read-letters', (trx) =>
    readReader(trx, actor.mailboxId, house.config.PUBLIC_URL),
  )

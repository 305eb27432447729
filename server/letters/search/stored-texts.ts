/** The words inside letters, as they were read out before: for showing where something was found. */
import { inMailbox } from '#ground/db.ts'
import { TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import type { StoredLetter } from '../letters.store.ts'
import { tellDamage } from '../sealed-titles.ts'
import { readDocumentsOf } from './index.store.ts'
import { openText } from './sealed-blocks.ts'
import { readTexts } from './texts.store.ts'

/** By letter, document by document. Never called inside a transaction. */
export async function storedTexts(
  house: House,
  mailboxId: string,
  letters: readonly StoredLetter[],
): Promise<Map<string, string[]>> {
  if (letters.length === 0) return new Map()
  const senders = new Map(letters.map((letter) => [letter.letter_id, letter.sender_id]))
  const { documents, texts } = await inMailbox(house.db, mailboxId, async (trx) => {
    const documents = await readDocumentsOf(trx, mailboxId, [...senders.keys()])
    const asked = documents.map((d) => ({ senderId: senders.get(d.letter_id)!, documentId: d.document_id }))
    return { documents, texts: await readTexts(trx, asked) }
  })
  const keys = await house.vault.unwrap(
    documents.map((d) => ({ mailboxId, documentId: d.document_id, wrapped: d.wrapped_key })),
  )
  const inside = new Map<string, string[]>([...senders.keys()].map((letterId) => [letterId, []]))
  documents.forEach(({ letter_id: letterId, document_id: documentId }, i) => {
    const stored = texts.get(documentId)
    if (!stored) return
    try {
      inside.get(letterId)!.push(openText(keys[i]!, documentId, stored.text_sealed))
    } catch (error) {
      if (!(error instanceof TamperedError)) throw error
      tellDamage(house, documentId)
    }
  })
  return inside
}

/** What was written from the mailbox, into the archive: the owner's copies (S-13, B-18), for who may read them; an estate gets all of it (D-07). */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { openTitles } from '../sealed-titles.ts'
import { fileNameOf } from '../show-letter.ts'
import type { ArchiveWriter } from './archive-writer.ts'
import type { DocumentRecord } from './letter-record.ts'
import { folderName, putDocument } from './put-letter.ts'
import { readSentDocuments, readSentPage } from './sent.store.ts'

export type SentRecord = {
  readonly number: number
  readonly letterId: string
  readonly to: string
  readonly title: string | null
  readonly sentAt: string
  /** Who wrote it in the owner's name; left out: the owner (B-10). */
  readonly writtenBy?: string
  readonly documents: readonly DocumentRecord[]
}

const PAGE = 100

export async function putSent(
  house: House,
  actor: Actor,
  { writer, timeZone, askedAt }: { writer: ArchiveWriter; timeZone: string; askedAt: Date },
): Promise<SentRecord[]> {
  const { mailboxId } = actor
  const records: SentRecord[] = []
  for (let before: string | null = null; ; ) {
    const page = await enterMailbox(house, actor, 'export', async (trx, entered) => {
      if (!hasAlso(entered, 'read-sent') && entered.as !== 'heir') return []
      const letters = await readSentPage(trx, mailboxId, { before, askedAt, limit: PAGE })
      return Promise.all(
        letters.map(async (letter) => ({
          letter,
          documents: await readSentDocuments(trx, mailboxId, letter.letter_id),
        })),
      )
    })
    for (const { letter, documents } of page) {
      const [first] = documents
      if (!first) continue
      const number = records.length + 1
      const [title = null, ...names] = await openTitles(house, mailboxId, [
        { ...fileNameOf(first), title: letter.title_sealed },
        ...documents.map(fileNameOf),
      ])
      const folder = folderName('sent', {
        at: letter.sent_at,
        number,
        words: [letter.to_address, title],
        timeZone,
      })
      const put: DocumentRecord[] = []
      for (const [i, document] of documents.entries())
        put.push(await putDocument(house, mailboxId, document, names[i] ?? null, folder, writer))
      const { letter_id: letterId, to_address: to, sent_at: sentAt, writer_name: by } = letter
      const record = { number, letterId, to, title, sentAt: sentAt.toISOString(), documents: put }
      records.push(by ? { ...record, writtenBy: by } : record)
    }
    before = page.at(-1)?.letter.letter_id ?? null
    if (page.length < PAGE) return records
  }
}

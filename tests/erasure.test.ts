// The promise of O-05 as a whole: one mailbox key destroyed, and the content is gone from every older backup too.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'
import type { BlobStore } from '#ground/blobs.ts'
import { asPostOffice, type Db, inMailbox, openDb } from '#ground/db.ts'
import { openRange, openTitle, sealDocument, sealTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { type KeyVault, KeyVaultError } from '#ground/key-vault.ts'
import { freshDatabase } from './database.ts'
import { openHouse } from './open-house.ts'
import { seedPerson } from './seed-people.ts'

const TITLE = 'Indkaldelse til undersøgelse'
const TABLES = ['person', 'mailbox', 'letter', 'letter_document'] as const

/** One document stored once, sent to many: each gets a row with the content key wrapped for its own mailbox. */
async function deliver(house: House, mailboxIds: readonly string[], plain: Buffer): Promise<void> {
  const documentId = newId()
  const { key, sealed } = sealDocument(plain, { documentId })
  const { packId, offset } = await house.blobs.append([randomBytes(333), sealed])
  const wrapped = await house.vault.wrap(mailboxIds.map((mailboxId) => ({ mailboxId, documentId, key })))
  const title = Buffer.from(sealTitle(key, documentId, TITLE))
  for (const [i, mailbox_id] of mailboxIds.entries())
    await asPostOffice(house.db, async (trx) => {
      const letter_id = newId()
      await trx
        .insertInto('letter')
        .values({
          mailbox_id,
          letter_id,
          sender_id: newId(),
          title_sealed: title,
          sensitive: true,
          public_sector: true,
          minimum_level: 'substantial',
          document_count: 1,
          evidence_salt: randomBytes(16),
          accepted_at: house.clock(),
        })
        .execute()
      await trx
        .insertInto('letter_document')
        .values({
          mailbox_id,
          letter_id,
          document_no: 1,
          document_id: documentId,
          media_type: 'text/plain',
          size_bytes: String(plain.length),
          sha256: createHash('sha256').update(plain).digest(),
          file_name_sealed: Buffer.from(sealTitle(key, documentId, 'brev.txt')),
          wrapped_key: Buffer.from(wrapped[i]!),
          pack_id: packId,
          pack_offset: String(offset + 333),
          sealed_bytes: String(sealed.length),
        })
        .execute()
    })
}

async function readLetter(db: Db, blobs: BlobStore, vault: KeyVault, mailboxId: string) {
  const row = await inMailbox(db, mailboxId, (trx) =>
    trx
      .selectFrom('letter_document as d')
      .innerJoin('letter as l', (join) =>
        join.onRef('l.mailbox_id', '=', 'd.mailbox_id').onRef('l.letter_id', '=', 'd.letter_id'),
      )
      .where('d.mailbox_id', '=', mailboxId)
      .selectAll('d')
      .select('l.title_sealed')
      .executeTakeFirstOrThrow(),
  )
  const documentId = row.document_id
  const [key] = await vault.unwrap([{ mailboxId, documentId, wrapped: row.wrapped_key }])
  const read = (at: number, length: number) => blobs.read(row.pack_id, Number(row.pack_offset) + at, length)
  const content: Uint8Array[] = []
  for await (const part of openRange(read, { key: key!, documentId, sizeBytes: Number(row.size_bytes) }))
    content.push(part)
  return { title: openTitle(key!, documentId, row.title_sealed), content: Buffer.concat(content) }
}

/** All rows of the tables a letter needs, as text: what a dump of the database holds. */
function dump(db: Db): Promise<string[]> {
  return asPostOffice(db, async (trx) => {
    const texts = []
    for (const table of TABLES) {
      const { rows } = await sql<{ text: string }>`
        select coalesce(json_agg(t), '[]')::text as text from ${sql.table(table)} t`.execute(trx)
      texts.push(rows[0]!.text)
    }
    return texts
  })
}

function restore(db: Db, texts: readonly string[]): Promise<void> {
  return asPostOffice(db, async (trx) => {
    for (const [i, table] of TABLES.entries())
      await sql`insert into ${sql.table(table)}
        select * from json_populate_recordset(null::${sql.table(table)}, ${texts[i]}::json)`.execute(trx)
  })
}

const erased = (error: unknown) => error instanceof KeyVaultError && error.kind === 'erased'

test('O-05 D-27: back up database and packs, erase one mailbox, restore the backups: its letters stay unreadable, the others open', async (t) => {
  const open = await openHouse()
  t.after(() => open.close())
  const { house, folder } = open
  const [leaving, staying] = [await seedPerson(house), await seedPerson(house)]
  const plain = randomBytes(150_000)
  await deliver(house, [leaving.mailboxId, staying.mailboxId], plain)
  for (const { mailboxId } of [leaving, staying])
    assert.deepEqual(await readLetter(house.db, house.blobs, house.vault, mailboxId), {
      title: TITLE,
      content: plain,
    })

  const rows = await dump(house.db)
  cpSync(join(folder, 'packs'), join(folder, 'packs.backup'), { recursive: true })
  const vaultFile = join(folder, 'keys', 'vault.sqlite')
  const master = { file: join(folder, 'keys', 'master') }
  const backupVault = openLocalKeyVault({ path: vaultFile, master })
  await backupVault.backup(join(folder, 'vault.backup'))
  backupVault.close()

  await house.vault.erase([leaving.mailboxId])

  // Both are thrown away and restored from before the erasure.
  const database = await freshDatabase()
  const db = openDb({ url: database.url, connectionsMax: 2, log: house.log, name: 'restored' })
  t.after(() => db.destroy().then(database.drop))
  await restore(db, rows)
  rmSync(join(folder, 'packs'), { recursive: true })
  const blobs = openFileBlobs({ folder: join(folder, 'packs.backup') })
  await assert.rejects(readLetter(db, blobs, house.vault, leaving.mailboxId), erased)
  assert.deepEqual(await readLetter(db, blobs, house.vault, staying.mailboxId), {
    title: TITLE,
    content: plain,
  })

  // The vault restored from before the erasure, with the journal that lies beside it.
  cpSync(join(folder, 'vault.backup'), join(folder, 'restored', 'vault.sqlite'))
  cpSync(`${vaultFile}.erasures`, join(folder, 'restored', 'vault.sqlite.erasures'))
  const vault = openLocalKeyVault({ path: join(folder, 'restored', 'vault.sqlite'), master })
  t.after(() => vault.close())
  await assert.rejects(readLetter(db, blobs, vault, leaving.mailboxId), erased)
  assert.deepEqual((await readLetter(db, blobs, vault, staying.mailboxId)).content, plain)
})

test('E-03 D-27: neither database nor packs hold a word of a letter, its subject or its file name', async (t) => {
  const open = await openHouse()
  t.after(() => open.close())
  const { house, folder } = open
  const { mailboxId } = await seedPerson(house)
  const words = ['Blodprøven', TITLE, 'brev.txt']
  const plain = Buffer.from(`${words[0]} viste intet. `.repeat(5000))
  await deliver(house, [mailboxId], plain)
  assert.deepEqual((await readLetter(house.db, house.blobs, house.vault, mailboxId)).content, plain)

  const rows = (await dump(house.db)).join('\n')
  const pack = (
    await asPostOffice(house.db, (trx) =>
      trx.selectFrom('letter_document').select('pack_id').executeTakeFirstOrThrow(),
    )
  ).pack_id
  const packBytes = readFileSync(join(folder, 'packs', `${pack}.pack`))
  assert.ok(packBytes.length > 100_000)
  for (const word of words) {
    const bytes = Buffer.from(word)
    // bytea columns stand as hexadecimal digits in a dump.
    assert.ok(!rows.includes(word) && !rows.includes(bytes.toString('hex')), word)
    assert.ok(!packBytes.includes(bytes), word)
  }
})

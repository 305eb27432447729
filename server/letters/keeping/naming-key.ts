/** Names of folders say much about a person ("Scheidung", "Kræft"): they are sealed under a key of the mailbox, so that neither
 * staff nor a stolen database reads them (D-27). One key for all names of a mailbox: ten thousand names are one call to the vault.
 * Notes on letters and the index of its words are its owner's in the same way, and under the same key. */
import { createHmac, randomBytes } from 'node:crypto'
import { inMailbox, type Trx } from '#ground/db.ts'
import { openTitle, sealTitle, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { refuse } from '#ground/refuse.ts'
import { insertNamingKey, readNamingKey } from './folders.store.ts'

const KEY_BYTES = 32

export type Names = {
  seal(folderId: string, name: string): Buffer
  /** Null for one that does not pass its integrity check. */
  open(folderId: string, sealed: Uint8Array): string | null
  /** The same for names that differ only in case, of one parent; tells nothing without the key. */
  form(parentId: string | null, name: string): Buffer
  /** A key of the mailbox for something else of its owner's, 32 bytes. */
  keyFor(purpose: 'search-index'): Buffer
}

/** Never called inside a transaction: the vault may be far away. @throws Refusal `content-erased` */
export async function namesOf(house: House, mailboxId: string): Promise<Names> {
  const known = await inMailbox(house.db, mailboxId, (trx) => readNamingKey(trx, mailboxId))
  const { key_id: keyId, wrapped_key: wrapped } = known ?? (await makeKey(house, mailboxId))
  const [key] = await unwrapped(house, { mailboxId, documentId: keyId, wrapped })
  return namesUnder(key!)
}

async function makeKey(house: House, mailboxId: string) {
  const keyId = newId(house.clock().getTime())
  const [wrapped] = await house.vault.wrap([{ mailboxId, documentId: keyId, key: randomBytes(KEY_BYTES) }])
  // Of two at once the first one's key is everybody's.
  return inMailbox(house.db, mailboxId, async (trx: Trx) => {
    await insertNamingKey(trx, mailboxId, { keyId, wrapped: Buffer.from(wrapped!) })
    return (await readNamingKey(trx, mailboxId))!
  })
}

async function unwrapped(house: House, item: { mailboxId: string; documentId: string; wrapped: Uint8Array }) {
  try {
    return await house.vault.unwrap([item])
  } catch (error) {
    if (error instanceof KeyVaultError && error.kind === 'erased') throw refuse('content-erased')
    throw error
  }
}

function namesUnder(key: Uint8Array): Names {
  const formKey = createHmac('sha256', key).update('folder-name-form').digest()
  return {
    seal: (folderId, name) => Buffer.from(sealTitle(key, folderId, name)),
    open(folderId, sealed) {
      try {
        return openTitle(key, folderId, sealed)
      } catch (error) {
        if (error instanceof TamperedError) return null
        throw error
      }
    },
    form: (parentId, name) =>
      createHmac('sha256', formKey)
        .update(`${parentId ?? 'top'}\n${name.normalize('NFKC').toLowerCase()}`)
        .digest(),
    keyFor: (purpose) => createHmac('sha256', key).update(purpose).digest(),
  }
}

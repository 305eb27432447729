/** Looked at before anything is served: a post office that begins on an empty or a foreign key vault would tell senders that real
 * people cannot be reached, print their letters instead, and make new keys beside the lost ones (O-05, S-08). */
import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { ConfigError } from '#ground/config.ts'
import { asPostOffice, type Db } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { type KeyVault, KeyVaultError } from '#ground/key-vault.ts'

/** One that opens is enough: a vault from a backup lacks the newest, and a database from one still names what was erased since. */
const TRIED = 20

/** The oldest open mailboxes, whose keys must be in the vault. */
export async function mailboxesToTry(db: Db): Promise<readonly string[]> {
  const { rows } = await asPostOffice(db, (trx) =>
    sql<{ mailboxId: string }>`
      select mailbox_id as "mailboxId" from mailbox where state = 'open' order by mailbox_id limit ${TRIED}`.execute(
      trx,
    ),
  )
  return rows.map(({ mailboxId }) => mailboxId)
}

/** Before the vault is opened, which makes one where there is none.
 * @throws ConfigError when the database has mailboxes and there is no vault */
export function requireVaultFile(path: string, mailboxIds: readonly string[]): void {
  if (mailboxIds.length === 0 || existsSync(path)) return
  throw new ConfigError(
    `There is no key vault at ${path}, and the mailboxes of this database have their keys in one. Nothing was made. ` +
      'Is the disk there, and DATA_DIR right? Else put the vault back from its backup (docs/operations.md, Restore).',
  )
}

/** @throws ConfigError when the vault has the key of none of them, or opens none with its master key */
export async function requireKeys(vault: KeyVault, mailboxIds: readonly string[]): Promise<void> {
  let kind: KeyVaultError['kind'] | undefined
  for (const mailboxId of mailboxIds) {
    try {
      await vault.wrap([{ mailboxId, documentId: newId(), key: new Uint8Array(32) }])
      return
    } catch (error) {
      if (!(error instanceof KeyVaultError)) throw error
      // It is this database's vault, and knows that the key is gone for good.
      if (error.kind === 'erased') return
      kind = error.kind
    }
  }
  if (kind === 'tampered')
    throw new ConfigError(
      'The master key does not open the keys in the vault: MASTER_KEYS, or the file DATA_DIR/keys/master, is not the one they were wrapped with. Put the right one back.',
    )
  if (kind !== undefined)
    throw new ConfigError(
      'The key vault in DATA_DIR/keys holds no key of the mailboxes in this database: DATA_DIR and DATABASE_URL do not belong together. ' +
        'Set the right ones, or put the vault back from its backup (docs/operations.md, Restore).',
    )
}

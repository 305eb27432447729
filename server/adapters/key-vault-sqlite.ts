import { chmodSync, closeSync, openSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { ConfigError } from '#ground/config.ts'

// O-05: the file of the local key vault and all its SQL. What is deleted here is overwritten with zeros
// (secure_delete), and the write-ahead log, which may hold older pages, is emptied after each erasure.

const SCHEMA_VERSION = 1
const LOCK_WAIT_MS = 5_000

const SCHEMA = `
  CREATE TABLE mailbox_key (
    mailbox_id TEXT PRIMARY KEY,
    master INTEGER NOT NULL,
    sealed BLOB NOT NULL CHECK (length(sealed) = 60)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE erased (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    mailbox_id TEXT NOT NULL UNIQUE,
    erased_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    master_version INTEGER NOT NULL,
    journal_bytes INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};
`

export type KeyRow = { mailboxId: string; master: number; sealed: Uint8Array }
export type ErasedRow = { seq: number; mailboxId: string; erasedAt: string }
export type VaultFile = ReturnType<typeof openVaultFile>

export function openVaultFile(path: string) {
  // Made here, as SQLite would make it readable for the group; its -wal and -shm files take over the mode.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  const db = new DatabaseSync(path, { timeout: LOCK_WAIT_MS })
  try {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384',
    )
    migrate(db, path)
    return statements(db, path)
  } catch (error) {
    db.close()
    throw whatIsWrong(error, path)
  }
}

/** Statements of ours that SQLite does not take (1) or that break its rules (19) are faults of the program. */
const OURS = new Set([1, 19])

/** SQLite's own words name no file. */
function whatIsWrong(error: unknown, path: string): unknown {
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: unknown }
  if (code !== 'ERR_SQLITE_ERROR' || OURS.has(Number(errcode) & 0xff)) return error
  return new ConfigError(
    `key vault ${path} cannot be opened: ${message}. Is the disk whole and DATA_DIR right? Else put the vault back from its backup.`,
    { cause: error },
  )
}

function migrate(db: DatabaseSync, path: string): void {
  transaction(db, () => {
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > SCHEMA_VERSION)
      throw new ConfigError(
        `key vault ${path} has format ${version}; this Brevhus knows up to ${SCHEMA_VERSION}: update it`,
      )
    if (version === 0) db.exec(SCHEMA)
  })
}

function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function statements(db: DatabaseSync, path: string) {
  const find = db.prepare('SELECT master, sealed FROM mailbox_key WHERE mailbox_id = ?')
  const isErased = db.prepare('SELECT 1 FROM erased WHERE mailbox_id = ?')
  const insert = db.prepare('INSERT INTO mailbox_key (mailbox_id, master, sealed) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE mailbox_key SET master = ?, sealed = ? WHERE mailbox_id = ?')
  const remove = db.prepare('DELETE FROM mailbox_key WHERE mailbox_id = ?')
  const bury = db.prepare('INSERT INTO erased (mailbox_id, erased_at) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const since = db.prepare('SELECT seq, mailbox_id, erased_at FROM erased WHERE seq > ? ORDER BY seq')
  const last = db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM erased')
  const page = db.prepare(
    'SELECT mailbox_id, master, sealed FROM mailbox_key WHERE mailbox_id > ? ORDER BY mailbox_id LIMIT ?',
  )
  const others = db.prepare('SELECT count(*) AS n FROM mailbox_key WHERE master <> ?')
  const state = db.prepare('SELECT master_version, journal_bytes FROM state')
  const begin = db.prepare('INSERT INTO state VALUES (1, ?, 0) ON CONFLICT DO NOTHING')
  const setMaster = db.prepare('UPDATE state SET master_version = ?')
  const setJournal = db.prepare('UPDATE state SET journal_bytes = ?')
  const dataVersion = db.prepare('PRAGMA data_version')
  const readDataVersion = () => Number(dataVersion.get()?.data_version)
  let seenVersion = readDataVersion()

  return {
    /** Many reads as one: each by itself would take and give back the file's locks. */
    read: <T>(work: () => T): T => {
      db.exec('BEGIN')
      try {
        return work()
      } finally {
        db.exec('COMMIT')
      }
    },
    /** Runs in one write transaction: all or nothing, and alone among the processes. */
    write: <T>(work: () => T): T => transaction(db, work),
    state: () => state.get(),
    begin: (masterVersion: number) => void begin.run(masterVersion),
    masterVersion: () => Number(state.get()?.master_version),
    setMasterVersion: (version: number) => void setMaster.run(version),
    journalBytes: () => Number(state.get()?.journal_bytes),
    setJournalBytes: (sizeBytes: number) => void setJournal.run(sizeBytes),
    find: (mailboxId: string) => find.get(mailboxId) as { master: number; sealed: Uint8Array } | undefined,
    insert: (mailboxId: string, master: number, sealed: Uint8Array) =>
      void insert.run(mailboxId, master, sealed),
    update: (mailboxId: string, master: number, sealed: Uint8Array) =>
      void update.run(master, sealed, mailboxId),
    isErased: (mailboxId: string) => isErased.get(mailboxId) !== undefined,
    erase: (mailboxId: string, erasedAt: string) => {
      remove.run(mailboxId)
      bury.run(mailboxId, erasedAt)
    },
    lastErasure: () => Number(last.get()?.seq),
    erasedSince: (seq: number): ErasedRow[] =>
      since.all(seq).map((row) => ({
        seq: Number(row.seq),
        mailboxId: String(row.mailbox_id),
        erasedAt: String(row.erased_at),
      })),
    pageAfter: (mailboxId: string, limit: number): KeyRow[] =>
      page.all(mailboxId, limit).map((row) => ({
        mailboxId: String(row.mailbox_id),
        master: Number(row.master),
        sealed: row.sealed as Uint8Array,
      })),
    countUnderOtherMasters: (version: number) => Number(others.get(version)?.n),
    /** Whether another connection has committed since the last call. */
    changedElsewhere: () => {
      const version = readDataVersion()
      const changed = version !== seenVersion
      seenVersion = version
      return changed
    },
    /** Empties the write-ahead log, where pages from before a deletion may still stand. */
    wipeLog: () => {
      const outcome = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
      if (Number(outcome?.busy) !== 0)
        throw new Error(
          'key vault: erased, but its log could not be emptied as another process held it: erase again',
        )
    },
    copyTo: async (to: string) => {
      // On a connection of its own, as this one goes on working meanwhile; all pages in one step, as in smaller ones
      // each write by someone else would start it anew.
      const source = new DatabaseSync(path, { timeout: LOCK_WAIT_MS, readOnly: true })
      try {
        await backup(source, to, { rate: 2 ** 31 - 1 })
      } finally {
        source.close()
      }
    },
    close: () => db.close(),
  }
}

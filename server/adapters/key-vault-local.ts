import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type KeyFailure, type KeyVault, KeyVaultError } from '#ground/key-vault.ts'
import { appendErasures, readErasures } from './key-vault-journal.ts'
import { type MasterSource, openMasterKeys, syncDirectory } from './key-vault-master.ts'
import { openVaultFile, type VaultFile } from './key-vault-sqlite.ts'

// O-05: the local key vault: an SQLite file outside the main database and its backups. One row per mailbox key,
// wrapped by the master key; erased mailboxes leave a tombstone, so that no key is ever made for them again.

export type LocalKeyVaultOptions = {
  /** The vault's file; its folder is made with mode 0700. */
  path: string
  /** Where erasures are journalled; best on another disk. Default: `path` + `.erasures`. */
  journalPath?: string
  master: MasterSource
  /** Unwrapped mailbox keys kept in memory, about 0.5 KB each. Default 10,000. */
  cachedKeysMax?: number
  now?: () => Date
}

export type LocalKeyVault = KeyVault & {
  /** Copies the vault to a new file of mode 0600, durably, while it is in use. The journal is replicated apart. */
  backup(to: string): Promise<void>
  /** Erases what a replica of the erasure journal names and this vault still has. Answers how many were new. */
  replayErasures(journalPath: string): Promise<number>
  /** Makes a new master key (file) or takes the newest given one (environment), and rewraps all mailbox keys. */
  rotateMaster(): Promise<{ version: number; rewrapped: number }>
  /** Drops master keys that wrap nothing any more. Backups of the vault from before the rotation become unreadable. */
  forgetOldMasters(): Promise<number>
  close(): void
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SEALED_KEY_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
const WRAP_VERSION = 1
const ROWS_PER_TURN = 1000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Opens or makes the vault, and replays erasures it has not seen. Several processes of one machine may share it. */
export function openLocalKeyVault(options: LocalKeyVaultOptions): LocalKeyVault {
  const { path, journalPath = `${path}.erasures`, cachedKeysMax = 10_000, now = () => new Date() } = options
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  mkdirSync(dirname(journalPath), { recursive: true, mode: 0o700 })
  const file: VaultFile = openVaultFile(path)
  try {
    return assemble()
  } catch (error) {
    file.close()
    throw error
  }

  function assemble(): LocalKeyVault {
    const masters = openMasterKeys(options.master, file.state() === undefined)
    file.begin(masters.newest())
    masters.key(file.masterVersion())
    const cache = new Map<string, KeyObject>()
    let lastErasure = file.lastErasure()

    catchUpWithJournal()

    return {
      create: async (mailboxIds) => create(mailboxIds.map(checkUuid)),
      wrap: async (items) => {
        const nonces = randomFillSync(Buffer.allocUnsafe(items.length * NONCE_BYTES))
        return withKeys(items, (item, key, n) => {
          if (item.key.length !== KEY_BYTES) throw new TypeError('a content key has 32 bytes')
          const wrapped = Buffer.allocUnsafe(1 + SEALED_KEY_BYTES)
          wrapped[0] = WRAP_VERSION
          const nonce = nonces.subarray(n * NONCE_BYTES, (n + 1) * NONCE_BYTES)
          sealKey(wrapped, 1, key, nonce, item.key, contentAssociated(item.mailboxId, item.documentId))
          return wrapped
        })
      },
      unwrap: async (items) =>
        withKeys(items, (item, key) => {
          if (item.wrapped.length !== 1 + SEALED_KEY_BYTES || item.wrapped[0] !== WRAP_VERSION)
            return 'tampered'
          return (
            openKey(item.wrapped.subarray(1), key, contentAssociated(item.mailboxId, item.documentId)) ??
            'tampered'
          )
        }),
      erase: async (mailboxIds) => {
        eraseKeys(mailboxIds.map(checkUuid))
      },
      backup: async (to) => {
        const next = `${to}.${process.pid}.new`
        rmSync(next, { force: true })
        closeSync(openSync(next, 'wx', 0o600))
        await file.copyTo(next)
        chmodSync(next, 0o600)
        syncFile(next)
        renameSync(next, to)
        syncDirectory(dirname(to))
      },
      replayErasures: async (replica) => {
        if (!existsSync(replica))
          throw new Error(`erasure journal ${replica} does not exist: nothing was replayed`)
        return eraseKeys(readErasures(replica).erasures.map((erasure) => erasure.mailboxId))
      },
      rotateMaster,
      forgetOldMasters: async () => {
        const version = file.masterVersion()
        const left = file.countUnderOtherMasters(version)
        if (left > 0)
          throw new Error(`${left} mailbox keys are still under an older master key: run rotateMaster first`)
        return masters.forgetAllBut(version)
      },
      close: () => {
        cache.clear()
        file.close()
      },
    }

    function create(mailboxIds: readonly string[]): void {
      file.write(() => {
        const version = file.masterVersion()
        const failures: KeyFailure[] = []
        for (const [index, mailboxId] of mailboxIds.entries()) {
          if (file.isErased(mailboxId)) failures.push({ mailboxId, kind: 'erased', index })
          else if (!file.find(mailboxId)) {
            const fresh = randomFillSync(Buffer.alloc(KEY_BYTES + NONCE_BYTES))
            const sealed = Buffer.allocUnsafe(SEALED_KEY_BYTES)
            const associated = mailboxAssociated(mailboxId, version)
            sealKey(
              sealed,
              0,
              masters.key(version),
              fresh.subarray(KEY_BYTES),
              fresh.subarray(0, KEY_BYTES),
              associated,
            )
            fresh.fill(0)
            file.insert(mailboxId, version, sealed)
          }
        }
        failIfAny(failures)
      })
    }

    /** Gives each item its mailbox key; if any item fails, all failures are thrown together and nothing is answered. */
    function withKeys<Item extends { mailboxId: string; documentId: string }>(
      items: readonly Item[],
      work: (item: Item, key: KeyObject, index: number) => Uint8Array | 'tampered',
    ): Uint8Array[] {
      forgetErasedElsewhere()
      const failures: KeyFailure[] = []
      const answer = (item: Item, index: number) => {
        const key = mailboxKey(checkUuid(item.mailboxId))
        const bytes = typeof key === 'string' ? key : work(item, key, index)
        if (typeof bytes !== 'string') return bytes
        failures.push({ mailboxId: item.mailboxId, kind: bytes, index })
        return new Uint8Array()
      }
      // The file is asked only for keys that are not at hand, which for a page of one mailbox are none.
      const many = items.length > 1 && items.some(({ mailboxId }) => !cache.has(mailboxId))
      const answers = many ? file.read(() => items.map(answer)) : items.map(answer)
      failIfAny(failures)
      return answers
    }

    function mailboxKey(mailboxId: string): KeyObject | KeyFailure['kind'] {
      const cached = cache.get(mailboxId)
      if (cached) {
        // Moved to the end: the first of a Map is its oldest, so the least recently used one is dropped.
        cache.delete(mailboxId)
        cache.set(mailboxId, cached)
        return cached
      }
      const row = file.find(mailboxId)
      if (!row) return file.isErased(mailboxId) ? 'erased' : 'unknown-mailbox'
      const bytes = openKey(row.sealed, masters.key(row.master), mailboxAssociated(mailboxId, row.master))
      if (!bytes) return 'tampered'
      const key = createSecretKey(bytes)
      bytes.fill(0)
      if (cache.size >= cachedKeysMax) cache.delete(cache.keys().next().value ?? mailboxId)
      if (cachedKeysMax > 0) cache.set(mailboxId, key)
      return key
    }

    /** An erasure by another process holds here at once: one read of the file's change counter per call. */
    function forgetErasedElsewhere(): void {
      if (!file.changedElsewhere()) return
      for (const { seq, mailboxId } of file.erasedSince(lastErasure)) {
        cache.delete(mailboxId)
        lastErasure = seq
      }
    }

    /** Answers how many of the mailboxes were not erased before. */
    function eraseKeys(mailboxIds: readonly string[]): number {
      const erasedAt = now().toISOString()
      const fresh = file.write(() => {
        completeJournalled()
        const unseen = [...new Set(mailboxIds)].filter((mailboxId) => !file.isErased(mailboxId))
        // Journal first: a crash in between leaves an erasure to complete, never one forgotten.
        if (unseen.length > 0)
          file.setJournalBytes(
            appendErasures(
              journalPath,
              unseen.map((mailboxId) => ({ mailboxId, erasedAt })),
            ),
          )
        for (const mailboxId of unseen) destroy(mailboxId, erasedAt)
        return unseen.length
      })
      // Also when nothing was new: an earlier try may have been stopped before the old pages were gone.
      if (mailboxIds.length > 0) file.wipeLog()
      return fresh
    }

    function destroy(mailboxId: string, erasedAt: string): void {
      cache.delete(mailboxId)
      file.erase(mailboxId, erasedAt)
    }

    /** Inside a write: erasures that reached the journal and not this file (a crash, or a restored backup). */
    function completeJournalled(): number {
      const { erasures, sizeBytes } = readErasures(journalPath, file.journalBytes())
      for (const { mailboxId, erasedAt } of erasures) destroy(mailboxId, erasedAt)
      if (sizeBytes > file.journalBytes()) file.setJournalBytes(sizeBytes)
      return erasures.length
    }

    function catchUpWithJournal(): void {
      const completed = file.write(() => {
        if (readErasures(journalPath, Number.MAX_SAFE_INTEGER).sizeBytes < file.journalBytes())
          rebuildJournal()
        return completeJournalled()
      })
      if (completed > 0) file.wipeLog()
    }

    /** Inside a write: the journal was lost or replaced by an older one; what this file knows is written back. */
    function rebuildJournal(): void {
      const { erasures } = readErasures(journalPath)
      for (const { mailboxId, erasedAt } of erasures) destroy(mailboxId, erasedAt)
      const inJournal = new Set(erasures.map((erasure) => erasure.mailboxId))
      const missing = file.erasedSince(0).filter((erasure) => !inJournal.has(erasure.mailboxId))
      file.setJournalBytes(appendErasures(journalPath, missing))
    }

    async function rotateMaster(): Promise<{ version: number; rewrapped: number }> {
      const version = masters.add()
      if (version < file.masterVersion())
        throw new Error(
          `master key version ${file.masterVersion()} is in use; the newest one given is ${version}`,
        )
      // From here on every process wraps new mailbox keys under the new version: they read it with each write.
      file.write(() => file.setMasterVersion(version))
      let rewrapped = 0
      let after = ''
      for (;;) {
        const rows = file.write(() => {
          const page = file.pageAfter(after, ROWS_PER_TURN)
          for (const { mailboxId, master, sealed } of page.filter((row) => row.master !== version)) {
            const key = openKey(sealed, masters.key(master), mailboxAssociated(mailboxId, master))
            if (!key) throw new KeyVaultError([{ mailboxId, kind: 'tampered', index: rewrapped }])
            const again = Buffer.allocUnsafe(SEALED_KEY_BYTES)
            const nonce = randomFillSync(Buffer.allocUnsafe(NONCE_BYTES))
            sealKey(again, 0, masters.key(version), nonce, key, mailboxAssociated(mailboxId, version))
            key.fill(0)
            file.update(mailboxId, version, again)
            rewrapped++
          }
          return page
        })
        const last = rows.at(-1)
        if (!last) break
        after = last.mailboxId
        await nextTurn()
      }
      file.wipeLog()
      return { version, rewrapped }
    }
  }
}

function failIfAny(failures: KeyFailure[]): void {
  const [first, ...others] = failures
  if (first) throw new KeyVaultError([first, ...others])
}

function checkUuid(id: string): string {
  if (!UUID.test(id)) throw new TypeError('key vault: ids are lower-case UUIDs; this one is not')
  return id
}

function mailboxAssociated(mailboxId: string, masterVersion: number): Buffer {
  return Buffer.from(`brevhus mailbox key v1 ${masterVersion} ${mailboxId}`, 'latin1')
}

function contentAssociated(mailboxId: string, documentId: string): Buffer {
  return Buffer.from(`brevhus content key v1 ${mailboxId} ${checkUuid(documentId)}`, 'latin1')
}

/** Writes nonce, sealed key and tag (60 bytes) at a place of a buffer. */
function sealKey(
  into: Buffer,
  at: number,
  under: KeyObject,
  nonce: Uint8Array,
  key: Uint8Array,
  associated: Uint8Array,
) {
  const cipher = createCipheriv('aes-256-gcm', under, nonce)
  cipher.setAAD(associated)
  into.set(nonce, at)
  into.set(cipher.update(key), at + NONCE_BYTES)
  cipher.final()
  into.set(cipher.getAuthTag(), at + NONCE_BYTES + KEY_BYTES)
}

/** The key, or nothing if it was not sealed under this key with this associated data. */
function openKey(sealed: Uint8Array, under: KeyObject, associated: Uint8Array): Buffer | undefined {
  if (sealed.length !== SEALED_KEY_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', under, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES + KEY_BYTES))
  const key = decipher.update(sealed.subarray(NONCE_BYTES, NONCE_BYTES + KEY_BYTES))
  try {
    decipher.final()
  } catch {
    key.fill(0)
    return undefined
  }
  return key
}

function syncFile(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

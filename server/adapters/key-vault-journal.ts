import { createHash } from 'node:crypto'
import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '#ground/config.ts'
import { syncDirectory } from './key-vault-master.ts'

// O-05: the erasure journal. A backup of the vault is older than the erasures made after it; restoring it must not
// bring erased keys back. So each erasure is written here, durably, before its key is destroyed, and a vault replays
// what it has not seen whenever it is opened. The file only grows and holds no keys: replicate it apart from the vault.
//
// One line of 71 bytes each: ISO time, mailbox id, 8 hex digits of a SHA-256 over both.

const LINE_BYTES = 71
const LINE = /^(\S{24}) ([0-9a-f-]{36}) ([0-9a-f]{8})$/

export type Erasure = { mailboxId: string; erasedAt: string }

/** Appends durably and answers the size of the journal afterwards, in bytes. The caller holds the vault's write lock. */
export function appendErasures(path: string, erasures: readonly Erasure[]): number {
  const fd = openSync(path, 'a+', 0o600)
  try {
    const before = fstatSync(fd).size
    const text = erasures.map((erasure) => `${line(erasure)}\n`).join('')
    // A line cut off by a crash was never acknowledged; it is closed so that ours stands on a line of its own.
    writeAll(fd, Buffer.from(endsClean(fd, before) ? text : `\n${text}`))
    fdatasyncSync(fd)
    if (before === 0) syncDirectory(dirname(path))
    return fstatSync(fd).size
  } finally {
    closeSync(fd)
  }
}

/** The erasures from a byte offset on, and the size of the journal. A missing journal is an empty one. */
export function readErasures(path: string, from = 0): { erasures: Erasure[]; sizeBytes: number } {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { erasures: [], sizeBytes: 0 }
    throw error
  }
  try {
    const sizeBytes = fstatSync(fd).size
    if (from >= sizeBytes) return { erasures: [], sizeBytes }
    const bytes = Buffer.alloc(sizeBytes - from)
    let read = 0
    while (read < bytes.length) {
      const got = readSync(fd, bytes, read, bytes.length - read, from + read)
      if (got === 0) break
      read += got
    }
    const lines = bytes.toString('latin1', 0, read).split('\n')
    return { erasures: lines.flatMap((text, n) => parse(text, path, from, n)), sizeBytes }
  } finally {
    closeSync(fd)
  }
}

function parse(text: string, path: string, from: number, n: number): Erasure[] {
  // Shorter than a line: the empty end, or the rest of one that a crash cut off before it was acknowledged.
  if (text.length < LINE_BYTES - 1) return []
  const [, erasedAt, mailboxId] = LINE.exec(text) ?? []
  const erasure = erasedAt && mailboxId ? { erasedAt, mailboxId } : undefined
  if (!erasure || line(erasure) !== text)
    throw new ConfigError(
      `erasure journal ${path}: line ${n + 1} from byte ${from} is damaged; restore the journal from its replica, ` +
        'as a key that was erased might come back',
    )
  return [erasure]
}

function line({ mailboxId, erasedAt }: Erasure): string {
  const check = createHash('sha256')
    .update(`brevhus erasure ${erasedAt} ${mailboxId}`)
    .digest('hex')
    .slice(0, 8)
  return `${erasedAt} ${mailboxId} ${check}`
}

function endsClean(fd: number, sizeBytes: number): boolean {
  if (sizeBytes === 0) return true
  const last = Buffer.alloc(1)
  readSync(fd, last, 0, 1, sizeBytes - 1)
  return last[0] === 0x0a
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(fd, bytes, written)
}

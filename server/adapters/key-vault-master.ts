import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '#ground/config.ts'

// O-05, O-06: the master keys that wrap the mailbox keys of the local vault. Versions only grow; the newest wraps,
// older ones still unwrap, so that a backup of the vault made before a rotation can be restored.

export type MasterSource =
  /** A file of mode 0600, made at first start. */
  | { file: string }
  /** Given by the environment or a secret store: version → 32 bytes, see `parseMasterKeys`. */
  | { keys: ReadonlyMap<number, Uint8Array> }

export type MasterKeys = {
  newest(): number
  /** The key of a version; looks again where it came from before it gives up, as another process may have rotated. */
  key(version: number): KeyObject
  /** Adds a new version durably (file), or says why it cannot (environment). Answers the newest version. */
  add(): number
  /** Forgets all versions but this one, durably. Answers how many went. */
  forgetAllBut(version: number): number
}

const KEY_BYTES = 32

/** Reads `2:<base64>,1:<base64>`. Errors say what is wrong, never what was given. */
export function parseMasterKeys(text: string): Map<number, Uint8Array> {
  const keys = new Map<number, Uint8Array>()
  for (const [place, part] of text
    .trim()
    .split(/[,\n]+/)
    .entries()) {
    const [, version, base64] = /^\s*([1-9]\d{0,8}):([A-Za-z0-9+/]{43}=)\s*$/.exec(part) ?? []
    if (!version || !base64)
      throw new ConfigError(
        `master keys: entry ${place + 1} is not VERSION:BASE64 with a whole number and 32 bytes`,
      )
    if (keys.has(Number(version))) throw new ConfigError(`master keys: version ${version} is given twice`)
    keys.set(Number(version), Buffer.from(base64, 'base64'))
  }
  return keys
}

/**
 * @param mayMake whether a missing file may be made: false when keys exist that only the missing one can unwrap.
 */
export function openMasterKeys(source: MasterSource, mayMake: boolean): MasterKeys {
  if ('file' in source && mayMake) makeFirst(source.file)
  const load = () => ('file' in source ? readFile(source.file) : source.keys)
  let keys = toKeyObjects(load())
  const newest = () => Math.max(...keys.keys())
  return {
    newest,
    key(version) {
      if (!keys.has(version)) keys = toKeyObjects(load())
      const key = keys.get(version)
      if (!key)
        throw new ConfigError(
          `master key version ${version} is missing; the vault cannot be read without it: restore it`,
        )
      return key
    },
    add() {
      if (!('file' in source)) return newest()
      const stored = readFile(source.file)
      stored.set(Math.max(...stored.keys()) + 1, randomBytes(KEY_BYTES))
      replaceFile(source.file, stored)
      keys = toKeyObjects(stored)
      return newest()
    },
    forgetAllBut(version) {
      if (!('file' in source))
        throw new ConfigError('master keys come from the environment: remove the old versions there')
      const stored = readFile(source.file)
      const kept = stored.get(version)
      if (!kept) throw new ConfigError(`master key version ${version} is missing; nothing was forgotten`)
      replaceFile(source.file, new Map([[version, kept]]))
      keys = toKeyObjects(new Map([[version, kept]]))
      return stored.size - 1
    },
  }
}

function toKeyObjects(keys: ReadonlyMap<number, Uint8Array>): Map<number, KeyObject> {
  if (keys.size === 0)
    throw new ConfigError('master keys: there is none; give at least one as VERSION:BASE64')
  const wrong = [...keys].find(
    ([version, key]) => !Number.isSafeInteger(version) || version < 1 || key.length !== KEY_BYTES,
  )
  if (wrong)
    throw new ConfigError(
      `master keys: version ${wrong[0]} must be a whole number from 1 with a key of 32 bytes`,
    )
  return new Map([...keys].map(([version, key]) => [version, createSecretKey(key)]))
}

function readFile(file: string): Map<number, Uint8Array> {
  const mode = readable(file).mode & 0o777
  if (mode & 0o077)
    throw new ConfigError(
      `master key file ${file} has mode ${mode.toString(8)}: others can read it. Run: chmod 600 ${file}`,
    )
  return parseMasterKeys(readFileSync(file, 'utf8'))
}

function readable(file: string) {
  try {
    return statSync(file)
  } catch (cause) {
    throw new ConfigError(
      `master key file ${file} cannot be read, and the vault holds keys under it: restore the file`,
      { cause },
    )
  }
}

function makeFirst(file: string): void {
  const mine = `${file}.${process.pid}.new`
  writeDurably(mine, new Map([[1, randomBytes(KEY_BYTES)]]))
  try {
    // link() fails if another process was first: then its key is the one that counts.
    linkSync(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(mine)
  }
  syncDirectory(dirname(file))
}

function replaceFile(file: string, keys: ReadonlyMap<number, Uint8Array>): void {
  const next = `${file}.${process.pid}.new`
  writeDurably(next, keys)
  renameSync(next, file)
  syncDirectory(dirname(file))
}

function writeDurably(file: string, keys: ReadonlyMap<number, Uint8Array>): void {
  const text = [...keys]
    .map(([version, key]) => `${version}:${Buffer.from(key).toString('base64')}\n`)
    .join('')
  rmSync(file, { force: true })
  const fd = openSync(file, 'wx', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** A new or renamed file survives a power cut only once its directory was synced. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

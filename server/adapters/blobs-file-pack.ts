import { randomUUID } from 'node:crypto'
import { constants, fstatSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DIRECT_FLAGS,
  openDirect,
  unlessRefused,
  wholeBlocks,
  writeBlocks,
  writeZeros,
} from './blobs-file-direct.ts'

// O-05: one pack file, and the shelf that prepares the next one while the current one fills.
// A pack's life: ID.zeroing (being made) → ID.spare (ready, no data) → ID.pack (has an owner, may hold data).

export type PackFile = {
  id: string
  openedAt: number
  /** The offset of a free place, or nothing if the pack is full or closed to appends. To be followed by `write`. */
  reserve(bytes: number): number | undefined
  /** Writes at a reserved place; durable when it resolves. False if the pack was erased meanwhile. */
  write(parts: readonly Uint8Array[], bytes: number, offset: number): Promise<boolean>
  refuseMore(): void
  /** Waits for writes under way, gives back the unused end, closes the file. */
  retire(): Promise<void>
}

export type PackShelf = {
  /** An empty pack of at least so many bytes, owned by this process, that survives a power cut. */
  take(bytes: number): Promise<PackFile>
  close(): Promise<void>
}

/** `direct`: written past the page cache, in whole blocks, each write durable by itself. */
type Blank = { id: string; sizeBytes: number; handle: FileHandle; direct: boolean }

const ZEROS = Buffer.alloc(1024 * 1024)
/** A half-made pack not written to for so long has lost its maker. */
const ABANDONED_MS = 600_000

export const packPath = (folder: string, packId: string): string => join(folder, `${packId}.pack`)
const sparePath = (folder: string, packId: string) => join(folder, `${packId}.spare`)
const zeroingPath = (folder: string, packId: string) => join(folder, `${packId}.zeroing`)

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function shelfOf(folder: string, sizeFirst: number, sizeMax: number, mayBeDirect: boolean): PackShelf {
  let direct = mayBeDirect && DIRECT_FLAGS !== undefined
  let sizeNext = sizeFirst
  let spare: Promise<Blank> | undefined
  let swept = false

  async function take(bytes: number): Promise<PackFile> {
    if (!swept) {
      await removeAbandoned(folder)
      swept = true
    }
    // Larger than any pack: a file of its own, not worth writing zeros first.
    if (bytes > sizeMax) return packFile(await own(folder, await makeBuffered(folder, 0)), bytes)
    for (;;) {
      const waiting = spare ?? adopt(folder, direct).then((found) => found ?? prepare())
      spare = undefined
      const blank = await waiting
      // Too small for this chunk: stays on the folder as a spare for a later process.
      if (blank.sizeBytes < bytes) {
        await blank.handle.close()
        sizeNext = Math.min(sizeMax, Math.max(sizeNext, 2 ** Math.ceil(Math.log2(bytes))))
        spare = prepare()
        continue
      }
      const owned = await own(folder, blank).catch((error) => {
        // Another process found our spare and took it: the rename is the lock.
        if (error.code === 'ENOENT') return blank.handle.close()
        throw error
      })
      if (!owned) continue
      spare = prepare()
      return packFile(owned, owned.sizeBytes)
    }
  }

  function prepare(): Promise<Blank> {
    const blank = makeBlank(sizeNext)
    sizeNext = Math.min(sizeMax, sizeNext * 2)
    // Who takes it sees the failure; until then it must not end the process as unhandled.
    blank.catch(() => undefined)
    return blank
  }

  async function makeBlank(sizeBytes: number): Promise<Blank> {
    if (direct) {
      const blank = await makeDirect(folder, sizeBytes)
      if (blank) return blank
      direct = false
    }
    return makeBuffered(folder, sizeBytes)
  }

  return {
    take,
    async close() {
      const blank = await spare?.catch(() => undefined)
      spare = undefined
      if (!blank) return
      await blank.handle.close()
      await rm(sparePath(folder, blank.id), { force: true })
    },
  }
}

/** A zeroed, synced file called spare, written past the page cache; nothing where the file system does not do that. */
function makeDirect(folder: string, sizeBytes: number): Promise<Blank | undefined> {
  const whole = wholeBlocks(sizeBytes)
  return unlessRefused(() =>
    makeSpare(folder, { sizeBytes: whole, flags: OPEN_NEW | DIRECT_FLAGS!, direct: true }, (handle) =>
      writeZeros(handle, whole, 0),
    ),
  )
}

const OPEN_NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL

/** The same through the cache. */
function makeBuffered(folder: string, sizeBytes: number): Promise<Blank> {
  return makeSpare(folder, { sizeBytes, flags: OPEN_NEW, direct: false }, async (handle) => {
    for (let at = 0; at < sizeBytes; ) {
      const { bytesWritten } = await handle.write(ZEROS, 0, Math.min(ZEROS.length, sizeBytes - at), at)
      at += bytesWritten
      // In small steps, so that appends to the current pack never wait behind 64 MiB of zeros.
      await handle.datasync()
    }
  })
}

async function makeSpare(
  folder: string,
  { sizeBytes, flags, direct }: { sizeBytes: number; flags: number; direct: boolean },
  fill: (handle: FileHandle) => Promise<void>,
): Promise<Blank> {
  const id = randomUUID()
  const handle = await open(zeroingPath(folder, id), flags, 0o600)
  try {
    await fill(handle)
    await handle.sync()
    await rename(zeroingPath(folder, id), sparePath(folder, id))
    return { id, sizeBytes, handle, direct }
  } catch (error) {
    await handle.close()
    await rm(zeroingPath(folder, id), { force: true })
    throw error
  }
}

/** Makes a spare ours. @throws ENOENT if another process was first. */
async function own(folder: string, blank: Blank): Promise<Blank> {
  await rename(sparePath(folder, blank.id), packPath(folder, blank.id))
  await syncFolder(folder)
  return blank
}

/** A spare that a killed process left behind; it becomes ours with `own`, as the rename is the lock. */
async function adopt(folder: string, direct: boolean): Promise<Blank | undefined> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.spare')) continue
    const path = join(folder, name)
    const past = direct ? await openDirect(path).catch(() => undefined) : undefined
    const handle = past ?? (await open(path, 'r+').catch(() => undefined))
    if (!handle) continue
    const { size } = await handle.stat()
    return { id: name.slice(0, -'.spare'.length), sizeBytes: size, handle, direct: past !== undefined }
  }
  return undefined
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.zeroing')) continue
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true })
  }
}

function packFile({ id, handle, direct }: Blank, sizeBytes: number): PackFile {
  let used = 0
  let end = 0
  let underWay = 0
  let open = true
  let broken: unknown
  let syncing: Promise<void> | undefined
  let syncNext: Promise<void> | undefined
  let retired: Promise<void> | undefined
  let whenIdle: (() => void) | undefined

  /** One fdatasync serves all whose writes ended before it began. */
  function sync(): Promise<void> {
    if (!syncing) return runSync()
    syncNext ??= syncing
      .catch(() => undefined)
      .then(() => {
        syncNext = undefined
        return runSync()
      })
    return syncNext
  }

  function runSync(): Promise<void> {
    // A failed sync is not repeated: the kernel may have dropped the pages and would call the next one a success.
    if (broken) return Promise.reject(broken)
    const run = handle.datasync().catch((error) => {
      broken = error
      throw error
    })
    const settled = run.finally(() => {
      if (syncing === settled) syncing = undefined
    })
    syncing = settled
    return settled
  }

  async function writeBuffered(parts: readonly Uint8Array[], bytes: number, offset: number): Promise<void> {
    let { bytesWritten } = await handle.writev(parts as Uint8Array[], offset)
    while (bytesWritten < bytes) {
      const rest = Buffer.concat(parts).subarray(bytesWritten)
      bytesWritten += (await handle.write(rest, 0, rest.length, offset + bytesWritten)).bytesWritten
    }
    await sync()
  }

  /** The write is its own sync. After one that failed nothing goes into this pack, as with a failed sync. */
  async function writeDirect(parts: readonly Uint8Array[], offset: number): Promise<void> {
    if (broken) throw broken
    await writeBlocks(handle, parts, offset).catch((error) => {
      broken = error
      throw error
    })
  }

  return {
    id,
    openedAt: Date.now(),
    reserve(bytes) {
      if (!open || used + bytes > sizeBytes) return undefined
      const offset = used
      end = offset + bytes
      used = direct ? wholeBlocks(end) : end
      underWay++
      return offset
    },
    async write(parts, bytes, offset) {
      try {
        if (direct) await writeDirect(parts, offset)
        else await writeBuffered(parts, bytes, offset)
        return fstatSync(handle.fd).nlink > 0
      } finally {
        underWay--
        if (underWay === 0) whenIdle?.()
      }
    },
    refuseMore() {
      open = false
    },
    retire() {
      open = false
      retired ??= (async () => {
        if (underWay > 0) await new Promise<void>((resolve) => (whenIdle = resolve))
        // Only tidying up: the data are durable already, and whoever retires a pack cannot mend a disk.
        await handle
          .truncate(end)
          .then(() => handle.sync())
          .catch(() => undefined)
        await handle.close().catch(() => undefined)
      })()
      return retired
    },
  }
}

import { randomUUID } from 'node:crypto'
import { fstatSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

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

type Blank = { id: string; sizeBytes: number; handle: FileHandle }

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

export function shelfOf(folder: string, sizeFirst: number, sizeMax: number): PackShelf {
  let sizeNext = sizeFirst
  let spare: Promise<Blank> | undefined
  let swept = false

  async function take(bytes: number): Promise<PackFile> {
    if (!swept) {
      await removeAbandoned(folder)
      swept = true
    }
    // Larger than any pack: a file of its own, not worth writing zeros first.
    if (bytes > sizeMax) return packFile(await own(folder, await makeBlank(folder, 0)), bytes)
    for (;;) {
      const waiting = spare ?? adopt(folder).then((found) => found ?? prepare())
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
    const blank = makeBlank(folder, sizeNext)
    sizeNext = Math.min(sizeMax, sizeNext * 2)
    // Who takes it sees the failure; until then it must not end the process as unhandled.
    blank.catch(() => undefined)
    return blank
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

/** A zeroed, synced file called spare. */
async function makeBlank(folder: string, sizeBytes: number): Promise<Blank> {
  const id = randomUUID()
  const handle = await open(zeroingPath(folder, id), 'wx+', 0o600)
  try {
    for (let at = 0; at < sizeBytes; ) {
      const { bytesWritten } = await handle.write(ZEROS, 0, Math.min(ZEROS.length, sizeBytes - at), at)
      at += bytesWritten
      // In small steps, so that appends to the current pack never wait behind 64 MiB of zeros.
      await handle.datasync()
    }
    await handle.sync()
    await rename(zeroingPath(folder, id), sparePath(folder, id))
    return { id, sizeBytes, handle }
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
async function adopt(folder: string): Promise<Blank | undefined> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.spare')) continue
    const handle = await open(join(folder, name), 'r+').catch(() => undefined)
    if (handle) return { id: name.slice(0, -'.spare'.length), sizeBytes: (await handle.stat()).size, handle }
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

function packFile({ id, handle }: Blank, sizeBytes: number): PackFile {
  let used = 0
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

  return {
    id,
    openedAt: Date.now(),
    reserve(bytes) {
      if (!open || used + bytes > sizeBytes) return undefined
      const offset = used
      used += bytes
      underWay++
      return offset
    },
    async write(parts, bytes, offset) {
      try {
        let { bytesWritten } = await handle.writev(parts as Uint8Array[], offset)
        while (bytesWritten < bytes) {
          const rest = Buffer.concat(parts).subarray(bytesWritten)
          bytesWritten += (await handle.write(rest, 0, rest.length, offset + bytesWritten)).bytesWritten
        }
        await sync()
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
          .truncate(used)
          .then(() => handle.sync())
          .catch(() => undefined)
        await handle.close().catch(() => undefined)
      })()
      return retired
    },
  }
}

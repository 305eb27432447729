import { mkdirSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { BlobError, type BlobStore, checkPackId, checkRange, totalBytes } from '#ground/blobs.ts'
import { type PackFile, type PackShelf, packPath, shelfOf, syncFolder } from './blobs-file-pack.ts'

// O-05: packs as files of one folder. A pack is written with zeros before it is used, so that an append changes no
// metadata of the file and costs one fdatasync; creating and renaming a file per chunk costs half the rate.
// A process only appends to packs of its own making, so processes need not agree on anything.

export type FileBlobsOptions = {
  /** The folder of the packs; made with mode 0700 if missing. */
  folder: string
  /** Size of a full-grown pack in bytes. Default 64 MiB. */
  packBytesMax?: number
  /** Size of a process's first pack; each next one doubles up to the full size, so that short runs waste little. */
  packBytesFirst?: number
  /** A pack takes no more appends after this time, so that erasing one a day old meets no writer. Default 1 hour. */
  packOpenMsMax?: number
  /** Whether packs are written past the page cache where the file system can. Default true. */
  direct?: boolean
}

const MIB = 1024 * 1024

export function openFileBlobs(options: FileBlobsOptions): BlobStore {
  const { folder, packBytesMax = 64 * MIB, packBytesFirst = Math.min(4 * MIB, packBytesMax) } = options
  const packOpenMsMax = options.packOpenMsMax ?? 3_600_000
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const shelf: PackShelf = shelfOf(folder, packBytesFirst, packBytesMax, options.direct ?? true)
  const underWay = new Set<Promise<unknown>>()
  let current: Promise<PackFile> | undefined
  let closed = false

  /** Takes a place in the open pack, or in the next one; synchronous between finding room and taking it. */
  async function reserve(bytes: number): Promise<{ pack: PackFile; offset: number }> {
    for (;;) {
      current ??= shelf.take(bytes)
      const asked = current
      let pack: PackFile
      try {
        pack = await asked
      } catch (error) {
        if (current === asked) current = undefined
        throw error
      }
      const offset = Date.now() - pack.openedAt < packOpenMsMax ? pack.reserve(bytes) : undefined
      if (offset !== undefined) return { pack, offset }
      if (current === asked) {
        current = undefined
        tracked(pack.retire())
      }
    }
  }

  /** Held until it ends, so that `close` can wait for it. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    const forget = () => underWay.delete(work)
    work.then(forget, forget)
    return work
  }

  async function append(parts: readonly Uint8Array[]): Promise<{ packId: string; offset: number }> {
    const bytes = totalBytes(parts)
    for (;;) {
      const { pack, offset } = await reserve(bytes)
      try {
        // False: another process erased the pack meanwhile, against the contract; the chunk goes to a living one.
        if (await pack.write(parts, bytes, offset)) return { packId: pack.id, offset }
      } catch (cause) {
        // After a failed sync the kernel may drop what it could not write: nothing more may go into this pack.
        await abandon(pack)
        throw new BlobError('unavailable', `pack ${pack.id} cannot be written: ${reasonOf(cause)}`, { cause })
      }
      await abandon(pack)
    }
  }

  async function abandon(pack: PackFile): Promise<void> {
    pack.refuseMore()
    const asked = current
    if (asked && (await asked.catch(() => undefined)) === pack && current === asked) current = undefined
    tracked(pack.retire())
  }

  return {
    append(parts) {
      if (closed) return Promise.reject(new BlobError('unavailable', 'the blob store is closed'))
      return tracked(append(parts))
    },
    async read(packId, offset, length) {
      checkPackId(packId)
      checkRange(offset, length)
      const file = await open(packPath(folder, packId), 'r').catch((cause) => {
        if (cause.code === 'ENOENT')
          throw new BlobError('no-such-pack', `there is no pack ${packId}`, { cause })
        throw new BlobError('unavailable', `pack ${packId} cannot be opened: ${reasonOf(cause)}`, { cause })
      })
      try {
        // Before memory is taken for it: a length from a damaged row may be anything.
        if (offset + length > (await file.stat()).size) throw beyondEnd(packId, offset, length)
        const bytes = new Uint8Array(length)
        let filled = 0
        while (filled < length) {
          const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled)
          if (bytesRead === 0) throw beyondEnd(packId, offset, length)
          filled += bytesRead
        }
        return bytes
      } finally {
        await file.close()
      }
    },
    async erase(packId) {
      checkPackId(packId)
      const open = await current?.catch(() => undefined)
      if (open?.id === packId) await abandon(open)
      await rm(packPath(folder, packId), { force: true })
      await syncFolder(folder)
    },
    async close() {
      closed = true
      while (underWay.size > 0) await Promise.allSettled([...underWay])
      const open = await current?.catch(() => undefined)
      current = undefined
      await open?.retire()
      await shelf.close()
    },
  }
}

function beyondEnd(packId: string, offset: number, length: number): BlobError {
  return new BlobError(
    'beyond-end',
    `pack ${packId} ends before byte ${offset + length} (asked: ${length} from ${offset})`,
  )
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC') return 'the disk is full; free space or move the packs'
  return code ?? String(cause)
}

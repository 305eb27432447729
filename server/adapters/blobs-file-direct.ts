import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

// O-05: writing to the disk past the kernel's page cache (O_DIRECT), and durable when the call returns (O_DSYNC). A pack is written
// once and read much later if at all: in the cache its pages would only push out the database's. Memory, place and length must be
// whole blocks then.

/** What every disk of today takes; a file system that wants more refuses, and its packs go through the cache. */
const BLOCK_BYTES = 4096
const STAGE_BYTES = 1024 * 1024
const WASM_PAGE_BYTES = 65_536

export const wholeBlocks = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES

/** Only Linux has these two. */
export const DIRECT_FLAGS: number | undefined =
  constants.O_DIRECT && constants.O_DSYNC
    ? constants.O_RDWR | constants.O_DIRECT | constants.O_DSYNC
    : undefined

/** Memory of WebAssembly begins at a page of the machine, which no Buffer promises. */
const idle: Buffer[] = []
function takeStage(): Buffer {
  const pages = STAGE_BYTES / WASM_PAGE_BYTES
  return idle.pop() ?? Buffer.from(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer)
}

/** Opens what is there already, all of it whole blocks; nothing if this file system does not write past its cache. */
export async function openDirect(path: string): Promise<FileHandle | undefined> {
  if (DIRECT_FLAGS === undefined) return undefined
  const handle = await unlessRefused(() => open(path, DIRECT_FLAGS!))
  if (!handle) return undefined
  const stage = takeStage()
  try {
    // Some take the flag and refuse the block.
    if (await unlessRefused(() => handle.read(stage, 0, BLOCK_BYTES, 0))) return handle
    await handle.close()
    return undefined
  } finally {
    idle.push(stage)
  }
}

/** Nothing when the file system says that it does not do this. */
export async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EINVAL' || code === 'ENOTSUP' || code === 'EOPNOTSUPP') return undefined
    throw error
  }
}

/** Zeros from `at`, both in whole blocks; durable when it resolves. */
export async function writeZeros(handle: FileHandle, bytes: number, at: number): Promise<void> {
  const stage = takeStage()
  try {
    stage.fill(0)
    for (let done = 0; done < bytes; done += stage.length)
      await flush(handle, stage, Math.min(stage.length, bytes - done), at + done)
  } finally {
    idle.push(stage)
  }
}

/** All parts one after the other from `at`, filled up to a whole block; durable when it resolves. */
export async function writeBlocks(
  handle: FileHandle,
  parts: readonly Uint8Array[],
  at: number,
): Promise<void> {
  const stage = takeStage()
  try {
    let place = at
    let filled = 0
    for (const part of parts)
      for (let from = 0; from < part.length; ) {
        const taken = part.subarray(from, from + stage.length - filled)
        stage.set(taken, filled)
        from += taken.length
        filled += taken.length
        if (filled < stage.length) continue
        await flush(handle, stage, filled, place)
        place += filled
        filled = 0
      }
    if (filled === 0) return
    const rounded = wholeBlocks(filled)
    stage.fill(0, filled, rounded)
    await flush(handle, stage, rounded, place)
  } finally {
    idle.push(stage)
  }
}

async function flush(handle: FileHandle, stage: Buffer, bytes: number, at: number): Promise<void> {
  for (let done = 0; done < bytes; )
    done += (await handle.write(stage, done, bytes - done, at + done)).bytesWritten
}

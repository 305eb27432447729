/**
 * O-05: where sealed content lies. Documents are written in packs, one append per accepted chunk, and addressed by
 * pack, offset and length, so that a store sees few large objects. A pack's bytes never change.
 */
export type BlobStore = {
  /**
   * Writes the parts one after the other; durable when it resolves. The n-th part begins at `offset` plus the lengths
   * of those before it. May be called concurrently.
   */
  append(parts: readonly Uint8Array[]): Promise<PackAddress>
  /** Exactly `length` bytes (at least 1) from `offset`. @throws BlobError if the pack does not hold them. */
  read(packId: string, offset: number, length: number): Promise<Uint8Array>
  /**
   * Removes a pack for good; one already gone is no error. Only for packs in which every document is dead and which
   * are older than any transaction still under way (a day): a chunk appended but not yet committed is not dead.
   */
  erase(packId: string): Promise<void>
  /** Waits for appends under way and lets go of files and sockets. */
  close(): Promise<void>
}

export type PackAddress = { packId: string; offset: number }

export type BlobProblem =
  /** No such pack: erased, or never written here. */
  | 'no-such-pack'
  /** The pack is there but ends before the bytes asked for. */
  | 'beyond-end'
  /** The store refused our credentials or rights: an operator must act. */
  | 'refused'
  /** The store failed, timed out or is full, after the retries it has. */
  | 'unavailable'

export class BlobError extends Error {
  override readonly name = 'BlobError'
  readonly problem: BlobProblem

  constructor(problem: BlobProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}

const PACK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Stops a hostile or damaged id before it becomes a path or a URL. @throws BlobError `no-such-pack` */
export function checkPackId(packId: string): void {
  if (!PACK_ID.test(packId))
    throw new BlobError('no-such-pack', 'a pack id is a lower-case UUID; this one is not')
}

/** @throws RangeError for offsets and lengths that no document can have. */
export function checkRange(offset: number, length: number): void {
  const sane = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 1
  if (!sane)
    throw new RangeError(`blob range: offset ${offset}, length ${length}: both whole, length at least 1`)
}

/** Bytes of all parts together. @throws RangeError if there are none: an empty append has no address. */
export function totalBytes(parts: readonly Uint8Array[]): number {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  if (total === 0) throw new RangeError('blob append: there is nothing to write')
  return total
}

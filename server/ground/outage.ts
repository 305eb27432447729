/** What a request needs and cannot have just now, through nobody's fault in particular: the database, the packs, the key vault or the disk are away. */
import { BlobError } from '#ground/blobs.ts'

/** Of the key vault's file: busy, locked, read-only, input or output, full, cannot be opened. */
const SQLITE_AWAY: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14])

/** Of pg: no connection to be had, one that broke, and what was asked on it before that was noticed. */
const PG_AWAY =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Client (?:has encountered a connection error|was closed) and is not queryable)/

/** SQLSTATE classes 08 connection, 53 no resources, 57 shut down; errors of the system (no space, refused); pg's own have no code. */
export function isOutage(error: unknown): boolean {
  if (error instanceof BlobError) return error.problem === 'unavailable' || error.problem === 'refused'
  if (typeof error !== 'object' || error === null) return false
  const { code, message, errcode } = error as { code?: unknown; message?: unknown; errcode?: unknown }
  if (code === 'ERR_SQLITE_ERROR') return SQLITE_AWAY.has(Number(errcode) & 0xff)
  if (typeof code === 'string') return /^(?:08|53|57)[0-9A-Z]{3}$/.test(code) || /^E[A-Z]+$/.test(code)
  return PG_AWAY.test(String(message))
}

/** What a request needs and cannot have just now, through nobody's fault in particular: the database, the packs or the disk are away. */
import { BlobError } from '#ground/blobs.ts'

/** SQLSTATE classes 08 connection, 53 no resources, 57 shut down; errors of the system (no space, refused); pg's own have no code. */
export function isOutage(error: unknown): boolean {
  if (error instanceof BlobError) return error.problem === 'unavailable' || error.problem === 'refused'
  if (typeof error !== 'object' || error === null) return false
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return /^(?:08|53|57)[0-9A-Z]{3}$/.test(code) || /^E[A-Z]+$/.test(code)
  return /^(?:timeout exceeded when trying to connect|Connection terminated)/.test(String(message))
}

/** The Range header (RFC 9110 §14.2) for one stretch of bytes. Several stretches, other units and what cannot be parsed are
 * ignored, as the RFC allows: the whole document is the answer. */
export type ByteRange =
  | { kind: 'whole' }
  /** From `from` (included) to `to` (excluded). */
  | { kind: 'part'; from: number; to: number }
  | { kind: 'unsatisfiable' }

const ONE_RANGE = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i

export function readRange(header: string | undefined, sizeBytes: number): ByteRange {
  const [, first, last] = ONE_RANGE.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return { kind: 'whole' }
  if (first === '') {
    const suffix = Number(last)
    if (suffix === 0) return { kind: 'unsatisfiable' }
    // Nothing cannot be cut: an empty document is its own last bytes.
    if (sizeBytes === 0) return { kind: 'whole' }
    return { kind: 'part', from: Math.max(0, sizeBytes - suffix), to: sizeBytes }
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return { kind: 'whole' }
  if (from >= sizeBytes) return { kind: 'unsatisfiable' }
  return { kind: 'part', from, to: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) }
}

/** The table of contents of a ZIP archive (APPNOTE.TXT §4.3), as far as it tells what an archive is. Pure; nothing is unpacked. */

const END_BYTES = 22
const COMMENT_BYTES_MAX = 65_535
const ENTRY_BYTES = 46
/** More entries than any document has: what says it has more is not looked through. */
const ENTRIES_MAX = 20_000

const END = 0x06054b50
const ENTRY = 0x02014b50

type End = { at: number; entries: number; directoryBytes: number; directoryAt: number }

/** Names of all entries; undefined when the table of contents is not where it must be, or something stands behind the archive. */
export function readZip(bytes: Uint8Array): string[] | undefined {
  const view = viewOf(bytes)
  const end = findEnd(bytes, view)
  if (!end || end.entries > ENTRIES_MAX) return undefined
  if (end.directoryAt + end.directoryBytes !== end.at) return undefined
  if (end.at + END_BYTES + view.getUint16(end.at + 20, true) !== bytes.length) return undefined
  const names: string[] = []
  let at = end.directoryAt
  for (let n = 0; n < end.entries; n++) {
    if (at + ENTRY_BYTES > end.at || view.getUint32(at, true) !== ENTRY) return undefined
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ]
    names.push(new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + name)))
    at += ENTRY_BYTES + name + extra + comment
  }
  return at === end.at ? names : undefined
}

/** Whether a program that looks for an archive from the end would find one, whatever stands before it. */
export function zipWithin(bytes: Uint8Array): boolean {
  const view = viewOf(bytes)
  const end = findEnd(bytes, view)
  if (!end || end.entries === 0) return false
  const at = end.at - end.directoryBytes
  return at >= 0 && at + 4 <= bytes.length && view.getUint32(at, true) === ENTRY
}

function findEnd(bytes: Uint8Array, view: DataView): End | undefined {
  const first = Math.max(0, bytes.length - END_BYTES - COMMENT_BYTES_MAX)
  for (let at = bytes.length - END_BYTES; at >= first; at--)
    if (view.getUint32(at, true) === END)
      return {
        at,
        entries: view.getUint16(at + 10, true),
        directoryBytes: view.getUint32(at + 12, true),
        directoryAt: view.getUint32(at + 16, true),
      }
  return undefined
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

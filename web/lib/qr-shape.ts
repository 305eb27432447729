/** A QR code as one path, drawn here and now: what it says (the key of a code app) is told to nobody else. */
import { encodeQR } from 'qr'

/** ISO/IEC 18004 asks for four light modules around the code. */
const QUIET_MODULES = 4

/** `size` is the side in modules, quiet zone included; `path` fills the dark ones, run by run. */
export function qrShape(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES })
  const runs = rows.flatMap((row, y) =>
    [...runsOf(row)].map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`),
  )
  return { size: rows.length, path: runs.join('') }
}

function* runsOf(row: readonly boolean[]): Generator<[x: number, length: number]> {
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const from = x
    while (row[x]) x++
    yield [from, x - from]
  }
}

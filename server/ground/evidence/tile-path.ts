// C2SP tlog-tiles, "Merkle Tree": `tile/<L>/<N>[.p/<W>]`, N in three-digit groups, all but the last marked x.
import { TILE_WIDTH, type TileAddress } from './merkle.ts'

/** A tile as asked for; `width` is 256 for a full one. */
export type TileRequest = TileAddress & { readonly width: number }

const LEVEL = /^(0|[1-9]\d?)$/
const INDEX = /^((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/
const LEVEL_MAX = 63

/** Path below `tile/`, such as `0/x001/x234/067` or `1/000.p/17`. */
export function tilePath({ level, index, width }: TileRequest): string {
  let groups = String(index % 1000).padStart(3, '0')
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups = `x${String(rest % 1000).padStart(3, '0')}/${groups}`
  }
  return `${level}/${groups}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

/** Reads a path below `tile/`; undefined when it is not the one spelling of a tile. */
export function parseTilePath(level: string, rest: string): TileRequest | undefined {
  const match = INDEX.exec(rest)
  if (!LEVEL.test(level) || !match) return undefined
  const index = Number((match[1] + match[2]!).replaceAll(/[x/]/g, ''))
  const request = { level: Number(level), index, width: match[3] ? Number(match[3]) : TILE_WIDTH }
  if (request.level > LEVEL_MAX || !Number.isSafeInteger(index)) return undefined
  // One spelling only: no leading x000, no .p/256 and above.
  return tilePath(request) === `${level}/${rest}` ? request : undefined
}

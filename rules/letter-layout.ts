/**
 * Where things may stand on a sheet that goes through a window envelope, in millimetres from the upper left corner of an A4 page.
 * Source: FACTS "Print" (Danish remote print; Norway, Digipost and DPI).
 */
export type Box = { x: number; y: number; width: number; height: number }

export type LetterLayout = {
  margin: { top: number; left: number; right: number; bottom: number }
  /** Nothing but the recipient stands here. */
  reserved: Box
  recipient: Box
  /** Left empty on every page: the print house's marks. */
  free: Box | null
  sheetsMax: number
}

export const LETTER_LAYOUTS = {
  'dk-remote-print': {
    margin: { top: 25, left: 17, right: 20, bottom: 23 },
    reserved: { x: 17, y: 25, width: 115, height: 89 },
    recipient: { x: 21, y: 41, width: 59, height: 21 },
    free: null,
    sheetsMax: 8,
  },
  'no-digipost': {
    margin: { top: 25, left: 18, right: 20, bottom: 23 },
    reserved: { x: 0, y: 0, width: 125, height: 89 },
    recipient: { x: 24, y: 45, width: 80, height: 25 },
    free: { x: 0, y: 95, width: 15, height: 80 },
    sheetsMax: 14,
  },
} as const satisfies Record<string, LetterLayout>

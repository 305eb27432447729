/** The printed code card: numbers from FACTS "Code card (NemID)". */
export const CODE_CARD = {
  codes: 148,
  keyDigits: 4,
  codeDigits: 6,
  /** A new card is ordered by itself when so many keys are left. */
  reorderAt: 20,
  /** Cards beside the one in use. */
  extraMax: 3,
  /** Wrong codes in a row that block the card; the person's other devices go on. */
  wrongCodesMax: 10,
} as const

export type CardState = { codes: number; used: number; nextOrdered: boolean; ended: boolean }

/** Whether this use made the card run low and its successor has to be ordered. */
export function runsLow(card: CardState): boolean {
  return !card.ended && !card.nextOrdered && card.codes - card.used <= CODE_CARD.reorderAt
}

/**
 * The place of the key to ask: the open one again, or one drawn among those never answered. null: all are used.
 * @param draw a number from 0 up to (not including) its argument, every one as likely
 */
export function placeToAsk(
  card: { codes: number; usedPlaces: readonly number[]; openPlace: number | null },
  draw: (below: number) => number,
): number | null {
  const used = new Set(card.usedPlaces)
  if (card.openPlace !== null && !used.has(card.openPlace)) return card.openPlace
  const free = Array.from({ length: card.codes }, (_, place) => place).filter((place) => !used.has(place))
  return free.length === 0 ? null : free[draw(free.length)]!
}

import { createContext } from 'react'
import type { LetterRow } from '#api/mailbox.ts'
import type { KEEPING } from '#rules/keeping.ts'
import type { Arranging } from './use-arrange.ts'

/** The number is checked against the table of rules without taking that into the browser. */
export const SELECTED_MAX: (typeof KEEPING)['lettersAtOnceMax'] = 100

export type Selection = { rows: ReadonlyMap<string, LetterRow>; toggle: (row: LetterRow) => void }

/** The letters chosen in the list; null while nobody is choosing. */
export const SelectionContext = createContext<Selection | null>(null)

/** Does one thing with one letter from its row, by a swipe; stable, so that no row is drawn anew for it. */
export const ArrangeRowContext = createContext<((asked: Arranging) => void) | null>(null)

/** Strength of a sign-in: `low` is a password, `substantial` and `high` are an e-ID (B-06, D-01). */
export const LEVELS = ['low', 'substantial', 'high'] as const
export type Level = (typeof LEVELS)[number]

export type LetterProtection = {
  sensitive: boolean
  /** Sent by a public authority. */
  publicSector: boolean
  /** What the sender asks of whoever opens (D-20); `low` when it asks nothing. */
  minimumLevel: Level
}

export type LetterDoor =
  | { kind: 'open' }
  /** `needs` is the level to step up to. A hidden text is replaced everywhere: lists, search, notices, calendar. */
  | { kind: 'locked'; needs: Level; titleHidden: boolean; senderHidden: boolean }

/** The least level each property of a letter asks for. The strongest of them holds. */
export const LETTER_LEVELS = {
  sensitive: 'substantial',
  publicSector: 'substantial',
} as const satisfies Record<'sensitive' | 'publicSector', Level>

export function atLeast(level: Level, needed: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed)
}

/** The level that opens a letter. */
function levelToOpen(letter: LetterProtection): Level {
  const asked: Level[] = [letter.minimumLevel]
  if (letter.sensitive) asked.push(LETTER_LEVELS.sensitive)
  if (letter.publicSector) asked.push(LETTER_LEVELS.publicSector)
  return asked.reduce((strongest, level) => (atLeast(level, strongest) ? level : strongest))
}

/**
 * Whether a session may open a letter, and what a locked one shows. Subject and sender of a sensitive letter stay hidden below
 * the level of an e-ID; a session that has that level may see them even when the sender asks for a still higher one to open.
 */
export function letterDoor(session: Level, letter: LetterProtection): LetterDoor {
  const needs = levelToOpen(letter)
  if (atLeast(session, needs)) return { kind: 'open' }
  const hidden = letter.sensitive && !atLeast(session, LETTER_LEVELS.sensitive)
  return { kind: 'locked', needs, titleHidden: hidden, senderHidden: hidden }
}

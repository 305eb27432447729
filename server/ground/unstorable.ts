/**
 * What PostgreSQL says of a text with a NUL in it: no text of it holds one (22021), nor of JSON (22P05). Nobody types one; who sends one is told so, and
 * it is no fault of ours.
 */
const SAID = ['22021', '22P05']

export const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && SAID.includes(String((error as { code?: unknown }).code))

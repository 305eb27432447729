/**
 * The one field above the password. A Norwegian account signs in by national number, a Danish one by a chosen user ID (I-14); one
 * post office serves both, so the shape of what is typed decides. A user ID therefore always holds a letter.
 */
export type LoginName = { kind: 'national-number'; digits: string } | { kind: 'user-id'; form: string }

export const USER_ID_ALLOWED =
  '4 to 40 letters a–z, digits, ".", "_" or "-", with at least one letter and no national number'

export function readLoginName(typed: string): LoginName {
  const text = typed.normalize('NFKC').trim()
  const digits = text.replace(/[\s-]/g, '')
  if (/^\d{11}$/.test(digits)) return { kind: 'national-number', digits }
  return { kind: 'user-id', form: text.toLowerCase() }
}

/** P-07: what may be shown again, or stand in an address. A number is no user ID however it is broken up. */
export const showable = (typed: string): boolean => !/\d{6}/.test(bare(typed))

/** Ten digits: who has a Danish account took the national number for its name. */
export const isDanishNumber = (typed: string): boolean => /^\d{10}$/.test(bare(typed))

const bare = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '')

/** null when the text can't be a user ID. */
export function userIdForm(chosen: string): string | null {
  const form = chosen.normalize('NFKC').toLowerCase()
  // P-07: a user ID stands on screens, in code apps and in passkeys.
  const holdsNumber = /\d{10}/.test(bare(form))
  return /^[a-z0-9._-]{4,40}$/.test(form) && /[a-z]/.test(form) && !holdsNumber ? form : null
}

/** One text per name for counting failures, the same whether or not anybody has that name. */
export function countedAs(name: LoginName): string {
  return name.kind === 'national-number' ? `number:${name.digits}` : `user:${name.form}`
}

/**
 * The one field above the password. A Norwegian account signs in by national number, a Danish one by a chosen user ID (I-14); one
 * post office serves both, so the shape of what is typed decides. A user ID therefore always holds a letter.
 */
export type LoginName = { kind: 'national-number'; digits: string } | { kind: 'user-id'; form: string }

export const USER_ID_ALLOWED = '4 to 40 letters a–z, digits, ".", "_" or "-", with at least one letter'

export function readLoginName(typed: string): LoginName {
  const text = typed.normalize('NFKC').trim()
  const digits = text.replace(/[\s-]/g, '')
  if (/^\d{11}$/.test(digits)) return { kind: 'national-number', digits }
  return { kind: 'user-id', form: text.toLowerCase() }
}

/** null when the text can't be a user ID. */
export function userIdForm(chosen: string): string | null {
  const form = chosen.normalize('NFKC').toLowerCase()
  return /^[a-z0-9._-]{4,40}$/.test(form) && /[a-z]/.test(form) ? form : null
}

/** One text per name for counting failures, the same whether or not anybody has that name. */
export function countedAs(name: LoginName): string {
  return name.kind === 'national-number' ? `number:${name.digits}` : `user:${name.form}`
}

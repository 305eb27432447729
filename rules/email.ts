const EMAIL_CHARACTERS_MAX = 254

const LOCAL = /^[^\s@"(),:;<>[\]\\.]+(?:\.[^\s@"(),:;<>[\]\\.]+)*$/u
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]{1,59}|\p{L}{2,63})$/u

/**
 * The form in which an e-mail address is stored and compared: NFC, lower case. `undefined` when it is none. One address only, without a
 * display name or quoted parts. Dots and `+tags` stay: some providers tell them apart, and the claim is to the address as verified.
 */
export function parseEmail(text: string): string | undefined {
  if (text.length > EMAIL_CHARACTERS_MAX * 2) return undefined
  const email = text.trim().normalize('NFC').toLowerCase().normalize('NFC')
  const at = email.lastIndexOf('@')
  const local = email.slice(0, Math.max(at, 0))
  if (email.length > EMAIL_CHARACTERS_MAX || local.length > 64) return undefined
  return LOCAL.test(local) && DOMAIN.test(email.slice(at + 1)) && !/\p{C}/u.test(email) ? email : undefined
}

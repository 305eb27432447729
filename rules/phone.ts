/** Phone numbers as people write them, in international form (ITU-T E.164). Only numbers that can get an SMS are of use. */
export type PhoneCountry = 'dk' | 'no'

/** Denmark: eight digits. Norway: eight digits, mobiles begin with 4 or 9. A number with + or 00 may be of any country. */
const NATIONAL = {
  dk: { prefix: '45', mobile: /^[2-9]\d{7}$/ },
  no: { prefix: '47', mobile: /^[49]\d{7}$/ },
} as const satisfies Record<PhoneCountry, { prefix: string; mobile: RegExp }>

/** `+4520123456`; undefined when it can't be a number for SMS. */
export function parsePhone(country: PhoneCountry, typed: string): string | undefined {
  const text = typed.normalize('NFKC').replace(/[\s().\-–]/g, '')
  const international = /^(?:\+|00)(\d{7,15})$/.exec(text)?.[1]
  if (international === undefined)
    return NATIONAL[country].mobile.test(text) ? `+${NATIONAL[country].prefix}${text}` : undefined
  for (const { prefix, mobile } of Object.values(NATIONAL))
    if (international.startsWith(prefix))
      return mobile.test(international.slice(prefix.length)) ? `+${international}` : undefined
  return /^[1-9]/.test(international) ? `+${international}` : undefined
}

/** The code that verifies a number (P-09, D-13). */
export const PHONE_CODE = { digits: 6, livesMs: 10 * 60_000, triesMax: 5, perDay: 5 } as const

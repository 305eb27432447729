/** Versions of the consent texts as the settings pages show them; kept with each consent as its proof (E-24, G8). Whoever
 * changes what a text says gives it a new version. */
export const CONSENT_TEXTS = {
  terms: '2026-11-24',
  'address-exchange': '2026-11-24',
  'number-use': '2026-11-24',
  marketing: '2026-11-24',
} as const

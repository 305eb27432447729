/** Versions of what a holder is shown before anything is collected, and of what they agree to (N-04, N-05, I-15). */
export const AGREEMENTS = {
  'id-terms': 'id-terms-1',
  'public-services-and-signature': 'public-services-and-signature-1',
} as const

/** No scanner: says so of every document, at once. The start-up line tells the operator. */
import type { Scanner } from '#ground/ports.ts'

export const noScanner = (): Scanner => ({
  name: 'none',
  waits: false,
  inspect: async () => ({ kind: 'not-scanned' }),
})

import { createHash } from 'node:crypto'
import type { House } from '#ground/house.ts'

/**
 * The same for every try of the same message, so that a mail server that gets it twice can tell. A hash over ids that
 * only we know: neither the sender of a letter nor a mail server can tell from it which letter it is about.
 */
export function messageIdOf(house: Pick<House, 'config'>, parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
  return `<${digest}@${house.config.MAIL_FROM.split('@')[1]}>`
}

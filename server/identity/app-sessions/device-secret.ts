/** What is hashed for a PIN: the PIN together with the secret that only the device holds. Who reads the database can't try out a
 * million PINs: it knows the secret by another hash only (`secret_hash`). */
import { createHash } from 'node:crypto'

/** @param secret the text in the device's cookie */
export function pepperOf(secret: string): Buffer {
  return createHash('sha256').update('brevhus pin pepper\n').update(secret).digest()
}

export function pinWithDevice(pin: string, pepper: Buffer): string {
  return `${pin}:${pepper.toString('base64url')}`
}

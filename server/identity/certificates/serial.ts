/** Serial numbers: 16 octets, 126 bits of them random, so that nobody can foresee what will be signed (CA/Browser Forum BR §7.1
 * asks for 64). The first octet lies between 40 and 7F: positive and of full length whatever is drawn. */
import { randomBytes } from 'node:crypto'

export const SERIAL_OCTETS = 16

export function newSerial(): Buffer {
  const serial = randomBytes(SERIAL_OCTETS)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  return serial
}

/** The serial number as people and addresses write it; undefined for what can't be one of ours. */
export const parseSerial = (hex: string): Buffer | undefined =>
  /^[4-7][0-9a-f]{31}$/.test(hex) ? Buffer.from(hex, 'hex') : undefined

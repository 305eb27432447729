/** The key file itself: an EC key sealed by a passphrase, with its certificate and the one post office it is good for. */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { UsageFault } from '../terminal/say-failure.ts'

export const PASSPHRASE_CHARACTERS_MIN = 12

/** OWASP's figures for scrypt; 128 MiB of memory, a third of a second. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const

export type StoredKey = {
  readonly version: 1
  readonly url: string
  readonly serial: string
  readonly name: string
  readonly enterprise: string
  readonly notAfter: string
  readonly certificates: string
  readonly sealed: {
    readonly salt: string
    readonly nonce: string
    readonly key: string
    readonly tag: string
  }
}

export type NewKey = { readonly key: KeyObject; readonly publicKey: Buffer }

export function makeKey(): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return { key: privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }) }
}

export function sealKey(
  key: KeyObject,
  passphrase: string,
  about: Omit<StoredKey, 'version' | 'sealed'>,
): StoredKey {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv(
    'aes-256-gcm',
    scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT),
    nonce,
  )
  // A file whose post office was exchanged does not open.
  cipher.setAAD(Buffer.from(`${about.url}\n${about.serial}`))
  const sealed = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()])
  const text = (bytes: Buffer) => bytes.toString('base64url')
  return {
    version: 1,
    ...about,
    sealed: { salt: text(salt), nonce: text(nonce), key: text(sealed), tag: text(cipher.getAuthTag()) },
  }
}

/** @throws UsageFault when the passphrase is not the one, or the file was changed */
export function openKey({ url, serial, sealed }: StoredKey, passphrase: string): KeyObject {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  try {
    const key = scryptSync(passphrase.normalize('NFC'), bytes(sealed.salt), 32, SCRYPT)
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(sealed.nonce))
    decipher.setAAD(Buffer.from(`${url}\n${serial}`))
    decipher.setAuthTag(bytes(sealed.tag))
    const der = Buffer.concat([decipher.update(bytes(sealed.key)), decipher.final()])
    const opened = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    createPublicKey(opened)
    return opened
  } catch {
    throw new UsageFault('The passphrase does not open this key file, or the file was changed.')
  }
}

/** @throws UsageFault when there is none */
export async function readKeyFile(path: string): Promise<StoredKey> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new UsageFault(`There is no key file at ${path}. Fetch one with: brevhus-key enrol`)
  }
  try {
    const stored = JSON.parse(text) as StoredKey
    if (stored.version === 1 && typeof stored.sealed?.key === 'string') return stored
  } catch {
    // Said below.
  }
  throw new UsageFault(`${path} is not a key file.`)
}

/** Whole or not at all, and readable by its owner alone. An existing file is never overwritten. */
export async function writeKeyFile(path: string, stored: StoredKey): Promise<void> {
  const part = `${path}.${process.pid}.part`
  await writeFile(part, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await rename(part, path)
}

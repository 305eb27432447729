/** The signing key as a file only this user can read. For one machine; an operator with a hardware module or a key service
 * writes another adapter. The key is made at the very first start and never again replaced in silence. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '#ground/config.ts'
import { keyIdOf, type Signer } from '#ground/signer.ts'

const OPEN_TO_OTHERS = 0o077

/**
 * Reads the Ed25519 key at `file` (PKCS#8 in PEM), or makes it with mode 0600 when there is none.
 * Several processes may start at once: all end with the same key.
 * @throws when the file is readable by others, or holds something else
 */
export function openLocalSigner(file: string): Signer {
  let pem = read(file)
  if (pem === undefined) {
    make(file)
    pem = read(file)!
  }
  const privateKey = parse(file, pem)
  const publicKeyPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string
  return {
    keyId: keyIdOf(publicKeyPem),
    publicKeyPem,
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}

function read(file: string): string | undefined {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    if ((fstatSync(fd).mode & OPEN_TO_OTHERS) !== 0)
      throw new ConfigError(`${file}: the signing key can be read by others. Run: chmod 600 ${file}`)
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

function make(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = `${file}.${process.pid}`
  const fd = openSync(draft, 'wx', 0o600)
  try {
    writeSync(fd, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    // A link, unlike a rename, never replaces the key another process made meanwhile.
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function parse(file: string, pem: string): KeyObject {
  let key: KeyObject | undefined
  try {
    key = createPrivateKey(pem)
  } catch {
    // Said below; OpenSSL's own words help nobody.
  }
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new ConfigError(
      `${file}: not an Ed25519 private key in PEM. Restore the signing key from its backup.`,
    )
  return key
}

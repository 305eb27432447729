/** The sender's private key: made here, read from a file, never printed. The public half goes to the operator, who registers it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import { fileWords } from './file-words.ts'

export type SenderKey = { readonly key: KeyObject; readonly keyId: string; readonly algorithm: string }

export class KeyFault extends Error {
  override name = 'KeyFault'
}

/** Ed25519, P-256 or RSA; a PEM text (PKCS #8), a private JWK as JSON, or a KeyObject. @throws KeyFault */
export async function readSenderKey(given: string | KeyObject): Promise<SenderKey> {
  const { key, named } = typeof given === 'string' ? parseKey(given) : { key: given, named: undefined }
  const algorithm = ALGORITHMS[key.asymmetricKeyType ?? '']
  if (key.type !== 'private' || !algorithm)
    throw new KeyFault('The key must be a private Ed25519, P-256 or RSA key.')
  const keyId = named ?? (await calculateJwkThumbprint(await exportJWK(createPublicKey(key))))
  return { key, keyId, algorithm }
}

const ALGORITHMS: Readonly<Record<string, string>> = { ed25519: 'EdDSA', ec: 'ES256', rsa: 'PS256' }

function parseKey(text: string): { key: KeyObject; named: string | undefined } {
  try {
    if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text), named: undefined }
    const jwk = JSON.parse(text) as JWK
    return { key: createPrivateKey({ key: jwk as never, format: 'jwk' }), named: jwk.kid }
  } catch {
    // The parser's own message may quote the text, and the text is the key.
    throw new KeyFault(
      'The key could not be read. It must be a private key as PEM (PKCS #8) or JWK, without a password.',
    )
  }
}

/** @returns the key, and whether others on this machine can read its file. @throws KeyFault */
export async function readKeyFile(path: string): Promise<SenderKey & { open: boolean }> {
  let text: string
  let mode: number
  try {
    text = await readFile(path, 'utf8')
    mode = (await stat(path)).mode
  } catch (error) {
    throw new KeyFault(`The key file ${path} cannot be read (${fileWords(error)}).`)
  }
  return { ...(await readSenderKey(text)), open: (mode & 0o077) !== 0 && process.platform !== 'win32' }
}

/** Makes an Ed25519 key pair. The private one is written for its owner only; an existing file is never overwritten.
 * @returns the public key as a JWK, to be registered */
export async function makeKeyFile(path: string): Promise<JWK> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  const jwk = await exportJWK(publicKey)
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' }
}

/** Signing keys as sealed files on this machine: for a demo, for tests, and for whoever has no hardware module. Each key is
 * PKCS#8 under AES-256-GCM by a master key (a file of mode 0600, or MASTER_KEYS from the operator's secret store). */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import {
  requireKeyName,
  SIGNING_KEY_KINDS,
  SigningKeyError,
  type SigningKeyKind,
  type SigningKeys,
  type SigningPublicKey,
} from '#ground/signing-keys.ts'
import { type MasterKeys, type MasterSource, openMasterKeys, syncDirectory } from './key-vault-master.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const CURVES = { 'ec-p256': 'P-256', 'ec-p384': 'P-384' } as const satisfies Record<SigningKeyKind, string>

/** `folder` is made with mode 0700. Keys under an older master key are sealed anew under the newest when opened. */
export function openLocalSigningKeys(options: { folder: string; master: MasterSource }): SigningKeys {
  const { folder } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const masters = openMasterKeys(options.master, sealedFiles(folder).length === 0)
  for (const file of sealedFiles(folder)) sealAnew(join(folder, file), file.slice(0, -SUFFIX.length), masters)
  const opened = new Map<string, KeyObject>()

  const load = (name: string): KeyObject | undefined => {
    const known = opened.get(requireKeyName(name))
    if (known) return known
    const file = join(folder, name + SUFFIX)
    if (!existsSync(file)) return undefined
    const key = createPrivateKey({ key: unseal(file, name, masters).pkcs8, format: 'der', type: 'pkcs8' })
    opened.set(name, key)
    return key
  }

  return {
    place: `sealed files in ${folder}`,
    async find(name) {
      const key = load(name)
      return key && publicOf(key)
    },
    async create(name, kind) {
      if (!load(name)) {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: CURVES[kind] })
        writeFirst(folder, name, seal(privateKey.export({ format: 'der', type: 'pkcs8' }), name, masters))
      }
      const found = publicOf(load(name)!)
      if (found.kind !== kind)
        throw new SigningKeyError(
          `the key ${name} is of kind ${found.kind}, not ${kind}: choose another name`,
        )
      return found
    },
    async sign(name, bytes) {
      const key = load(name)
      if (!key) throw new SigningKeyError(`there is no signing key ${name}: hold the ceremony, or restore it`)
      return sign(SIGNING_KEY_KINDS[publicOf(key).kind], bytes, key)
    },
    close: () => opened.clear(),
  }
}

const SUFFIX = '.key'
const sealedFiles = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(SUFFIX))

function publicOf(key: KeyObject): SigningPublicKey {
  const kind = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ec-p384' : 'ec-p256'
  return { kind, spki: createPublicKey(key).export({ format: 'der', type: 'spki' }) }
}

/** `1:<version of the master key>:<base64 of nonce, ciphertext, tag>`; the name is authenticated with it. */
function seal(pkcs8: Buffer, name: string, masters: MasterKeys): string {
  const version = masters.newest()
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', masters.key(version), nonce)
  cipher.setAAD(associated(name, version))
  const sealed = Buffer.concat([nonce, cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()])
  return `1:${version}:${sealed.toString('base64')}\n`
}

function unseal(file: string, name: string, masters: MasterKeys): { pkcs8: Buffer; version: number } {
  const [, version, base64] =
    /^1:([1-9]\d{0,8}):([A-Za-z0-9+/=]+)\n$/.exec(readFileSync(file, 'latin1')) ?? []
  const bytes = Buffer.from(base64 ?? '', 'base64')
  if (!version || bytes.length <= NONCE_BYTES + TAG_BYTES)
    throw new SigningKeyError(`${file} is damaged: restore the signing key from its backup`)
  const decipher = createDecipheriv(
    'aes-256-gcm',
    masters.key(Number(version)),
    bytes.subarray(0, NONCE_BYTES),
  )
  decipher.setAAD(associated(name, Number(version)))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const pkcs8 = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    return { pkcs8, version: Number(version) }
  } catch {
    throw new SigningKeyError(
      `${file} does not open: it was changed, renamed, or sealed by another master key`,
    )
  }
}

const associated = (name: string, version: number) => Buffer.from(`brevhus signing key\n${name}\n${version}`)

function sealAnew(file: string, name: string, masters: MasterKeys): void {
  const { pkcs8, version } = unseal(file, name, masters)
  if (version === masters.newest()) return
  const draft = writeDraft(file, seal(pkcs8, name, masters))
  renameSync(draft, file)
  syncDirectory(join(file, '..'))
}

function writeFirst(folder: string, name: string, text: string): void {
  const file = join(folder, name + SUFFIX)
  const draft = writeDraft(file, text)
  try {
    // A link, unlike a rename, never replaces the key another process made meanwhile.
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  syncDirectory(folder)
}

function writeDraft(file: string, text: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.new`
  const fd = openSync(draft, 'wx', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  return draft
}

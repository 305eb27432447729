/** Signing keys in a hardware module, reached by PKCS#11 through OpenSC's `pkcs11-tool`, one process a signature
 * (docs/decisions/pkcs11-by-a-program.md). The PIN travels in the environment of that process, never among its arguments. */
import { spawn } from 'node:child_process'
import { createHash, createPublicKey, verify } from 'node:crypto'
import {
  requireKeyName,
  SIGNING_KEY_KINDS,
  SigningKeyError,
  type SigningKeyKind,
  type SigningKeys,
  type SigningPublicKey,
} from '#ground/signing-keys.ts'

export type Pkcs11Options = {
  /** The library of the module's maker. */
  readonly module: string
  /** Label of the token. */
  readonly token: string
  readonly pin: string
  /** Everybody on this machine takes turns at this file. */
  readonly lockFile: string
  readonly program?: string
}

const CURVES = { 'ec-p256': 'EC:prime256v1', 'ec-p384': 'EC:secp384r1' } as const satisfies Record<
  SigningKeyKind,
  string
>
/** What stands before the point in a SubjectPublicKeyInfo (RFC 5480), by the curve's identifier. */
const BY_CURVE: Readonly<Record<string, { kind: SigningKeyKind; prefix: Buffer; pointBytes: number }>> = {
  '06082a8648ce3d030107': {
    kind: 'ec-p256',
    prefix: Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex'),
    pointBytes: 65,
  },
  '06052b81040022': {
    kind: 'ec-p384',
    prefix: Buffer.from('3076301006072a8648ce3d020106052b81040022036200', 'hex'),
    pointBytes: 97,
  },
}
const TIMEOUT_MS = 15_000
/** Looks again, then makes: only one maker is between the two at a time. */
const MAKE_ONCE =
  'id=$1; shift; "$@" --list-objects --type pubkey | grep "ID: *$id$" >/dev/null && exit 0; exec "$@" $MAKE'

export function openPkcs11SigningKeys(options: Pkcs11Options): SigningKeys {
  const { program = 'pkcs11-tool' } = options
  const base = [
    '--module',
    options.module,
    '--token-label',
    options.token,
    '--login',
    '--pin',
    'env:BREVHUS_PIN',
  ]
  // One call at a time on this machine: modules differ in what they bear.
  const call = (args: readonly string[], env: Record<string, string> = {}, input?: Uint8Array) =>
    run(
      'flock',
      [options.lockFile, ...args],
      { ...process.env, BREVHUS_PIN: options.pin, LC_ALL: 'C', ...env },
      input,
    )
  const known = new Map<string, SigningPublicKey>()

  async function find(name: string): Promise<SigningPublicKey | undefined> {
    requireKeyName(name)
    const before = known.get(name)
    if (before) return before
    const listed = await call([program, ...base, '--list-objects', '--type', 'pubkey'])
    const found = readListed(listed.toString('latin1'), idOf(name))
    if (found) known.set(name, found)
    return found
  }

  return {
    place: `token ${options.token}, PKCS#11 module ${options.module}`,
    find,
    async create(name, kind) {
      if (!(await find(name))) {
        const make = `--keypairgen --key-type ${CURVES[kind]} --id ${idOf(name)} --label ${name} --usage-sign --sensitive`
        await call(['sh', '-c', MAKE_ONCE, 'sh', idOf(name), program, ...base], {
          MAKE: make,
        })
      }
      const found = await find(name)
      if (!found) throw new SigningKeyError(`the token ${options.token} did not keep the key ${name}`)
      if (found.kind !== kind)
        throw new SigningKeyError(
          `the key ${name} is of kind ${found.kind}, not ${kind}: choose another name`,
        )
      return found
    },
    async sign(name, bytes) {
      const key = await find(name)
      if (!key)
        throw new SigningKeyError(
          `there is no signing key ${name} in the token: hold the ceremony, or restore it`,
        )
      const hash = SIGNING_KEY_KINDS[key.kind]
      const digest = createHash(hash).update(bytes).digest()
      const signature = await call(
        [program, ...base, '--sign', '-m', 'ECDSA', '--signature-format', 'openssl', '--id', idOf(name)],
        {},
        digest,
      )
      // Some modules fall back to another key than the one named: nothing leaves here that the right key did not sign.
      if (
        !verify(
          hash,
          bytes,
          { key: createPublicKey({ key: key.spki, format: 'der', type: 'spki' }) },
          signature,
        )
      )
        throw new SigningKeyError(`the token answered with a signature that is not by ${name}`)
      return signature
    },
    close: () => known.clear(),
  }
}

/** CKA_ID: labels are not unique in a token, and not every tool looks at them. */
const idOf = (name: string): string =>
  createHash('sha256').update(`brevhus ${name}`).digest('hex').slice(0, 32)

/** The public keys as `pkcs11-tool --list-objects` writes them, one paragraph each. */
function readListed(text: string, id: string): SigningPublicKey | undefined {
  for (const part of text.split(/^(?=Public Key Object)/m)) {
    if (new RegExp(`^\\s+ID:\\s+${id}\\s*$`, 'm').test(part)) {
      const curve = BY_CURVE[/^\s+EC_PARAMS:\s+([0-9a-f]+)/m.exec(part)?.[1] ?? '']
      // An OCTET STRING around the point: 04, its length, the point.
      const point = Buffer.from(/^\s+EC_POINT:\s+([0-9a-f]+)/m.exec(part)?.[1] ?? '', 'hex').subarray(2)
      if (!curve || point.length !== curve.pointBytes) return undefined
      return { kind: curve.kind, spki: Buffer.concat([curve.prefix, point]) }
    }
  }
  return undefined
}

/** Which setting its words are about; those of a root apart are named like it: PKCS11_ROOT_…. */
const VARIABLES = [
  [/Failed to load/, 'PKCS11_MODULE'],
  [/^No slot /, 'PKCS11_TOKEN'],
  [/CKR_PIN_/, 'PKCS11_PIN'],
] as const

/** What it wrote; rejects with the program's own last words, in which there is no PIN. */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: Uint8Array = new Uint8Array(),
): Promise<Buffer> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, timeout: TIMEOUT_MS, stdio: ['pipe', 'pipe', 'pipe'] })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', (cause) =>
      fail(new SigningKeyError(`${command} could not be started: install util-linux`, { cause })),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('close', (code, signal) => {
      if (code === 0) return done(Buffer.concat(out))
      const said = Buffer.concat(err)
        .toString()
        .trim()
        .split('\n')
        .find((line) => /^(error|flock):|^No slot /.test(line))
      const variable = VARIABLES.find(([words]) => words.test(said ?? ''))?.[1]
      fail(
        new SigningKeyError(
          `the signing key’s token failed (${signal ?? code}): ${said ?? 'it said nothing'}${variable ? `; see ${variable}` : ''}`,
        ),
      )
    })
  })
}

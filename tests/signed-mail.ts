/** Mail programs for tests: OpenSSL signs, opens and checks mail the way a person's own program does. */
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type KeyKind = 'ec' | 'rsa'
export type Keys = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

export const newKeys = (kind: KeyKind): Keys =>
  kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })

const pemOf = (der: Uint8Array, label = 'CERTIFICATE') =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END ${label}-----\n`

export type Holder = { readonly keys: Keys; readonly certificate: Buffer }

/** @param folder where keys and mails lie meanwhile */
export function mailProgram(folder: string) {
  let files = 0
  const put = (bytes: string | Uint8Array): string => {
    const path = join(folder, `mail-${files++}`)
    writeFileSync(path, bytes, { mode: 0o600 })
    return path
  }
  const keyFile = ({ keys }: Holder) => put(keys.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const run = (args: string[], input?: Buffer) =>
    execFileSync('openssl', ['cms', ...args], {
      maxBuffer: 64 << 20,
      ...(input && { input }),
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  return {
    put,
    /** A text as an entity, signed; `more` are further arguments, and further signers. */
    sign(
      holder: Holder,
      entity: string,
      more: readonly string[] = [],
      others: readonly Holder[] = [],
    ): Buffer {
      const signers = [holder, ...others].flatMap((one) => [
        '-signer',
        put(pemOf(one.certificate)),
        '-inkey',
        keyFile(one),
      ])
      return run(['-sign', '-in', put(entity), ...signers, ...more])
    },
    /** A certificate of the same name and number, by nobody but its own key. */
    selfSigned(holder: Holder): Holder {
      const keys = newKeys('ec')
      const key = keyFile({ ...holder, keys })
      const args = [
        '-in',
        put(pemOf(holder.certificate)),
        '-signkey',
        key,
        '-preserve_dates',
        '-outform',
        'DER',
      ]
      return {
        keys,
        certificate: execFileSync('openssl', ['x509', ...args], { stdio: ['pipe', 'pipe', 'pipe'] }),
      }
    },
    /** @throws when this holder's key does not open it */
    open(holder: Holder, mail: Buffer): Buffer {
      return run([
        '-decrypt',
        '-in',
        put(mail),
        '-recip',
        put(pemOf(holder.certificate)),
        '-inkey',
        keyFile(holder),
      ])
    },
    /** What was signed, and the certificate that signed it, when it is whole and leads to the root. */
    check(mail: Buffer, root: Buffer, at: Date): { content: string; signer: string } {
      const signer = put('')
      const args = ['-verify', '-in', put(mail), '-CAfile', put(pemOf(root)), '-signer', signer]
      const time = ['-attime', String(Math.floor(at.getTime() / 1000)), '-purpose', 'smimesign']
      const content = run([...args, ...time]).toString('utf8')
      return {
        content,
        signer: execFileSync(
          'openssl',
          ['x509', '-in', signer, '-noout', '-subject', '-ext', 'subjectAltName,keyUsage'],
          { encoding: 'utf8' },
        ),
      }
    },
    /** What OpenSSL says of a message's structure. */
    print: (mail: Buffer): string =>
      spawnSync('openssl', ['cms', '-cmsout', '-print', '-in', put(mail)], {
        encoding: 'utf8',
        maxBuffer: 64 << 20,
      }).stdout,
  }
}

/** Mail programs of others that sign and open S/MIME: NSS, which Thunderbird is built on, and GnuPG. Each has a key store of its own in a folder
 * of the test's own, with our root in it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Holder } from './signed-mail.ts'

export type ForeignProgram = {
  /** The signature over a text beside it, or around it, in DER. */
  sign(holder: Holder, content: string, way: 'detached' | 'opaque'): Buffer
  /** @throws when it can't be opened with the keys it has */
  open(der: Buffer): Buffer
}

type Store = { folder: string; put(name: string, bytes: string | Uint8Array): string }

function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    folder,
    put(name, bytes) {
      const path = join(folder, name)
      writeFileSync(path, bytes, { mode: 0o600 })
      return path
    },
  }
}

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  execFileSync(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
    timeout: 60_000,
  })

/** A holder's key and certificate, with those above it, as programs import them. */
function pkcs12(
  { folder, put }: Store,
  { keys, certificate }: Holder,
  name: string,
  issuing: Buffer,
): string {
  const pem = (der: Buffer) =>
    `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
  const key = put(`${name}.key`, keys.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const path = join(folder, `${name}.p12`)
  const certificates = [
    '-in',
    put(`${name}.pem`, pem(certificate)),
    '-certfile',
    put('issuing.pem', pem(issuing)),
  ]
  run('openssl', [
    ...['pkcs12', '-export', '-inkey', key, ...certificates, '-out', path, '-name', name],
    ...['-passout', 'pass:x', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  ])
  return path
}

export type Authorities = { readonly root: Buffer; readonly issuing: Buffer }

/** NSS by `certutil`, `pk12util` and `cmsutil` (Debian: libnss3-tools). */
export function nss(at: string, holders: readonly Holder[], { root, issuing }: Authorities): ForeignProgram {
  const store = openStore(at)
  const db = ['-d', `sql:${store.folder}`]
  const nameOf = (holder: Holder) => `holder-${holders.indexOf(holder)}`
  run('certutil', ['-N', ...db, '--empty-password'])
  run('certutil', ['-A', ...db, '-n', 'root', '-t', 'C,C,C', '-i', store.put('root.der', root)])
  for (const one of holders)
    run('pk12util', [...db, '-i', pkcs12(store, one, nameOf(one), issuing), '-W', 'x', '-K', ''])
  return {
    sign(holder, content, way) {
      const detached = way === 'detached' ? ['-T'] : []
      const input = ['-i', store.put('content', content)]
      return run('cmsutil', [
        '-S',
        ...db,
        ...detached,
        '-G',
        '-P',
        '-H',
        'SHA256',
        '-N',
        nameOf(holder),
        ...input,
      ])
    },
    open: (der) => run('cmsutil', ['-D', ...db, '-i', store.put('sealed', der)]),
  }
}

/** GnuPG by `gpgsm`, for holders of RSA keys: Debian's crashes when it imports an EC key. It asks nobody about revocation here: that is not what is looked at. */
export function gpgsm(
  at: string,
  holders: readonly Holder[],
  { root, issuing }: Authorities,
): ForeignProgram & { close(): void } {
  const store = openStore(at)
  const env = { GNUPGHOME: store.folder }
  const fingerprint = (der: Buffer) =>
    run('openssl', [
      'x509',
      '-inform',
      'DER',
      '-in',
      store.put('one.der', der),
      '-noout',
      '-fingerprint',
      '-sha1',
    ])
      .toString()
      .replace(/^.*=|\s+$/g, '')
  const options = ['--batch', '--disable-crl-checks', '--disable-dirmngr']
  store.put('trustlist.txt', `${fingerprint(root)} S relax\n`)
  store.put('gpg-agent.conf', 'allow-loopback-pinentry\n')
  for (const [name, der] of Object.entries({ root, issuing }))
    run('gpgsm', [...options, '--import', store.put(`${name}.der`, der)], env)
  const pass = ['--pinentry-mode', 'loopback', '--passphrase-fd', '0']
  const withPass = (args: readonly string[]) =>
    execFileSync('gpgsm', [...options, ...pass, ...args], {
      env: { ...process.env, ...env },
      input: 'x\n',
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 64 << 20,
      timeout: 60_000,
    })
  for (const [number, one] of holders.entries())
    withPass(['--import', pkcs12(store, one, `holder-${number}`, issuing)])
  return {
    sign(holder, content, way) {
      const detached = way === 'detached' ? ['--detach-sign'] : ['--sign']
      return withPass([
        '--local-user',
        fingerprint(holder.certificate),
        ...detached,
        store.put('content', content),
      ])
    },
    open: (der) => withPass(['--decrypt', store.put('sealed', der)]),
    /** Its agent goes on otherwise. */
    close: () => void run('gpgconf', ['--kill', 'all'], env),
  }
}

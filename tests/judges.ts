/** Independent judges of what we sign: OpenSSL and GnuTLS, as programs, on files in a folder of the test's own. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pemOf } from '#identity/certificates/certificates.routes.ts'

const run = promisify(execFile)

export type Said = { readonly code: number; readonly text: string }

/** Runs to its end and answers what it said, both channels together, whatever its exit code. */
async function say(program: string, args: readonly string[], cwd: string): Promise<Said> {
  try {
    const { stdout, stderr } = await run(program, [...args], { cwd, timeout: 20_000, maxBuffer: 16 << 20 })
    return { code: 0, text: stdout + stderr }
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string }
    if (typeof failed.code !== 'number') throw error
    return { code: failed.code, text: `${failed.stdout}${failed.stderr}` }
  }
}

export function judges(folder: string) {
  return {
    file(name: string, bytes: Uint8Array | string): string {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return path
    },
    /** Certificates, one after another in PEM. */
    pem(name: string, ...ders: readonly Uint8Array[]): string {
      return this.file(name, ders.map((der) => pemOf('CERTIFICATE', der)).join(''))
    },
    crl(name: string, der: Uint8Array): string {
      return this.file(name, pemOf('X509 CRL', der))
    },
    openssl: (...args: string[]) => say('openssl', args, folder),
    certtool: (...args: string[]) => say('certtool', args, folder),
    ocsptool: (...args: string[]) => say('ocsptool', args, folder),
  }
}

/**
 * The installation's one secret, from which keys are derived for what the database holds but must not know (TOTP secrets, fingerprints of
 * names). It lives outside the database, in DATA_DIR, is made at the first start and belongs in the operator's own backup of secrets.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const SECRET_BYTES = 32

/**
 * Reads the secret, making it when there is none yet. Several processes may start at once: one writes, the others read.
 * @throws Error when the file is damaged: a new secret would silently make every code app useless.
 */
export async function installationSecret(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, 'installation.secret')
  await mkdir(dataDir, { recursive: true })
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(SECRET_BYTES).toString('base64')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  for (let attempt = 0; ; attempt++) {
    const secret = Buffer.from(await readFile(file, 'utf8'), 'base64')
    if (secret.length === SECRET_BYTES) return secret
    // Another process may be between creating and writing it.
    if (attempt >= 20) {
      throw new Error('installation.secret in DATA_DIR is damaged: put it back from your backup of secrets')
    }
    await new Promise((done) => setTimeout(done, 50))
  }
}

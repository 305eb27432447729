/** The demo's electronic IDs: a simulated BankID, ID-porten and MitID, each with a secret of its own, made at the first start. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UpstreamId } from '#rules/upstream.ts'
import type { DemoLogin } from './demo-people.ts'

const SIMULATED = ['bankid-no', 'idporten', 'mitid-signicat'] as const satisfies readonly UpstreamId[]

/** Writes what the simulators are started with. Returns the setting UPSTREAMS of the post office. */
export async function prepareElectronicIds(demo: {
  dataDir: string
  publicUrl: string
  port: number
  logins: readonly DemoLogin[]
}): Promise<{ upstreams: string; setupFile: string }> {
  const folder = join(demo.dataDir, 'e-ids')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const secrets = await Promise.all(
    SIMULATED.map(async (id) => {
      const secretFile = join(folder, `${id}.secret`)
      return { id, secretFile, secret: await keptSecret(secretFile) }
    }),
  )
  const clients = Object.fromEntries(
    secrets.map(({ id, secret }) => [
      id,
      { clientId: 'brevhus-demo', secret, redirectUri: `${demo.publicUrl}/sign-in/with/${id}/return` },
    ]),
  )
  const people = demo.logins.map(({ name, country, nationalNumber }) => ({ name, country, nationalNumber }))
  const setupFile = join(folder, 'simulator.json')
  await writeFile(setupFile, JSON.stringify({ clients, people }, null, 2), { mode: 0o600 })
  const list = secrets.map(({ id, secretFile }) => ({
    profile: id,
    issuer: `http://localhost:${demo.port}/${id}`,
    clientId: 'brevhus-demo',
    authentication: 'client_secret_basic',
    secretFile,
  }))
  return { upstreams: JSON.stringify(list), setupFile }
}

async function keptSecret(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    const secret = randomBytes(32).toString('base64url')
    await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
    return secret
  }
}

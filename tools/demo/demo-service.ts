/** Registers the demo's service provider once, as the operator would, and keeps its key beside the data. */
import { generateKeyPair } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { House } from '#ground/house.ts'
import { registerServiceProvider } from '#identity/provider/register-service-provider.ts'
import { siteOf } from '#identity/site.ts'

/** @returns the file its process reads. */
export async function registerDemoService(
  house: Pick<House, 'db' | 'clock'>,
  demo: { dataDir: string; publicUrl: string; port: number },
): Promise<string> {
  const file = join(demo.dataDir, 'demo-service.json')
  if (existsSync(file)) return file
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  const own = `http://127.0.0.1:${demo.port}`
  const site = siteOf(demo.publicUrl)
  const { clientId } = await registerServiceProvider(
    { ...house, site },
    {
      country: 'dk',
      organisationNumber: '10203040',
      names: { da: 'Byens Bibliotek', nb: 'Byens bibliotek', sv: 'Stadsbiblioteket', en: 'City Library' },
      publicSector: true,
      profile: 'basic',
      redirectUris: [`${own}/back`],
      postLogoutRedirectUris: [`${own}/signed-out`],
      backChannelLogoutUri: `${own}/logout`,
      numberGround: 'CPR-loven § 57, stk. 1',
      jwks: { keys: [{ ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'demo' }] },
    },
  )
  const key = { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: 'demo' }
  await writeFile(file, JSON.stringify({ issuer: site.origin, clientId, key }), { mode: 0o600 })
  return file
}

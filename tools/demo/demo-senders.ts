/** The demo's senders, each with a key of its own in the data folder. People may write to all of them but the school. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { acceptMail, approveSender } from '#dispatch/senders/approve-sender.ts'
import type { House } from '#ground/house.ts'
import { DEMO_SENDERS, type DemoSender } from './demo-letters.ts'

export type DemoSenderKey = { key: DemoSender['key']; name: string; senderId: string; keyFile: string }

export async function approveDemoSenders(house: House, dataDir: string): Promise<DemoSenderKey[]> {
  const folder = join(dataDir, 'senders')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const approved: DemoSenderKey[] = []
  for (const { key, name, organisationNumber, publicSector } of DEMO_SENDERS) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { senderId, keyIds } = await approveSender(house, {
      name,
      country: 'dk',
      organisationNumber,
      publicSector,
      publicKeys: [publicKey.export({ format: 'jwk' }) as JWK],
    })
    if (key !== 'school') await acceptMail(house, senderId, { accepts: true, customerService: false })
    const keyFile = join(folder, `${key}.jwk.json`)
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: keyIds[0], alg: 'EdDSA', use: 'sig' }
    await writeFile(keyFile, JSON.stringify(jwk, null, 2), { mode: 0o600 })
    approved.push({ key, name, senderId, keyFile })
  }
  return approved
}

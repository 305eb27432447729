/** A house for the demo's own hand: the same adapters and folders as the program's, to fill an empty post office. */
import { join } from 'node:path'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { noPost } from '#adapters/post-none.ts'
import { noScanner } from '#adapters/scanner-none.ts'
import { openLocalSigner } from '#adapters/signer-local.ts'
import { openSigningKeys } from '#adapters/signing-keys-configured.ts'
import { systemClock } from '#ground/clock.ts'
import { readConfig } from '#ground/config.ts'
import { openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import { openVault } from '../open-vault.ts'

export function openDemoHouse(env: Readonly<Record<string, string | undefined>>): {
  house: House
  close(): Promise<void>
} {
  const config = readConfig(env)
  const log = openLog({ level: 'error', name: 'demo', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 4, log, name: 'brevhus demo' })
  const keys = join(config.DATA_DIR, 'keys')
  const vault = openVault(config, { mayMake: true })
  const blobs = openFileBlobs({ folder: join(config.DATA_DIR, 'packs') })
  const house: House = {
    config,
    clock: systemClock,
    db,
    log,
    metrics: openMetrics({ process: false }),
    vault,
    blobs,
    uploadBlobs: blobs,
    signer: openLocalSigner(join(keys, 'signer.pem')),
    signingKeys: openSigningKeys(config),
    scanner: noScanner(),
    mailer: { send: async () => undefined },
    ...noPost(),
    geoIp: { find: () => null },
    textReader: { read: async () => ({ kind: 'unreadable' }) },
  }
  return {
    house,
    async close() {
      await blobs.close()
      vault.close()
      house.signingKeys.close()
      await db.destroy()
    },
  }
}

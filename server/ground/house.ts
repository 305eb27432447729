/** What every use case is given as its first argument: the house as it stands, and nothing global. `main.ts` builds it
 * with real adapters, tests with fake ports on a real database. */
import type { BlobStore } from '#ground/blobs.ts'
import type { Clock } from '#ground/clock.ts'
import type { Config } from '#ground/config.ts'
import type { Db } from '#ground/db.ts'
import type { KeyVault } from '#ground/key-vault.ts'
import type { Logger } from '#ground/log.ts'
import type { Metrics } from '#ground/metrics.ts'
import type { PrintHouse, Typesetter } from '#ground/paper.ts'
import type { GeoIp, Mailer, Scanner, TextReader } from '#ground/ports.ts'
import type { PushSender } from '#ground/push.ts'
import type { Signer } from '#ground/signer.ts'
import type { SigningKeys } from '#ground/signing-keys.ts'
import type { SmsGateway } from '#ground/text-message.ts'

export type House = {
  readonly config: Config
  readonly clock: Clock
  readonly db: Db
  readonly log: Logger
  readonly metrics: Metrics
  readonly vault: KeyVault
  readonly blobs: BlobStore
  /** Appends here what is kept for days only, apart from letters that are kept for life; everything else goes through `blobs`,
   * which reads and erases these packs as well. */
  readonly uploadBlobs: Pick<BlobStore, 'append'>
  readonly signer: Signer
  readonly signingKeys: SigningKeys
  readonly scanner: Scanner
  readonly mailer: Mailer
  readonly typesetter: Typesetter
  readonly printHouse: PrintHouse
  readonly sms: SmsGateway
  readonly push: PushSender
  readonly geoIp: GeoIp
  readonly textReader: TextReader
}

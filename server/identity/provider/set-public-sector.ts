/** The operator corrects whether a service provider is of the public sector (I-15). */
import { asPostOffice, type Db } from '#ground/db.ts'
import { dropUnagreed } from './artifact.store.ts'
import { setPublicSector as store } from './service-provider.store.ts'

/** What a public one was given by people who have not agreed to public services ends at once. False when there is no such one. */
export function setPublicSector(db: Db, clientId: string, publicSector: boolean): Promise<boolean> {
  return asPostOffice(db, async (trx) => {
    const found = await store(trx, clientId, publicSector)
    if (found && publicSector) await dropUnagreed(trx, { clientId })
    return found
  })
}

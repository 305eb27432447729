/** A person's look at their own data, and the choice of what the history remembers (I-06, I-12, N-10, N-22). */
import { asPostOffice } from '#ground/db.ts'
import { collectHeld, type HeldPart } from '../access-requests/held.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { type AgreementRow, readAgreements } from './agreements.ts'
import {
  forgetServices,
  type NoticeRow,
  type OwnData,
  putChoice,
  putDataBlock,
  readChoice,
  readDataBlock,
  readNotices,
  readOwnData,
  readServices,
  readUses,
  type UseRow,
} from './own-data.store.ts'

const SHOWN_MAX = 100
/** Longest list of one kind in a page or file. */
const HELD_ROWS_MAX = 20_000

export type History = {
  readonly notices: readonly NoticeRow[]
  readonly uses: readonly UseRow[]
  readonly services: readonly { at: Date; service: string }[]
  readonly servicesSince: Date | null
  readonly dataBlockedSince: Date | null
  readonly agreements: readonly AgreementRow[]
}

/** The newest of each; the download has all. */
export function seeHistory(identity: Pick<Identity, 'db'>, { personId }: SessionRow): Promise<History> {
  return asPostOffice(identity.db, async (trx) => ({
    notices: await readNotices(trx, personId, SHOWN_MAX),
    uses: await readUses(trx, personId, SHOWN_MAX),
    services: await readServices(trx, personId, SHOWN_MAX),
    servicesSince: await readChoice(trx, personId),
    dataBlockedSince: await readDataBlock(trx, personId),
    agreements: await readAgreements(trx, personId),
  }))
}

/** Off until somebody says otherwise; off again, and what was remembered is gone. */
export function chooseServices(
  identity: Pick<Identity, 'db' | 'clock'>,
  { personId }: SessionRow,
  remember: boolean,
): Promise<void> {
  return asPostOffice(identity.db, async (trx) => {
    await putChoice(trx, personId, remember, identity.clock())
    if (!remember) await forgetServices(trx, personId)
  })
}

/** I-19, G4: not given on to anybody but by a duty of law (rules/disclosures.ts); the ID goes on to work. Nothing is erased. */
export function blockData(
  identity: Pick<Identity, 'db' | 'clock'>,
  { personId }: SessionRow,
  blocked: boolean,
): Promise<void> {
  return asPostOffice(identity.db, (trx) => putDataBlock(trx, personId, blocked ? identity.clock() : null))
}

/** N-10, G1: free, and as often as one likes. */
export function seeAllData(identity: Pick<Identity, 'db'>, { personId }: SessionRow): Promise<OwnData> {
  return asPostOffice(identity.db, (trx) => readOwnData(trx, personId))
}

/** The same as a formal request answers, table by table, each with why and until when. */
export function seeAllHeld(identity: Pick<Identity, 'db'>, { personId }: SessionRow): Promise<HeldPart[]> {
  return asPostOffice(identity.db, (trx) => collectHeld(trx, personId, { rowsMax: HELD_ROWS_MAX }))
}

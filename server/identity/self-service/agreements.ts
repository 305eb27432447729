/**
 * What a holder has agreed to, in which version of the text, and the one part that can be changed afterwards: public services and signature
 * stand apart from the ID itself (I-15, N-05, N-30). Every change is a row of its own; nothing is overwritten.
 */
import { sql } from 'kysely'
import { asPostOffice, type Db, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { currentText } from '../agreed/agreed-texts.ts'
import { revokeAllOf } from '../certificates/revoke-certificate.ts'
import { appendAgreement } from '../enrolment/activation.store.ts'
import { dropUnagreed } from '../provider/artifact.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'

export type AgreementRow = {
  agreement: 'id-terms' | 'public-services-and-signature'
  accepted: boolean
  textVersion: string
  at: Date
}

/** Newest first. */
export async function readAgreements(db: Db | Trx, personId: string): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>`
    select agreement, accepted, text_version as "textVersion", at from id_agreement
     where person_id = ${personId}::uuid order by agreement_id desc limit 100`.execute(db)
  return rows
}

/** Whether the ID serves for public services and signature now. Nobody who never said yes has agreed. */
export const servesPublicly = (rows: readonly AgreementRow[]): boolean =>
  rows.find(({ agreement }) => agreement === 'public-services-and-signature')?.accepted ?? false

export const agreedToPublicServices = async (
  identity: Pick<Identity, 'db'>,
  personId: string,
): Promise<boolean> => servesPublicly(await readAgreements(identity.db, personId))

/** Said twice, it stands once. Taken back, no token of a public-sector service provider opens anything from that moment on, and the
 * person's own certificates, which sign, are revoked for good. */
export function choosePublicServices(
  identity: Pick<Identity, 'db' | 'clock'>,
  { personId }: Pick<SessionRow, 'personId'>,
  accepted: boolean,
): Promise<void> {
  return asPostOffice(identity.db, async (trx) => {
    await sql`select from login where person_id = ${personId}::uuid for update`.execute(trx)
    if (servesPublicly(await readAgreements(trx, personId)) === accepted) return
    const at = identity.clock()
    await appendAgreement(trx, {
      personId,
      agreementId: newId(at.getTime()),
      agreement: 'public-services-and-signature',
      accepted,
      textVersion: currentText('public-services-and-signature').version,
      at,
    })
    if (accepted) return
    await dropUnagreed(trx, { personId })
    const asking = { part: 'holder', personId } as const
    await revokeAllOf(trx, { personId, kind: 'person' }, { at, why: 'wish', asking })
  })
}

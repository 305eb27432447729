/**
 * What a holder has agreed to, in which version of the text, and the one part that can be changed afterwards: public services and signature
 * stand apart from the ID itself (I-15, N-05, N-30). Every change is a row of its own; nothing is overwritten.
 */
import { sql } from 'kysely'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { appendAgreement } from '../enrolment/activation.store.ts'
import { AGREEMENTS } from '../enrolment/agreement-texts.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'

export type AgreementRow = {
  agreement: keyof typeof AGREEMENTS
  accepted: boolean
  textVersion: string
  at: Date
}

/** Newest first. */
export async function readAgreements(trx: Trx, personId: string): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>`
    select agreement, accepted, text_version as "textVersion", at from id_agreement
     where person_id = ${personId}::uuid order by agreement_id desc limit 100`.execute(trx)
  return rows
}

/** Whether the ID serves for public services and signature now. Nobody who never said yes has agreed. */
export const servesPublicly = (rows: readonly AgreementRow[]): boolean =>
  rows.find(({ agreement }) => agreement === 'public-services-and-signature')?.accepted ?? false

/** Said twice, it stands once. */
export function choosePublicServices(
  identity: Pick<Identity, 'db' | 'clock'>,
  { personId }: SessionRow,
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
      textVersion: AGREEMENTS['public-services-and-signature'],
      at,
    })
  })
}

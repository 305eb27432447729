/** SQL of fraud cases as staff work them, and of disclosures. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { Finding } from '#rules/fraud.ts'

export type FraudCase = {
  caseId: string
  personId: string
  at: Date
  findings: Finding[]
  weight: number
  outcome: 'nothing' | 'confirmed' | null
}

const CASE = sql.raw(
  `case_id as "caseId", person_id as "personId", found_at as at, findings, weight, outcome`,
)

/** The weightiest and oldest first. */
export async function openCases(db: Db | Trx, limit: number): Promise<FraudCase[]> {
  const { rows } = await sql<FraudCase>`
    select ${CASE} from fraud_case where closed_at is null order by weight desc, found_at limit ${limit}::int`.execute(
    db,
  )
  return rows
}

export async function findCase(trx: Trx, caseId: string): Promise<FraudCase | null> {
  const { rows } = await sql<FraudCase>`
    select ${CASE} from fraud_case where case_id = ${caseId}::uuid for update`.execute(trx)
  return rows[0] ?? null
}

/** False when it is closed already. */
export async function putOutcome(
  trx: Trx,
  caseId: string,
  outcome: 'nothing' | 'confirmed',
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update fraud_case set outcome = ${outcome}, closed_at = ${now}
     where case_id = ${caseId}::uuid and closed_at is null returning case_id`.execute(trx)
  return rows.length === 1
}

export async function isDataBlocked(trx: Trx, personId: string): Promise<boolean> {
  const { rows } = await sql`select from data_block where person_id = ${personId}::uuid`.execute(trx)
  return rows.length === 1
}

export async function appendDisclosure(
  trx: Trx,
  given: {
    disclosureId: string
    personId: string
    what: string
    recipientKind: string
    recipient: string
    legalGround: string
    reference: string
    told: boolean
    digest: Buffer
    at: Date
  },
): Promise<void> {
  await sql`
    insert into disclosure (disclosure_id, person_id, what, recipient_kind, recipient, legal_ground, reference, told,
                            given_sha256, at)
    values (${given.disclosureId}, ${given.personId}, ${given.what}, ${given.recipientKind}, ${given.recipient},
            ${given.legalGround}, ${given.reference}, ${given.told}, ${given.digest}, ${given.at})`.execute(
    trx,
  )
}

/** SQL of `id_letter`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { PrintStatus } from '#ground/paper.ts'
import type { SessionLanguage } from '../session.store.ts'
import type { LetterFacts } from './letter-words.ts'

export type LetterKind = LetterFacts['kind']

export async function addLetter(
  trx: Trx,
  letter: {
    letterId: string
    personId: string
    kind: LetterKind
    aboutId: string
    language: SessionLanguage
    sealed: Buffer
    now: Date
  },
): Promise<void> {
  await sql`
    insert into id_letter (letter_id, person_id, kind, about_id, language, content_sealed, ordered_at, state, state_at)
    values (${letter.letterId}, ${letter.personId}, ${letter.kind}, ${letter.aboutId}, ${letter.language},
            ${letter.sealed}, ${letter.now}, 'ordered', ${letter.now})`.execute(trx)
}

export type LetterRow = {
  letterId: string
  personId: string
  aboutId: string
  language: SessionLanguage
  sealed: Buffer | null
  state: 'ordered' | 'handed-over' | 'printed' | 'posted' | 'returned' | 'refused'
  orderedAt: Date
  printJob: string | null
  country: 'dk' | 'no'
  name: string
  careOf: string | null
  road: string
  houseNumber: string
  floor: string | null
  door: string | null
  dwelling: string | null
  postcode: string
  city: string
  status: string
  /** The code it carries has ended. */
  codeOver: boolean
}

/** The letter with the address the register has at this moment (N-03). */
export async function readLetter(db: Db, letterId: string): Promise<LetterRow | null> {
  const { rows } = await sql<LetterRow>`
    select l.letter_id as "letterId", l.person_id as "personId", l.about_id as "aboutId", l.language,
           l.content_sealed as sealed, l.state, l.ordered_at as "orderedAt", l.print_job as "printJob", p.country,
           p.given_names || ' ' || p.family_name as name, p.care_of as "careOf", p.road,
           p.house_number as "houseNumber", p.floor, p.door, p.dwelling, p.postcode, p.city, p.status,
           exists (select from activation_code a where a.activation_id = l.about_id and a.ended_at is not null) as "codeOver"
      from id_letter l join person p on p.person_id = l.person_id where l.letter_id = ${letterId}::uuid`.execute(
    db,
  )
  return rows[0] ?? null
}

/** With the hand-over the codes are gone from here. */
export async function noteHandOver(trx: Trx, letterId: string, job: string, now: Date): Promise<void> {
  await sql`
    update id_letter set state = 'handed-over', state_at = ${now}, print_job = ${job}, content_sealed = null
     where letter_id = ${letterId}::uuid and state = 'ordered'`.execute(trx)
}

/** False when it was in that state already. */
export async function noteState(
  trx: Trx,
  letterId: string,
  state: Exclude<PrintStatus, 'accepted'>,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update id_letter set state = ${state}, state_at = ${now}, content_sealed = null
     where letter_id = ${letterId}::uuid and state <> ${state}
    returning letter_id`.execute(trx)
  return rows.length === 1
}

/** SQL of `code_card`. Ended cards are never found here. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type CardRow = {
  cardId: string
  personId: string
  serial: string
  keys: number[]
  codeHashes: Buffer
  usedPlaces: number[]
  openPlace: number | null
  wrongCodes: number
  orderedAt: Date
  firstUsedAt: Date | null
  lastUsedAt: Date | null
  nextOrderedAt: Date | null
}

export type NewCard = Pick<
  CardRow,
  'cardId' | 'personId' | 'serial' | 'keys' | 'codeHashes' | 'orderedAt'
> & {
  why: 'first' | 'running-out' | 'extra' | 'replacement'
}

const COLUMNS =
  sql.raw(`card_id as "cardId", person_id as "personId", serial, keys, code_hashes as "codeHashes",
  used_places as "usedPlaces", open_place as "openPlace", wrong_codes as "wrongCodes", ordered_at as "orderedAt",
  first_used_at as "firstUsedAt", last_used_at as "lastUsedAt", next_ordered_at as "nextOrderedAt"`)

/** Oldest first: a card in use is used up before the next one is begun. */
export async function listCards(db: Db | Trx, personId: string): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`
    select ${COLUMNS} from code_card where person_id = ${personId}::uuid and ended_at is null
     order by first_used_at nulls last, card_id limit 20`.execute(db)
  return rows
}

/** Held until the transaction ends: two answers to one key take turns. */
export async function holdCards(trx: Trx, personId: string): Promise<CardRow[]> {
  await sql`select from login where person_id = ${personId}::uuid for update`.execute(trx)
  return listCards(trx, personId)
}

/** When cards were ordered for this person in the last thirty days, ended ones included. */
export async function cardsOrdered(
  trx: Trx,
  personId: string,
  now: Date,
  why: NewCard['why'] | null = null,
): Promise<number[]> {
  const { rows } = await sql<{ at: Date }>`
    select ordered_at as at from code_card
     where person_id = ${personId}::uuid and ordered_at > ${now}::timestamptz - interval '30 days'
       and why = coalesce(${why}::text, why)`.execute(trx)
  return rows.map(({ at }) => at.getTime())
}

/** False when another card has this serial. */
export async function addCard(trx: Trx, card: NewCard): Promise<boolean> {
  const { rows } = await sql`
    insert into code_card (card_id, person_id, serial, why, keys, code_hashes, ordered_at)
    values (${card.cardId}, ${card.personId}, ${card.serial}, ${card.why}, ${card.keys}::smallint[],
            ${card.codeHashes}, ${card.orderedAt})
    on conflict (serial) do nothing returning card_id`.execute(trx)
  return rows.length === 1
}

export async function openKey(trx: Trx, cardId: string, place: number): Promise<void> {
  await sql`update code_card set open_place = ${place} where card_id = ${cardId}::uuid`.execute(trx)
}

/** An answered key is used, rightly or wrongly: it is never asked again. */
export async function noteAnswer(
  trx: Trx,
  answer: { cardId: string; place: number; right: boolean; usedUp: boolean; now: Date },
): Promise<void> {
  const { right, now } = answer
  await sql`
    update code_card
       set used_places = array_append(used_places, ${answer.place}::smallint), open_place = null,
           wrong_codes = case when ${right}::boolean then 0 else wrong_codes + 1 end,
           first_used_at = case when ${right}::boolean then coalesce(first_used_at, ${now}::timestamptz) else first_used_at end,
           last_used_at = case when ${right}::boolean then ${now}::timestamptz else last_used_at end,
           ended_at = case when ${answer.usedUp}::boolean then ${now}::timestamptz end,
           ended_why = case when ${answer.usedUp}::boolean then 'used-up' end
     where card_id = ${answer.cardId}::uuid`.execute(trx)
}

export async function markNextOrdered(trx: Trx, cardId: string, now: Date): Promise<void> {
  await sql`update code_card set next_ordered_at = ${now} where card_id = ${cardId}::uuid`.execute(trx)
}

/** False when the person has no such living card. */
export async function endCard(
  trx: Trx,
  end: { personId: string; cardId: string; why: 'revoked' | 'blocked'; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update code_card set ended_at = ${end.now}, ended_why = ${end.why}
     where card_id = ${end.cardId}::uuid and person_id = ${end.personId}::uuid and ended_at is null
    returning card_id`.execute(trx)
  return rows.length === 1
}

/** With its first use a card is a device like any other. */
export async function markFirstDevice(trx: Trx, personId: string, now: Date): Promise<void> {
  await sql`
    update login set first_device_at = coalesce(first_device_at, ${now}::timestamptz)
     where person_id = ${personId}::uuid`.execute(trx)
}

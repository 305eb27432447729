/** The SQL of people who look for each other: who may be found, who has blocked whom, how often somebody has searched. */
import { sql } from 'kysely'
import type { PersonFound } from '#api/person-to-person.ts'
import type { Trx } from '#ground/db.ts'
import type { PersonSearch } from '#rules/person-search.ts'

/** Namesakes looked at, at most: what a search costs has a bound whatever is typed. */
const LOOKED_AT_MAX = 500

/**
 * One statement, whatever is there. The partial index holds only those who may be found (migration 0030), so that a hidden person
 * costs as much as nobody; who has blocked the one who asks is left out in the same look.
 */
export async function foundPeople(
  trx: Trx,
  { name, postcode, city }: PersonSearch,
  asked: { by: string; most: number },
): Promise<PersonFound[]> {
  const { rows } = await sql<PersonFound>`
    select p.given_names || ' ' || p.family_name as name, p.postcode, p.city, d.address as "digitalAddress"
    from (
      select person_id, mailbox_id, given_names, family_name, postcode, city from person
      where person_words(given_names, family_name, postcode, city) @@ person_query(${name}, ${postcode}, ${city})
        and mailbox_state = 'open' and status = 'active' and not protected and not search_hidden
      limit ${LOOKED_AT_MAX}
    ) p
    cross join lateral (
      select handle || '#' || address_number || suffix as address from digital_address
      where mailbox_id = p.mailbox_id and retired_at is null order by issued_at desc limit 1
    ) d
    where p.person_id <> ${asked.by}::uuid
      and not exists (select from person_block b where b.mailbox_id = p.mailbox_id and b.blocked_id = ${asked.by}::uuid)
    order by p.family_name, p.given_names, p.person_id limit ${asked.most}`.execute(trx)
  return rows
}

/** Counts this search and says how many there were in this hour and in the last 24, this one included. */
export async function countSearch(
  trx: Trx,
  mailboxId: string,
  hour: Date,
): Promise<{ thisHour: number; thisDay: number }> {
  const { rows: counted } = await sql<{ searches: number }>`
    insert into person_search_use as u (mailbox_id, hour, searches) values (${mailboxId}::uuid, ${hour}, 1)
    on conflict (mailbox_id, hour) do update set searches = u.searches + 1 returning searches`.execute(trx)
  const { rows } = await sql<{ searches: number }>`
    select coalesce(sum(searches), 0)::int as searches from person_search_use
    where mailbox_id = ${mailboxId}::uuid and hour > ${hour}::timestamptz - interval '24 hours'`.execute(trx)
  return { thisHour: counted[0]!.searches, thisDay: rows[0]!.searches }
}

export async function forgetSearches(trx: Trx, until: Date): Promise<number> {
  const gone = await sql`delete from person_search_use where hour <= ${until}`.execute(trx)
  return Number(gone.numAffectedRows ?? 0)
}

export async function readHidden(trx: Trx, mailboxId: string): Promise<boolean | undefined> {
  const { rows } = await sql<{ hidden: boolean }>`
    select search_hidden as hidden from person where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return rows[0]?.hidden
}

/** False when it was so already. */
export async function setHidden(trx: Trx, mailboxId: string, hidden: boolean): Promise<boolean> {
  const changed = await sql`
    update person set search_hidden = ${hidden} where mailbox_id = ${mailboxId}::uuid and search_hidden <> ${hidden}`.execute(
    trx,
  )
  return changed.numAffectedRows === 1n
}

export type BlockRow = { blockId: string; said: string; at: Date }

export async function readBlocks(trx: Trx, mailboxId: string): Promise<BlockRow[]> {
  const { rows } = await sql<BlockRow>`
    select block_id as "blockId", said, blocked_at as at from person_block
    where mailbox_id = ${mailboxId}::uuid order by blocked_at desc, block_id limit 1000`.execute(trx)
  return rows
}

export async function insertBlock(
  trx: Trx,
  block: { mailboxId: string; blockedId: string; blockId: string; said: string; at: Date },
): Promise<boolean> {
  const made = await sql`
    insert into person_block (mailbox_id, blocked_id, block_id, said, blocked_at)
    values (${block.mailboxId}::uuid, ${block.blockedId}::uuid, ${block.blockId}::uuid, ${block.said}, ${block.at})
    on conflict do nothing`.execute(trx)
  return made.numAffectedRows === 1n
}

export async function deleteBlock(trx: Trx, mailboxId: string, blockId: string): Promise<boolean> {
  const gone = await sql`
    delete from person_block where mailbox_id = ${mailboxId}::uuid and block_id = ${blockId}::uuid`.execute(
    trx,
  )
  return gone.numAffectedRows === 1n
}

/** Of these pairs those where the mailbox's owner has blocked the person, as `mailbox/person`. For the post office's door. */
export async function blockedPairs(
  trx: Trx,
  pairs: readonly { mailboxId: string; personId: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ pair: string }>`
    select b.mailbox_id || '/' || b.blocked_id as pair
    from unnest(${pairs.map((p) => p.mailboxId)}::uuid[], ${pairs.map((p) => p.personId)}::uuid[]) as r(mailbox_id, person_id)
    join person_block b on b.mailbox_id = r.mailbox_id and b.blocked_id = r.person_id`.execute(trx)
  return new Set(rows.map(({ pair }) => pair))
}

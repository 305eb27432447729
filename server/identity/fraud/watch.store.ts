/** SQL of looking at sign-ins for fraud. Device facts are read for this and for nothing else (N-22). */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import type { Finding } from '#rules/fraud.ts'

export type WatchedEvent = {
  eventId: string
  personId: string
  at: Date
  outcome: 'signed-in' | 'raised' | 'refused'
  method: string
  address: string | null
  network: string | null
  userAgent: string | null
  newBrowser: boolean
  newNetwork: boolean
  language: Language
}

/** Addresses that one household or one operator's customer moves within: /24 of IPv4, /56 of IPv6. */
const network = (column: string) => sql`
  text(network(set_masklen(${sql.ref(column)}, case family(${sql.ref(column)}) when 4 then 24 else 56 end)))`

/** Takes the watch, so that two workers take turns. Where it stands; `start` the first time. */
export async function takeWatch(trx: Trx, start: Date): Promise<Date> {
  const { rows } = await sql<{ judgedUntil: Date }>`
    insert into fraud_watch as w (watch, judged_until) values ('sign-ins', ${start})
    on conflict (watch) do update set judged_until = w.judged_until
    returning judged_until as "judgedUntil"`.execute(trx)
  return rows[0]!.judgedUntil
}

export async function moveWatch(trx: Trx, until: Date): Promise<void> {
  await sql`update fraud_watch set judged_until = greatest(judged_until, ${until})`.execute(trx)
}

/** Accepted uses and wrong codes in (from, until], oldest first; those that have a case already are left out. */
export async function readNewEvents(
  trx: Trx,
  from: Date,
  until: Date,
  limit: number,
): Promise<WatchedEvent[]> {
  const { rows } = await sql<WatchedEvent>`
    select e.event_id as "eventId", e.person_id as "personId", e.at, e.outcome, e.method,
           host(o.address) as address, ${network('o.address')} as network, o.user_agent as "userAgent",
           e.outcome = 'signed-in' and not exists (
             select from session s join known_browser k on k.browser_hash = s.browser_hash and k.person_id = e.person_id
              where s.session_id = e.session_id and k.registered_at < e.at) as "newBrowser",
           o.address is not null and not exists (
             select from sign_in_origin b join sign_in_event f on f.person_id = e.person_id and f.event_id = b.event_id
              where b.person_id = e.person_id and b.registered_at < e.at and f.outcome <> 'refused'
                and ${network('b.address')} = ${network('o.address')}) as "newNetwork",
           coalesce(m.language, case p.country when 'no' then 'nb' else 'da' end) as language
      from sign_in_event e join person p on p.person_id = e.person_id
      left join mailbox m on m.mailbox_id = p.mailbox_id
      left join sign_in_origin o on o.event_id = e.event_id
     where e.at > ${from} and e.at <= ${until} and (e.outcome <> 'refused' or e.method <> 'password')
       and not exists (select from fraud_case c where c.event_id = e.event_id)
     order by e.at, e.event_id limit ${limit}::int`.execute(trx)
  return rows
}

export type OwnEvent = Pick<WatchedEvent, 'eventId' | 'at' | 'outcome' | 'method' | 'address' | 'network'>

/** The person's uses before this one, newest first, at most 200. */
export async function readOwnEvents(trx: Trx, event: WatchedEvent, since: Date): Promise<OwnEvent[]> {
  const { rows } = await sql<OwnEvent>`
    select e.event_id as "eventId", e.at, e.outcome, e.method, host(o.address) as address,
           ${network('o.address')} as network
      from sign_in_event e left join sign_in_origin o on o.event_id = e.event_id
     where e.person_id = ${event.personId}::uuid and e.at > ${since} and e.at <= ${event.at}
       and e.event_id <> ${event.eventId}::uuid
     order by e.event_id desc limit 200`.execute(trx)
  return rows
}

/** One address of each network the person was accepted from before: as long as origins are kept, half a year. */
export async function readEarlierAddresses(trx: Trx, event: WatchedEvent): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct on (${network('o.address')}) host(o.address) as address
      from sign_in_origin o join sign_in_event e on e.person_id = o.person_id and e.event_id = o.event_id
     where o.person_id = ${event.personId}::uuid and o.registered_at < ${event.at} and e.outcome <> 'refused'
       and o.address is not null limit 100`.execute(trx)
  return rows.map(({ address }) => address)
}

/** How many other people this network was refused for. */
export async function countOthersRefused(trx: Trx, event: WatchedEvent, since: Date): Promise<number> {
  if (event.network === null) return 0
  const { rows } = await sql<{ others: number }>`
    select count(distinct e.person_id)::int as others
      from sign_in_origin o join sign_in_event e on e.person_id = o.person_id and e.event_id = o.event_id
     where o.registered_at > ${since} and o.registered_at <= ${event.at} and o.address <<= ${event.network}::inet
       and e.outcome = 'refused' and e.person_id <> ${event.personId}::uuid`.execute(trx)
  return rows[0]!.others
}

/** False when this event has its case. `told`: no other case of this person was found since `quietSince`. */
export async function insertCase(
  trx: Trx,
  found: {
    caseId: string
    event: WatchedEvent
    findings: readonly Finding[]
    weight: number
    now: Date
    quietSince: Date
  },
): Promise<{ kind: 'there' } | { kind: 'added'; tell: boolean }> {
  const { rows } = await sql<{ tell: boolean }>`
    insert into fraud_case (case_id, person_id, event_id, findings, weight, found_at)
    values (${found.caseId}::uuid, ${found.event.personId}::uuid, ${found.event.eventId}::uuid,
            ${JSON.stringify(found.findings)}::jsonb, ${found.weight}, ${found.now})
    on conflict (event_id) do nothing
    returning not exists (select from fraud_case c where c.person_id = ${found.event.personId}::uuid
                            and c.found_at > ${found.quietSince}) as tell`.execute(trx)
  return rows[0] ? { kind: 'added', tell: rows[0].tell } : { kind: 'there' }
}

/** SQL of what a person has said yes or no to, in which version of which text. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { SessionLanguage } from '../session.store.ts'

export type Said = {
  /** Which text; one from before this house may be known by no name here. */
  text: string
  version: string
  given: boolean
  at: Date
  /** To whom, for what is agreed to at a service provider. */
  service: Record<SessionLanguage, string> | null
}

/** Newest first. */
export async function readSaid(trx: Trx, personId: string, most: number): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select said.* from (
      select agreement as text, text_version as version, accepted as given, at, null::json as service
        from id_agreement where person_id = ${personId}::uuid
      union all
      select e.consent, e.text_version, e.given, e.at, null
        from consent_event e join mailbox m on m.mailbox_id = e.mailbox_id where m.person_id = ${personId}::uuid
      union all
      select 'disclosure', c.text_version, change.given, change.at,
             json_build_object('da', s.name_da, 'nb', s.name_nb, 'sv', s.name_sv, 'en', s.name_en)
        from (select client_id, text_version, given_at, withdrawn_at from disclosure_consent
               where person_id = ${personId}::uuid group by client_id, text_version, given_at, withdrawn_at) c
        join service_provider s on s.client_id = c.client_id
        cross join lateral (values (true, c.given_at), (false, c.withdrawn_at)) change (given, at)
       where change.at is not null) said
     order by said.at desc, said.text, said.given limit ${most}`.execute(trx)
  return rows
}

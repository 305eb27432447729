/** SQL of push (RFC 8620 §7.3): for many streams in one statement, whether each may still hear, and whether its mailbox is what it was. */
import type { MailboxFacts } from '#access/may.ts'
import { type Db, readAsPostOffice } from '#ground/db.ts'
import type { TokenScope } from '#rules/personal-tokens.ts'
import { LIVING } from '../tokens/tokens.store.ts'

/** `look`: at the letters and folders, too. */
export type WatchAsked = { readonly mailboxId: string; readonly tokenId: string; readonly look: boolean }

export type Watched = MailboxFacts & {
  readonly place: number
  /** The token works, and its maker's ID does. */
  readonly living: boolean
  readonly letters: number | null
  /** Another number when anything of any letter or folder is another (`xmin`, which every writing changes); nothing of what they hold. */
  readonly versions: string | null
}

const SCOPE: TokenScope = 'mail'

/** `w.look` stands inside: beside the join every mailbox would be read through and then thrown away. */
const WATCHED = `
  select w.place::int as place, m.person_id, m.enterprise_id, m.state, t.token_id is not null as living,
    l.letters::int as letters, case when w.look then l.versions || ' ' || f.versions end as versions
  from unnest($1::uuid[], $2::uuid[], $3::boolean[]) with ordinality as w (mailbox, token, look, place)
  join mailbox m on m.mailbox_id = w.mailbox
  left join lateral (
    select t.token_id from personal_token t join person p on p.person_id = t.person_id join login l on l.person_id = t.person_id
    where t.mailbox_id = m.mailbox_id and t.token_id = w.token and t.expires_at > $4 and '${SCOPE}' = any(t.scopes) and ${LIVING}
    limit 1) t on true
  left join lateral (
    select count(*) as letters, coalesce(bit_xor(hashtextextended(e.letter_id::text || e.xmin::text, 0)), 0)::text as versions
    from letter e where w.look and e.mailbox_id = m.mailbox_id) l on true
  left join lateral (
    select coalesce(bit_xor(hashtextextended(d.folder_id::text || d.xmin::text, 0)), 0)::text as versions
    from folder d where w.look and d.mailbox_id = m.mailbox_id) f on true`

/** Through the post office's door, as it asks for several mailboxes. In the order they were asked for; undefined where there is no mailbox. */
export async function readWatched(
  db: Db,
  asked: readonly WatchAsked[],
  at: Date,
): Promise<(Watched | undefined)[]> {
  const values = [
    asked.map((one) => one.mailboxId),
    asked.map((one) => one.tokenId),
    asked.map((one) => one.look),
    at,
  ]
  const [rows = []] = (await readAsPostOffice(db, [{ text: WATCHED, values }])) as [Watched[]]
  const found = asked.map((): Watched | undefined => undefined)
  for (const row of rows) found[row.place - 1] = row
  return found
}

/** B-01: what a page of a place is made of, as a digest: another one when anything that it shows, or that it may be shown by, is another. */

import type { Statement } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import { type ListPage, NEWEST, pageText, unreadText } from './letters.store.ts'

export type PageAsked = ListPage & { mailboxId: string; folderId: string }

const INBOX = `'${PLACES.inbox}'`
const LETTERS = pageText('letter_id, xmin as version, sender_id, read_at', {
  mailbox: 'm.mailbox_id',
  folder: 'asked.folder',
  before: 'asked.before',
  limit: 'asked.most',
})

/**
 * The version of a row (xmin) is another after any change. Of the whole inbox on one page the unread letters are counted as they pass by;
 * otherwise they are counted apart.
 */
const STATES = `
  select string_agg(case when m.mailbox_id is null then '' else hash_record_extended(row(m.xmin, l.versions,
      case when asked.folder = ${INBOX} and asked.before = '${NEWEST}' and l.letters < asked.most then l.unread
           else (${unreadText('m.mailbox_id', INBOX)}) end), 0)::text end, ',' order by asked.place) as states
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) with ordinality as asked (mailbox, folder, before, most, place)
  left join mailbox m on m.mailbox_id = asked.mailbox
  left join lateral (
    select count(*)::int as letters, (count(*) filter (where p.read_at is null))::int as unread,
           bit_xor(hash_record_extended(row(p.letter_id, p.version, s.xmin), 0)) as versions
      from (${LETTERS}) p join sender s on s.sender_id = p.sender_id) l on true`

/** Several pages, of several mailboxes: one digest each, in their order, of a mailbox that is not there ''. Nothing of what they hold. */
export const statesOf = (asked: readonly PageAsked[]): Statement => ({
  text: STATES,
  values: [
    listOf(asked.map((one) => one.mailboxId)),
    listOf(asked.map((one) => one.folderId)),
    listOf(asked.map((one) => one.before ?? NEWEST)),
    asked.map((one) => one.limit),
  ],
})

export const statesIn = (rows: readonly unknown[]): readonly string[] =>
  (rows as readonly [{ states: string }])[0].states.split(',')

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Written by hand, in a third of the time; nobody's id moves another's out of its place. */
function listOf(ids: readonly string[]): string {
  for (const id of ids) if (!UUID.test(id)) throw new Error('a page is asked for by ids only')
  return `{${ids.join()}}`
}

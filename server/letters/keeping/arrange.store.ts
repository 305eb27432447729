/** The SQL of where letters are kept and how they are marked, and of what undoes it. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { arrayOf } from '#ground/insert-rows.ts'
import type { Kept } from '#rules/keeping.ts'

/** These letters' places and marks, held until the transaction ends; in one order, so that two changes never wait for each other. */
export async function holdKept(
  trx: Trx,
  mailboxId: string,
  letterIds: readonly string[],
): Promise<Map<string, Kept>> {
  const { rows } = await sql<Kept & { letterId: string }>`
    select letter_id as "letterId", folder_id as "folderId", read_at as "readAt", starred_at as "starredAt",
      trashed_at as "trashedAt", trashed_from as "trashedFrom"
    from letter where mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])
      and delivered_at is not null and cancelled_at is null
    order by letter_id for update`.execute(trx)
  return new Map(rows.map(({ letterId, ...kept }) => [letterId, kept]))
}

export async function writeKept(
  trx: Trx,
  mailboxId: string,
  letters: readonly (readonly [string, Kept])[],
): Promise<void> {
  if (letters.length === 0) return
  const column = (type: 'uuid' | 'timestamptz', of: (kept: Kept) => unknown) =>
    arrayOf(
      type,
      letters.map(([, kept]) => of(kept)),
    )
  await sql`
    update letter l set folder_id = k.folder_id, read_at = k.read_at, starred_at = k.starred_at,
      trashed_at = k.trashed_at, trashed_from = k.trashed_from
    from unnest(${arrayOf(
      'uuid',
      letters.map(([id]) => id),
    )}::uuid[], ${column('uuid', (k) => k.folderId)}::uuid[], ${column('timestamptz', (k) => k.readAt)}::timestamptz[],
      ${column('timestamptz', (k) => k.starredAt)}::timestamptz[], ${column('timestamptz', (k) => k.trashedAt)}::timestamptz[],
      ${column('uuid', (k) => k.trashedFrom)}::uuid[]) as k (letter_id, folder_id, read_at, starred_at, trashed_at, trashed_from)
    where l.mailbox_id = ${mailboxId} and l.letter_id = k.letter_id`.execute(trx)
}

export type LetterChange = { readonly letterId: string; readonly before: Kept; readonly after: Kept }

export async function insertChange(
  trx: Trx,
  mailboxId: string,
  change: { changeId: string; by: string; at: Date; letters: readonly LetterChange[] },
): Promise<void> {
  await sql`insert into letter_change (mailbox_id, change_id, made_by, made_at, letters)
    values (${mailboxId}, ${change.changeId}, ${change.by}, ${change.at}, ${JSON.stringify(change.letters)}::jsonb)`.execute(
    trx,
  )
}

/** Takes the change away: it is undone once. Undefined when it is another's, too old or not there. */
export async function takeChange(
  trx: Trx,
  mailboxId: string,
  asked: { changeId: string; by: string; since: Date },
): Promise<LetterChange[] | undefined> {
  const { rows } = await sql<{ letters: Written[] }>`
    delete from letter_change where mailbox_id = ${mailboxId} and change_id = ${asked.changeId}
      and made_by = ${asked.by} and made_at > ${asked.since} returning letters`.execute(trx)
  return rows[0]?.letters.map(({ letterId, before, after }) => ({
    letterId,
    before: keptOf(before),
    after: keptOf(after),
  }))
}

type WrittenKept = { [K in keyof Kept]: string | null } & { folderId: string }
type Written = { letterId: string; before: WrittenKept; after: WrittenKept }

const keptOf = ({ folderId, trashedFrom, ...instants }: WrittenKept): Kept => ({
  folderId,
  trashedFrom,
  readAt: dateOf(instants.readAt),
  starredAt: dateOf(instants.starredAt),
  trashedAt: dateOf(instants.trashedAt),
})
const dateOf = (text: string | null) => (text === null ? null : new Date(text))

/** For the post office: undo of longer ago; of an hour at most, as it comes every hour. */
export async function dropChanges(trx: Trx, before: Date): Promise<void> {
  await sql`delete from letter_change where made_at <= ${before}`.execute(trx)
}

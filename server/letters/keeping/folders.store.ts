/** The SQL of folders. Whoever makes, deletes or fills a folder holds its mailbox's or its own row, so that none of them misses the other. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { KEEPING } from '#rules/keeping.ts'

export type StoredFolder = { folder_id: string; parent_id: string | null; name_sealed: Buffer }

export async function readFolders(trx: Trx, mailboxId: string): Promise<StoredFolder[]> {
  const { rows } = await sql<StoredFolder>`
    select folder_id, parent_id, name_sealed from folder where mailbox_id = ${mailboxId}
    order by folder_id limit ${KEEPING.foldersMax}`.execute(trx)
  return rows
}

/** Folders are made one after another: their number is bounded. */
export async function lockFolders(trx: Trx, mailboxId: string): Promise<void> {
  await sql`select from naming_key where mailbox_id = ${mailboxId} for update`.execute(trx)
}

export async function countFolders(trx: Trx, mailboxId: string): Promise<number> {
  const { rows } = await sql<{ folders: number }>`
    select count(*)::int as folders from folder where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!.folders
}

/** The folder and those it lies in, from the inside out; empty when there is no such folder. */
export async function readPath(trx: Trx, mailboxId: string, folderId: string): Promise<string[]> {
  const path: string[] = []
  for (let next: string | null = folderId; next && path.length <= KEEPING.folderDepthMax; ) {
    const found: { parent_id: string | null } | undefined = await trx
      .selectFrom('folder')
      .select('parent_id')
      .where('mailbox_id', '=', mailboxId)
      .where('folder_id', '=', next)
      .executeTakeFirst()
    if (!found) break
    path.push(next)
    next = found.parent_id
  }
  return path
}

export type NewFolderRow = {
  folderId: string
  parentId: string | null
  nameSealed: Buffer
  nameForm: Buffer
  at: Date
}

/** False: there is one of that name in that place. */
export async function insertFolder(trx: Trx, mailboxId: string, folder: NewFolderRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into folder (mailbox_id, folder_id, parent_id, name_sealed, name_form, created_at)
    values (${mailboxId}, ${folder.folderId}, ${folder.parentId}, ${folder.nameSealed}, ${folder.nameForm}, ${folder.at})
    on conflict (mailbox_id, name_form) do nothing`.execute(trx)
  return numAffectedRows === 1n
}

/** Those of these folders that are there, by id, held in one order until the transaction ends. */
export async function holdFolders(
  trx: Trx,
  mailboxId: string,
  folderIds: readonly string[],
): Promise<Map<string, StoredFolder>> {
  const { rows } = await sql<StoredFolder>`
    select folder_id, parent_id, name_sealed from folder
    where mailbox_id = ${mailboxId} and folder_id = any(${folderIds}::uuid[])
    order by folder_id for update`.execute(trx)
  return new Map(rows.map((row) => [row.folder_id, row]))
}

/** The folder's row, held until the transaction ends. */
export async function holdFolder(
  trx: Trx,
  mailboxId: string,
  folderId: string,
): Promise<StoredFolder | undefined> {
  const { rows } = await sql<StoredFolder>`
    select folder_id, parent_id, name_sealed from folder where mailbox_id = ${mailboxId} and folder_id = ${folderId}
    for update`.execute(trx)
  return rows[0]
}

/** How many layers of folders this one is made of: 1 for one that holds none. Counted no further than a folder may be deep. */
export async function readHeight(trx: Trx, mailboxId: string, folderId: string): Promise<number> {
  const { rows } = await sql<{ height: number }>`
    with recursive within as (
      select ${folderId}::uuid as folder_id, 1 as layer
      union all
      select f.folder_id, w.layer + 1 from within w
      join folder f on f.mailbox_id = ${mailboxId} and f.parent_id = w.folder_id
      where w.layer <= ${KEEPING.folderDepthMax}
    ) select max(layer)::int as height from within`.execute(trx)
  return rows[0]!.height
}

/** False: there is another of that name in that place. */
export async function putUnder(
  trx: Trx,
  mailboxId: string,
  folder: { folderId: string; parentId: string | null; nameForm: Buffer },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update folder set parent_id = ${folder.parentId}, name_form = ${folder.nameForm}
    where mailbox_id = ${mailboxId} and folder_id = ${folder.folderId} and not exists (
      select from folder other where other.mailbox_id = ${mailboxId} and other.name_form = ${folder.nameForm}
        and other.folder_id <> ${folder.folderId})`.execute(trx)
  return numAffectedRows === 1n
}

/** Unread letters of each folder that has any. One look into the index of places for each folder, and no further than `most` entries in each. */
export async function countUnreadIn(
  trx: Trx,
  mailboxId: string,
  most: number,
): Promise<{ folderId: string; unread: number }[]> {
  const { rows } = await sql<{ folderId: string; unread: number }>`
    select f.folder_id as "folderId", c.unread from folder f cross join lateral (
      select count(*)::int as unread from (
        select from letter l where l.mailbox_id = ${mailboxId} and l.folder_id = f.folder_id
          and (case when l.read_at is null then 1 else 0 end) = 1
          and l.delivered_at is not null and l.cancelled_at is null limit ${most}
      ) counted) c
    where f.mailbox_id = ${mailboxId} and c.unread > 0 order by f.folder_id limit ${KEEPING.foldersMax}`.execute(
    trx,
  )
  return rows
}

/** False: there is another of that name in that place. */
export async function renameTo(
  trx: Trx,
  mailboxId: string,
  folder: { folderId: string; nameSealed: Buffer; nameForm: Buffer },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update folder set name_sealed = ${folder.nameSealed}, name_form = ${folder.nameForm}
    where mailbox_id = ${mailboxId} and folder_id = ${folder.folderId} and not exists (
      select from folder other where other.mailbox_id = ${mailboxId} and other.name_form = ${folder.nameForm}
        and other.folder_id <> ${folder.folderId})`.execute(trx)
  return numAffectedRows === 1n
}

/** Letters in it or folders in it. Letters in the trash that came from here go back to the inbox instead. */
export async function isFilled(trx: Trx, mailboxId: string, folderId: string): Promise<boolean> {
  const { rows } = await sql<{ filled: boolean }>`
    select exists (select from letter where mailbox_id = ${mailboxId} and folder_id = ${folderId})
      or exists (select from folder where mailbox_id = ${mailboxId} and parent_id = ${folderId}) as filled`.execute(
    trx,
  )
  return rows[0]!.filled
}

export async function dropFolder(trx: Trx, mailboxId: string, folderId: string): Promise<void> {
  await sql`delete from folder where mailbox_id = ${mailboxId} and folder_id = ${folderId}`.execute(trx)
}

/** Those of these folders that are there; they stay until the transaction ends. */
export async function keepFolders(
  trx: Trx,
  mailboxId: string,
  folderIds: readonly string[],
): Promise<Set<string>> {
  if (folderIds.length === 0) return new Set()
  const { rows } = await sql<{ folder_id: string }>`
    select folder_id from folder where mailbox_id = ${mailboxId} and folder_id = any(${folderIds}::uuid[])
    order by folder_id for share`.execute(trx)
  return new Set(rows.map((row) => row.folder_id))
}

export async function readNamingKey(trx: Trx, mailboxId: string) {
  return trx
    .selectFrom('naming_key')
    .select(['key_id', 'wrapped_key'])
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
}

export async function insertNamingKey(
  trx: Trx,
  mailboxId: string,
  { keyId, wrapped }: { keyId: string; wrapped: Buffer },
): Promise<void> {
  await sql`insert into naming_key (mailbox_id, key_id, wrapped_key) values (${mailboxId}, ${keyId}, ${wrapped})
    on conflict (mailbox_id) do nothing`.execute(trx)
}

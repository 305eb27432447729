/** B-16: who saw or did what in a mailbox. A fact of the transaction in which it happens, whichever room that is. */
import type { AccessAction } from '#api/mailbox.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { insertRows } from '#ground/insert-rows.ts'
import type { Level } from '#rules/levels.ts'

export type Access = {
  readonly mailboxId: string
  readonly action: AccessAction
  readonly at: Date
  readonly actorKind:
    | 'owner'
    | 'delegate'
    | 'guardian'
    | 'attorney'
    | 'heir'
    | 'employee'
    | 'staff'
    | 'system'
  /** The person; null for the post office itself. */
  readonly actorId: string | null
  /** Level of the session; null where there is none. */
  readonly level: Level | null
  readonly letterId?: string
  /** 1 is the letter itself, 2… its attachments. */
  readonly documentNo?: number
  /** Of staff, who it was and why they looked, as they said it: for the owner to read (D-27). */
  readonly staff?: { readonly name: string; readonly reason: string }
}

export async function logAccess(trx: Trx, access: Access): Promise<void> {
  await trx
    .insertInto('access_log')
    .values({
      mailbox_id: access.mailboxId,
      access_id: newId(access.at.getTime()),
      letter_id: access.letterId ?? null,
      document_no: access.documentNo ?? null,
      staff: access.staff?.name ?? null,
      reason: access.staff?.reason ?? null,
      actor_id: access.actorId,
      actor_kind: access.actorKind,
      action: access.action,
      level: access.level,
      at: access.at,
    })
    .execute()
}

/** Many at once, in one statement. */
export async function logAccesses(trx: Trx, accesses: readonly Access[]): Promise<void> {
  await insertRows<Access>(
    trx,
    'access_log',
    {
      mailbox_id: ['uuid', (a) => a.mailboxId],
      access_id: ['uuid', (a) => newId(a.at.getTime())],
      letter_id: ['uuid', (a) => a.letterId ?? null],
      document_no: ['smallint', (a) => a.documentNo ?? null],
      actor_id: ['uuid', (a) => a.actorId],
      actor_kind: ['text', (a) => a.actorKind],
      action: ['text', (a) => a.action],
      level: ['text', (a) => a.level],
      at: ['timestamptz', (a) => a.at],
    },
    accesses,
  )
}

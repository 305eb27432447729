import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'

/** The number that waits for its code, and the language to say it in. */
export async function phoneWaiting(
  trx: Trx,
  mailboxId: string,
  now: Date,
): Promise<{ phone: string; language: Language } | undefined> {
  const { rows } = await sql<{ phone: string; language: Language }>`
    select c.phone, m.language from contact_phone c join mailbox m on m.mailbox_id = c.mailbox_id
     where c.mailbox_id = ${mailboxId}::uuid and c.code_expires_at > ${now} and m.state <> 'closed'`.execute(
    trx,
  )
  return rows[0]
}

import type { Trx } from '#ground/db.ts'
import { insertSegment } from './index.store.ts'
import { blockOf, headOf, sealPiece } from './sealed-blocks.ts'
import type { writeSegment } from './segment.ts'

export async function writeSealed(
  trx: Trx,
  { mailboxId, key, segmentId }: { mailboxId: string; key: Uint8Array; segmentId: string },
  letters: number,
  { head, blocks }: ReturnType<typeof writeSegment>,
): Promise<void> {
  await insertSegment(trx, mailboxId, {
    segmentId,
    letters,
    head: sealPiece(key, headOf(mailboxId, segmentId), head),
    blocks: blocks.map((block, no) => sealPiece(key, blockOf(mailboxId, segmentId, no), block)),
  })
}

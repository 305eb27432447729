/** B-14: the archive as it goes out, whole or from where a download broke off. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { TakeOut } from '#api/take-out.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { atLeast } from '#rules/levels.ts'
import { type ByteRange, readRange } from '../byte-range.ts'
import { whileMay } from '../while-may.ts'
import { requireExport, shownTakeOut } from './ask-take-out.ts'
import { readBytes } from './read-parts.ts'
import { noteDownload, readParts, readTakeOut } from './take-out.store.ts'

export type ArchiveAnswer = {
  readonly sizeBytes: number
  readonly etag: string
  readonly fileName: string
  readonly range: ByteRange
  readonly body: AsyncIterable<Uint8Array>
}

/** A download in several goes is one, if no more than this lies between them. */
const ONE_DOWNLOAD_MINUTES = 10

/** @throws Refusal `not-found` also before it is ready and after its time, `level-too-low` below the level it was asked for with */
export async function downloadTakeOut(
  house: House,
  actor: Actor,
  asked: { takeOutId: string; range: string | undefined; ifRange: string | undefined },
): Promise<ArchiveAnswer> {
  requireLevel(actor, 'download-take-out')
  const { mailboxId } = actor
  const { takeOutId } = asked
  // An archive never changes once it is whole: its id says which bytes these are.
  const etag = `"${takeOutId}"`
  return enterMailbox(house, actor, 'export', async (trx, entered) => {
    requireExport(entered)
    const at = house.clock()
    const takeOut = await findReady(trx, actor, takeOutId, at)
    const sizeBytes = takeOut.archiveBytes
    const outdated = asked.ifRange !== undefined && asked.ifRange !== etag
    const range = readRange(outdated ? undefined : asked.range, sizeBytes)
    const fileName = `brevhus-${takeOut.askedAt.toISOString().slice(0, 10)}.zip`
    if (range.kind === 'unsatisfiable') return { sizeBytes, etag, fileName, range, body: nothing() }
    const [from, to] = range.kind === 'part' ? [range.from, range.to] : [0, sizeBytes]
    const parts = await readParts(trx, mailboxId, takeOutId, { kind: 'bytes', from, to })
    const since = new Date(at.getTime() - ONE_DOWNLOAD_MINUTES * 60_000)
    if (await noteDownload(trx, mailboxId, { takeOutId, at, since }))
      await logAccess(trx, {
        mailboxId,
        action: 'take-out-downloaded',
        at,
        actorKind: entered.as,
        actorId: actor.personId,
        level: actor.level,
      })
    const ask = () =>
      enterMailbox(house, actor, 'export', async (later, entered) => {
        requireExport(entered)
        await findReady(later, actor, takeOutId, house.clock())
      })
    const body = whileMay(actor, ask, readBytes(house, mailboxId, parts, from, to))
    return { sizeBytes, etag, fileName, range, body }
  })
}

/** Whether this session may fetch it now: a page asks before it leaves for the download. @throws Refusal as the download */
export function checkTakeOut(house: House, actor: Actor, takeOutId: string): Promise<TakeOut> {
  requireLevel(actor, 'download-take-out')
  return enterMailbox(house, actor, 'export', async (trx, entered) => {
    requireExport(entered)
    return shownTakeOut(await findReady(trx, actor, takeOutId, house.clock()))
  })
}

/** I-13: what a strong sign-in put in it does not come out by a weaker one. */
async function findReady(trx: Trx, actor: Actor, takeOutId: string, at: Date) {
  const takeOut = await readTakeOut(trx, actor.mailboxId, { takeOutId, askedBy: actor.personId })
  if (takeOut?.state !== 'ready' || takeOut.expiresAt <= at) throw refuse('not-found')
  if (!atLeast(actor.level, takeOut.level)) throw refuse('level-too-low')
  return takeOut
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

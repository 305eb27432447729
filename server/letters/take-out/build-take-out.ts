/**
 * B-14: makes an archive in the background, a bite at a time, so that neither a large mailbox nor a crash is a matter of more than one
 * bite. First whatever was never opened is opened, on the record: whoever takes a letter out has its content (E.1). Then the letters,
 * newest first; then the lists and the end.
 */
import { enterMailbox } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import { logAccesses } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { Refusal } from '#ground/refuse.ts'
import { placeOf } from '#rules/keeping.ts'
import { PROFILES } from '#rules/profiles.ts'
import { TAKE_OUT, takeOutQueue } from '#rules/take-out.ts'
import { listFolders } from '../keeping/change-folders.ts'
import { doorOf } from '../letter-outside.ts'
import { readLetters } from '../letters.store.ts'
import { recordOpening } from '../open-letter.ts'
import { notesOn } from '../search/note-letter.ts'
import { ArchiveWriter, OvertakenError } from './archive-writer.ts'
import { finishArchive } from './finish-archive.ts'
import { putLetter } from './put-letter.ts'
import {
  mailboxOf,
  nextLetters,
  noteFailed,
  noteProgress,
  profileOf,
  readTakeOut,
  type StoredTakeOut,
} from './take-out.store.ts'

/** Time for the sealer to sign a head over the openings of a moment ago, so that their receipts come with a proof. */
const SEALED_WITHIN_MS = 5_000

/** May run twice and stop anywhere. */
export async function buildTakeOut(
  house: House,
  { mailboxId, takeOutId }: Jobs['build-take-out'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const takeOut = await inMailbox(house.db, mailboxId, (trx) => readTakeOut(trx, mailboxId, { takeOutId }))
  if (!takeOut || takeOut.state === 'ready' || takeOut.state === 'failed') return
  try {
    const actor = await actorOf(house, mailboxId, takeOut)
    const again =
      takeOut.state === 'waiting'
        ? await openBite(house, actor, takeOut)
        : await putBite(house, actor, takeOut)
    if (again) await askAgain(house, { mailboxId, takeOutId }, again)
  } catch (error) {
    if (error instanceof OvertakenError) return
    // The mailbox was closed or erased meanwhile: no other try changes that.
    const over = error instanceof Refusal || (error instanceof KeyVaultError && error.kind === 'erased')
    if (over || lastTry) {
      await inMailbox(house.db, mailboxId, (trx) => noteFailed(trx, mailboxId, takeOutId))
      house.log.warn({ event: 'take-out-failed', takeOutId, err: error })
    }
    if (!over) throw error
  }
}

/** An archive that ends whoever builds it: whoever asked is not left waiting. */
export async function giveUpTakeOut(
  house: House,
  { mailboxId, takeOutId }: Jobs['build-take-out'],
): Promise<void> {
  await inMailbox(house.db, mailboxId, (trx) => noteFailed(trx, mailboxId, takeOutId))
}

/** Whoever asked, as they asked: every bite asks anew whether they still may. */
async function actorOf(house: House, mailboxId: string, takeOut: StoredTakeOut): Promise<Actor> {
  const { askedBy: personId, level, language, actingAs, actingBy, expiresAt: sessionEndsAt } = takeOut
  const actor = { personId, mailboxId, level, reach: level, sessionEndsAt }
  if (!actingAs) return actor
  const acting = { language, ownMailboxId: null }
  if (actingAs === 'holder')
    return { ...actor, actingFor: { as: 'holder', ...acting, grantId: actingBy!, mailboxId } }
  const { enterpriseId } = await inMailbox(house.db, mailboxId, (trx) => mailboxOf(trx, mailboxId))
  if (!enterpriseId) throw new Error('take-out: an employee of nobody')
  return { ...actor, actingFor: { as: 'employee', ...acting, enterpriseId, employeeId: actingBy! } }
}

type Again = { runAt?: Date }

/** The next bite is a job of its own: everybody else's come in between. */
function askAgain(house: House, job: Jobs['build-take-out'], { runAt }: Again): Promise<void> {
  return asPostOffice(house.db, (trx) =>
    addJob(trx, 'build-take-out', job, { queue: takeOutQueue(job.mailboxId), ...(runAt ? { runAt } : {}) }),
  )
}

/**
 * Opens what was never opened and may be, on the record; passes to the next state when there is no more. Who does not receive as the
 * owner (an estate) has read it and nothing more: the sender is told nothing (B-24 `receive-letters`).
 */
async function openBite(house: House, actor: Actor, takeOut: StoredTakeOut): Promise<Again> {
  const { mailboxId } = actor
  return enterMailbox(house, actor, 'export', async (trx, entered) => {
    const at = house.clock()
    const ids = await nextLetters(trx, mailboxId, {
      askedAt: takeOut.askedAt,
      before: takeOut.lastLetterId,
      limit: TAKE_OUT.lettersABite,
      unopened: true,
    })
    const letters = (await readLetters(trx, mailboxId, ids)).filter(
      (letter) => doorOf(letter, actor.level).kind === 'open',
    )
    if (hasAlso(entered, 'receive-letters'))
      for (const letter of letters) await recordOpening(trx, actor, letter, at, { read: false })
    await logAccesses(
      trx,
      letters.map(({ letter_id: letterId }) => ({
        mailboxId,
        action: 'opened' as const,
        at,
        actorKind: entered.as,
        actorId: actor.personId,
        level: actor.level,
        letterId,
      })),
    )
    const more = ids.length === TAKE_OUT.lettersABite
    await noteProgress(trx, mailboxId, takeOut, {
      state: more ? 'waiting' : 'building',
      lettersDone: 0,
      lastLetterId: more ? ids.at(-1)! : null,
      archiveBytes: 0,
    })
    return more || letters.length === 0 ? {} : { runAt: new Date(Date.now() + SEALED_WITHIN_MS) }
  })
}

async function putBite(house: House, actor: Actor, takeOut: StoredTakeOut): Promise<Again | undefined> {
  const { mailboxId } = actor
  const { ids, profile } = await enterMailbox(house, actor, 'export', async (trx) => ({
    ids: await nextLetters(trx, mailboxId, {
      askedAt: takeOut.askedAt,
      before: takeOut.lastLetterId,
      limit: TAKE_OUT.lettersABite,
    }),
    profile: await profileOf(trx, mailboxId),
  }))
  const { timeZone } = PROFILES[profile]
  const { folders } = await listFolders(house, actor)
  const writer = await ArchiveWriter.resume(house, mailboxId, takeOut)
  if (ids.length === 0) {
    await finishArchive(house, writer, { actor, takeOut, timeZone, folders })
    house.log.info({ event: 'take-out-ready', takeOutId: takeOut.takeOutId, letters: takeOut.lettersDone })
    return undefined
  }
  const folderName = namesOf(folders)
  const notes = await notesOn(house, mailboxId, ids)
  let { lettersDone, lastLetterId } = takeOut
  for (const letterId of ids) {
    const number = lettersDone + 1
    if (await putLetter(house, actor, { letterId, number }, { writer, folderName, timeZone, notes }))
      lettersDone = number
    lastLetterId = letterId
    if (writer.bytes - takeOut.archiveBytes > TAKE_OUT.bytesABite) break
  }
  await writer.checkpoint({ state: 'building', lettersDone, lastLetterId })
  return {}
}

/** `Bolig / Vand`; a place that is no folder, or a folder that is gone, has no such name. */
function namesOf(folders: readonly { folderId: string; parentId: string | null; name: string | null }[]) {
  const byId = new Map(folders.map((folder) => [folder.folderId, folder]))
  const nameOf = (folderId: string): string | null => {
    const names: string[] = []
    for (let at = byId.get(folderId); at; at = at.parentId ? byId.get(at.parentId) : undefined)
      names.unshift(at.name ?? '?')
    return names.length > 0 ? names.join(' / ') : null
  }
  return (folderId: string) => (placeOf(folderId) === folderId ? nameOf(folderId) : null)
}

/** P-02, B-09, B-22, D-04, D-05: an enterprise's mailbox is paused by one who administers it, closed by two, and opened again while it can be. */
import type { ClosedEnterprises, EnterpriseSettings } from '#api/enterprise.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { holdActiveRole } from '#people/employees/employees.store.ts'
import { dropClosing, readAdministrators, setEnterpriseState } from '#people/enterprises.store.ts'
import { erasureOf } from '#people/erasure-date.ts'
import { endEnterprise, tellAdministrators } from '#people/life/end-enterprise.ts'
import { requireSameLetters } from '#people/life/end-mailbox.ts'
import { logChange } from '#people/log-change.ts'
import { lockMailbox, setMailboxRowState } from '#people/mailboxes.store.ts'
import { awaitMatching } from '#people/matching-barrier.ts'
import { closingEnds, mayConfirm, stillAsked } from '#rules/enterprise-closing.ts'
import { answerWish, type MailboxWish } from '#rules/mailbox-life.ts'
import { closedOf, putClosing, readClosing } from './enterprise.store.ts'
import { asEnterprise, shown } from './enterprise-settings.ts'

type Ground = Pick<House, 'db' | 'clock'>

/** Once it answers, no letter is on its way in that was matched before. Saying the same again changes nothing. */
export async function pauseEnterprise(
  house: Ground,
  actor: Actor,
  paused: boolean,
): Promise<EnterpriseSettings> {
  requireLevel(actor, 'pause-mailbox')
  const { mailboxId } = actor
  const settings = await asEnterprise(house, actor, 'deactivate-mailbox', async (trx, me) => {
    const to = await change(trx, mailboxId, paused ? 'deactivate' : 'reactivate', house.clock())
    if (to) {
      const action = paused ? 'mailbox-deactivated' : 'mailbox-reactivated'
      await logChange(trx, { mailboxId, by: actor, action, at: house.clock() })
    }
    return shown(house, trx, actor, me)
  })
  await awaitMatching(house.db)
  return settings
}

/** Every administrator is told; asked again by somebody, it is the first request that counts. */
export function askClosing(house: Ground, actor: Actor): Promise<EnterpriseSettings> {
  requireLevel(actor, 'close-mailbox')
  const { mailboxId } = actor
  return asEnterprise(house, actor, 'close-enterprise', async (trx, me) => {
    await lockMailbox(trx, mailboxId)
    const at = house.clock()
    const administrators = await readAdministrators(trx, mailboxId)
    const present = await readClosing(trx, mailboxId)
    if (!present || !stillAsked(present, administrators, at)) {
      const request = { askedBy: me, askedAt: at }
      await putClosing(trx, mailboxId, request)
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at })
      await tellAdministrators(trx, mailboxId, 'enterprise-closing', { at, until: closingEnds(request) })
    }
    return shown(house, trx, actor, me)
  })
}

/** Any of them may. @throws Refusal `not-found` when nothing is asked */
export function withdrawClosing(house: Ground, actor: Actor): Promise<EnterpriseSettings> {
  const { mailboxId } = actor
  return asEnterprise(house, actor, 'close-enterprise', async (trx, me) => {
    // Not beside a confirmation: whoever is told that it was taken back has a mailbox that is not closed.
    await lockMailbox(trx, mailboxId)
    if (!(await dropClosing(trx, mailboxId))) throw refuse('not-found')
    await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at: house.clock() })
    return shown(house, trx, actor, me)
  })
}

/**
 * `endsLetters` repeats what was shown. From here on nobody reads it; who acts for it is back in their own name with the next request.
 * @throws Refusal `closing-needs-another`, `closing-too-early`, `not-found` when nothing is asked, `request-invalid`
 */
export async function confirmClosing(
  house: Ground,
  actor: Actor,
  endsLetters: number,
): Promise<{ closedAt: Date; erasedAt: Date }> {
  requireLevel(actor, 'close-mailbox')
  const { mailboxId } = actor
  const done = await asEnterprise(house, actor, 'close-enterprise', async (trx, me) => {
    const mailbox = await lockMailbox(trx, mailboxId)
    const at = house.clock()
    const administrators = await readAdministrators(trx, mailboxId)
    const request = await readClosing(trx, mailboxId)
    if (!mailbox || !request || !stillAsked(request, administrators, at)) throw refuse('not-found')
    const may = mayConfirm(request, me, administrators, at)
    if (may === 'needs-another') throw refuse('closing-needs-another')
    if (may === 'wait') throw refuse('closing-too-early')
    await requireSameLetters(trx, mailboxId, endsLetters)
    if (answerWish('close', mailbox).kind !== 'changes') throw refuse('mailbox-not-open')
    await logChange(trx, { mailboxId, by: actor, action: 'mailbox-closed', at })
    return { closedAt: at, erasedAt: await endEnterprise(trx, { mailboxId, mailbox, at }) }
  })
  await awaitMatching(house.db)
  return done
}

/** In one's own name: nobody acts for an enterprise whose mailbox is closed. */
export async function listClosed(house: Ground, { personId }: Actor): Promise<ClosedEnterprises> {
  const rows = await asPostOffice(house.db, (trx) => closedOf(trx, personId))
  return {
    enterprises: rows.map(({ employeeId, name, profile, closedAt }) => ({
      employeeId,
      name,
      erasedAt: erasureOf(profile, closedAt).toISOString(),
    })),
  }
}

/** Loses nobody anything, so one is enough. @throws Refusal `not-found` when it is not theirs, not closed, or its content is gone */
export async function reopenEnterprise(
  house: Ground,
  actor: Actor,
  employeeId: string,
): Promise<ClosedEnterprises> {
  requireLevel(actor, 'open-own-mailbox')
  const { personId } = actor
  const closed = await asPostOffice(house.db, (trx) => closedOf(trx, personId))
  const found = closed.find((one) => one.employeeId === employeeId)
  if (!found) throw refuse('not-found')
  const { mailboxId } = found
  await inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const role = await holdActiveRole(trx, { mailboxId, employeeId, personId })
    if (role !== 'administrator' || !(await change(trx, mailboxId, 'reopen', at))) throw refuse('not-found')
    const who = { actorKind: 'employee', actorId: personId, level: actor.level } as const
    await logAccess(trx, { mailboxId, action: 'mailbox-reopened', at, ...who })
    await tellAdministrators(trx, mailboxId, 'enterprise-reopened', { at })
  })
  return listClosed(house, actor)
}

/** What it becomes; undefined when it is so already. @throws Refusal `mailbox-not-open` */
async function change(trx: Trx, mailboxId: string, wish: MailboxWish, at: Date) {
  const mailbox = await lockMailbox(trx, mailboxId)
  if (!mailbox) throw refuse('not-found')
  const answer = answerWish(wish, mailbox)
  if (answer.kind === 'not-possible') throw refuse('mailbox-not-open')
  if (answer.kind === 'so-already') return undefined
  await setMailboxRowState(trx, mailboxId, answer.to, at)
  await setEnterpriseState(trx, mailboxId, answer.to)
  return answer.to
}

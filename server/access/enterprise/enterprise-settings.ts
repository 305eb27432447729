/** P-02: what an enterprise says of itself and where it is told of letters: its administrators' to change, each change in its log (B-16). */
import type { ChangeEnterprise, EnterpriseSettings } from '#api/enterprise.ts'
import type { ChangePhone, Phone, VerifyPhone } from '#api/phone.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { changePhone, showPhone, verifyPhone } from '#people/change-phone.ts'
import { claimEmail } from '#people/claim-email.ts'
import type { EmailRow } from '#people/emails.store.ts'
import { readAdministrators } from '#people/enterprises.store.ts'
import { logChange } from '#people/log-change.ts'
import { countLetters, lockMailbox, updateChoices } from '#people/mailboxes.store.ts'
import { listEmails, releaseEmail } from '#people/release-email.ts'
import { closingEnds, mayConfirm, readyAt, stillAsked } from '#rules/enterprise-closing.ts'
import type { MailboxPower } from '#rules/powers.ts'
import { PROFILES } from '#rules/profiles.ts'
import { enterMailbox } from '../enter-mailbox.ts'
import { readClosing, readEnterpriseOf } from './enterprise.store.ts'

type Ground = Pick<House, 'db' | 'clock'>

/** In the mailbox of the enterprise this actor works for. @throws Refusal `not-found` in any other, `role-not-enough` */
export function asEnterprise<T>(
  house: Ground,
  actor: Actor,
  power: MailboxPower,
  work: (trx: Trx, me: string) => Promise<T>,
): Promise<T> {
  const { actingFor } = actor
  if (actingFor?.as !== 'employee') throw refuse('not-found')
  return enterMailbox(house, actor, power, (trx) => work(trx, actingFor.employeeId))
}

export function readEnterprise(house: Ground, actor: Actor): Promise<EnterpriseSettings> {
  return asEnterprise(house, actor, 'change-settings', (trx, me) => shown(house, trx, actor, me))
}

/** Saying what is so already leaves no trace. @throws Refusal `changed-meanwhile` */
export function changeEnterprise(
  house: Ground,
  actor: Actor,
  { language, ...switches }: ChangeEnterprise,
): Promise<EnterpriseSettings> {
  const { mailboxId } = actor
  return asEnterprise(house, actor, 'change-settings', async (trx, me) => {
    await lockMailbox(trx, mailboxId)
    if (language) requireSeen('language', (await readEnterpriseOf(trx, mailboxId))!.language, language)
    const change = { ...switches, ...(language ? { language: language.to } : {}) }
    if (await updateChoices(trx, mailboxId, change))
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at: house.clock() })
    return shown(house, trx, actor, me)
  })
}

export async function readEnterpriseEmails(house: Ground, actor: Actor): Promise<EmailRow[]> {
  await requireSettings(house, actor)
  return listEmails(house, actor.mailboxId)
}

/** The link is followed by whoever acts for the enterprise. @throws as `claimEmail` */
export async function addEnterpriseEmail(house: Ground, actor: Actor, email: string): Promise<EmailRow> {
  await requireSettings(house, actor)
  return claimEmail(house, { mailboxId: actor.mailboxId, email, by: actor })
}

/** @throws Refusal `not-found` */
export async function dropEnterpriseEmail(house: Ground, actor: Actor, emailId: string): Promise<void> {
  await requireSettings(house, actor)
  await releaseEmail(house, { mailboxId: actor.mailboxId, emailId, by: actor })
}

export async function readEnterprisePhone(house: Ground, actor: Actor): Promise<Phone> {
  await requireSettings(house, actor)
  return showPhone(house, actor)
}

/** The code comes to the number itself: whoever acts for the enterprise and has that phone types it. @throws as `changePhone` */
export async function changeEnterprisePhone(
  house: Ground,
  actor: Actor,
  change: ChangePhone,
): Promise<Phone> {
  await requireSettings(house, actor)
  return changePhone(house, actor, change)
}

/** @throws as `verifyPhone` */
export async function verifyEnterprisePhone(house: Ground, actor: Actor, said: VerifyPhone): Promise<Phone> {
  await requireSettings(house, actor)
  return verifyPhone(house, actor, said)
}

const requireSettings = (house: Ground, actor: Actor): Promise<void> =>
  asEnterprise(house, actor, 'change-settings', async () => undefined)

/** As this administrator sees it. */
export async function shown(
  house: Ground,
  trx: Trx,
  { mailboxId }: Actor,
  me: string,
): Promise<EnterpriseSettings> {
  const { profile, state, ...known } = (await readEnterpriseOf(trx, mailboxId))!
  const administrators = await readAdministrators(trx, mailboxId)
  const asked = await readClosing(trx, mailboxId)
  const now = house.clock()
  const request = asked && stillAsked(asked, administrators, now) ? asked : null
  const may = request && mayConfirm(request, me, administrators, now)
  return {
    ...known,
    paused: state === 'deactivated',
    administrators: administrators.map(({ employeeId, name }) => ({
      employeeId,
      name,
      me: employeeId === me,
    })),
    closing: request && {
      askedBy: administrators.find(({ employeeId }) => employeeId === request.askedBy)!.name,
      askedAt: request.askedAt.toISOString(),
      may: may!,
      readyAt: may === 'wait' ? readyAt(request).toISOString() : null,
      endsAt: closingEnds(request).toISOString(),
    },
    endsLetters: await countLetters(trx, mailboxId),
    erasedAfterMonths: PROFILES[profile].closingMonths,
  }
}

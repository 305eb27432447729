import type { Entered } from '#access/enter-mailbox.ts'
import { refuse } from '#ground/refuse.ts'

/** For what is the owner's alone whatever power others hold, such as the addresses by which programs read along. @throws Refusal `role-not-enough` */
export function requireOwner(entered: Entered): void {
  if (entered.as !== 'owner') throw refuse('role-not-enough')
}

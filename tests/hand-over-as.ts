/** Two members of staff at the desk, for tests: each looks at the passport and signs that with their own key. */
import { sign } from 'node:crypto'
import { newId } from '#ground/ids.ts'
import { handOverCode } from '#identity/enrolment/at-the-desk.ts'
import type { Identity } from '#identity/room.ts'
import { lookedText } from '#rules/activation.ts'
import type { Judge } from './decide-as.ts'

export type Looker = Pick<Judge, 'staff' | 'key'>
export type HandedOver = Awaited<ReturnType<typeof handOverCode>>

/** One of them looks. The code, if another looked before. */
export function look(
  identity: Identity,
  number: string,
  { staff, key }: Looker,
  more: { reason?: string; actId?: string; signed?: string } = {},
): Promise<HandedOver> {
  const { reason = 'Passport seen', actId = newId(identity.clock().getTime()) } = more
  const text = more.signed ?? lookedText({ actId, number, reason })
  const signature = sign(null, Buffer.from(text), key)
  return handOverCode(identity, number, { staff, reason, actId, signature })
}

/** Both do. */
export async function handOver(
  identity: Identity,
  number: string,
  [first, second]: readonly [Looker, Looker],
): Promise<NonNullable<HandedOver>> {
  const alone = await look(identity, number, first)
  if (alone) throw new Error('one member of staff alone was handed a code')
  return (await look(identity, number, second))!
}

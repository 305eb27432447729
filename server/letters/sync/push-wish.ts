/** What a program asks of its stream of events (RFC 8620 §7.3). */
import { refuse } from '#ground/refuse.ts'
import { SYNC } from '#rules/personal-tokens.ts'

/** What there is a state of here. A change of one is a change of all: they are counted together (sync.store.ts). */
export const PUSHED_TYPES = ['Email', 'Mailbox', 'Thread'] as const
export type PushedType = (typeof PUSHED_TYPES)[number]

export type PushWish = {
  readonly types: readonly PushedType[]
  /** It ends after the first change it tells of. */
  readonly closeAfter: boolean
  /** Null: no signs of life. */
  readonly pingSeconds: number | null
}

/** Types that are none of ours may be named: they never change. @throws Refusal `request-invalid` */
export function readWish(query: Readonly<Record<string, unknown>>): PushWish {
  const { types = '*', closeafter = 'no', ping = '0' } = query
  const wrong = (field: string, message: string) =>
    refuse('request-invalid', { faults: [{ field, reason: 'form', message }] })
  if (typeof types !== 'string' || !/^(?:\*|[A-Za-z]{1,60}(?:,[A-Za-z]{1,60}){0,49})$/.test(types))
    throw wrong('querystring.types', 'Must be * or names of types with commas between them.')
  if (closeafter !== 'state' && closeafter !== 'no')
    throw wrong('querystring.closeafter', 'Must be state or no.')
  if (typeof ping !== 'string' || !/^\d{1,9}$/.test(ping))
    throw wrong('querystring.ping', 'Must be a number of seconds; 0: none.')
  const named = types.split(',')
  const { least, most } = SYNC.ping
  return {
    types: types === '*' ? PUSHED_TYPES : PUSHED_TYPES.filter((type) => named.includes(type)),
    closeAfter: closeafter === 'state',
    pingSeconds: Number(ping) === 0 ? null : Math.min(Math.max(Number(ping), least), most),
  }
}

const STATE = /^[0-9a-f]{1,40}\.\d{1,15}$/

/** The state a program was last told, when it comes back. Of anything else we know only that it is not the present one. */
export function lastOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  return typeof header === 'string' && STATE.test(header) ? header : ''
}

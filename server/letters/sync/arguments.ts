/** Reading a call's arguments: what is not what it should be is named, and nothing unknown is passed over in silence. */
import { SYNC } from '#rules/personal-tokens.ts'
import { MethodError } from './jmap-errors.ts'

export type Args = Readonly<Record<string, unknown>>

export const invalid = (name: string, why: string): MethodError =>
  new MethodError('invalidArguments', `${name}: ${why}`)

export function onlyThese(args: Args, names: readonly string[]): void {
  for (const name of Object.keys(args))
    if (!names.includes(name)) throw invalid(name, 'is not an argument of this method.')
}

export function textOf(args: Args, name: string): string {
  const value = args[name]
  if (typeof value !== 'string') throw invalid(name, 'must be text.')
  return value
}

export function booleanOf(args: Args, name: string): boolean {
  const value = args[name] ?? false
  if (typeof value !== 'boolean') throw invalid(name, 'must be true or false.')
  return value
}

/** A whole number, or undefined. */
export function numberOf(args: Args, name: string, least: number): number | undefined {
  const value = args[name]
  if (value === undefined || value === null) return undefined
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw invalid(name, `must be a whole number of at least ${least}.`)
  return value as number
}

export function listOf(args: Args, name: string): string[] | null {
  const value = args[name]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw invalid(name, 'must be a list of texts.')
  return value as string[]
}

/** `ids` of a /get. @throws MethodError `requestTooLarge` */
export function idsOf(args: Args): string[] | null {
  const ids = listOf(args, 'ids')
  if (ids && ids.length > SYNC.objectsInGetMax) throw new MethodError('requestTooLarge')
  return ids && [...new Set(ids)]
}

/** The properties wanted, of those there are; `id` always. @throws MethodError `invalidArguments` */
export function propertiesOf(
  args: Args,
  known: readonly string[],
  also: (name: string) => boolean = () => false,
) {
  const wanted = listOf(args, 'properties')
  for (const name of wanted ?? [])
    if (!known.includes(name) && !also(name)) throw invalid('properties', `there is no ${name}.`)
  return wanted
}

export const pick = (whole: Readonly<Record<string, unknown>>, wanted: readonly string[] | null) =>
  wanted === null
    ? whole
    : Object.fromEntries([...new Set(['id', ...wanted])].map((name) => [name, whole[name]]))

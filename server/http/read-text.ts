/** A query, a path and headers are text: "50" is the number 50 where a number is asked for. Nothing is rounded, cut or guessed:
 * "1.5", "0x10", "1e3" and "" stay text, which no integer schema takes, so the caller is told. */
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'

/** Within what a number holds exactly. */
const INTEGER = /^(?:0|-?[1-9]\d{0,14})$/

/** A copy with the integers and booleans that `schema` asks for read from their text, and its defaults filled in. */
export function readText(schema: TSchema, given: unknown): unknown {
  if (!Type.IsObject(schema) || typeof given !== 'object' || given === null) return given
  const read: Record<string, unknown> = { ...given }
  for (const [name, property] of Object.entries(schema.properties)) {
    const text = read[name]
    if (typeof text !== 'string') continue
    if (Type.IsInteger(property) && INTEGER.test(text)) read[name] = Number(text)
    if (Type.IsBoolean(property) && (text === 'true' || text === 'false')) read[name] = text === 'true'
  }
  return Value.Default(schema, read)
}

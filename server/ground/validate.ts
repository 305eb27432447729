/** Checks a value against a const of `api/` and says every fault in words a caller can act on. One compiled check per
 * const, used at the HTTP edge and for what comes in files. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import type { Fault } from '#api/problems.ts'
import { meantErrors, type SchemaError } from './union-faults.ts'

type Check = { Check(value: unknown): boolean; Errors(value: unknown): SchemaError[] }

const FAULTS_MAX = 50
/** The checker's own bound is 8 errors, of which one wrong field of a union takes several: the rest of a request's faults were
 * never told, and one branch's errors without another's told the wrong ones. */
Settings.Set({ maxErrors: 20 * FAULTS_MAX })
const compiled = new WeakMap<TSchema, Check>()

export function checkOf(schema: TSchema): Check {
  const known = compiled.get(schema)
  if (known) return known
  const made = Compile(schema) as unknown as Check
  compiled.set(schema, made)
  return made
}

/** The value, typed, or its faults (at least one, at most 50). Faults name the field, never its value. */
export function validate<S extends TSchema>(
  schema: S,
  value: unknown,
): { kind: 'ok'; value: Static<S> } | { kind: 'faults'; faults: Fault[] } {
  const check = checkOf(schema)
  if (check.Check(value)) return { kind: 'ok', value: value as Static<S> }
  return { kind: 'faults', faults: faultsOf(check.Errors(value)) }
}

export function faultsOf(errors: readonly SchemaError[]): Fault[] {
  const faults: Fault[] = []
  const choices = new Map<string, unknown[]>()
  for (const e of meantErrors(errors)) {
    const field = e.instancePath.replace(/^\//, '').replaceAll('/', '.')
    const params = e.params as Record<string, unknown>
    if (e.keyword === 'required') {
      for (const name of params.requiredProperties as string[])
        faults.push({ field: join(field, name), reason: 'missing', message: 'This field is required.' })
    } else if (e.keyword === 'additionalProperties') {
      for (const name of params.additionalProperties as string[])
        faults.push({
          field: join(field, name.slice(0, 60)),
          reason: 'unknown-field',
          message: 'There is no such field. Check its spelling.',
        })
    } else if (e.keyword === 'const') {
      const allowed = choices.get(field) ?? []
      if (allowed.length === 0) choices.set(field, allowed)
      allowed.push(params.allowedValue)
    } else if (e.keyword !== 'boolean' && e.keyword !== 'anyOf') {
      // 'boolean' repeats an unknown field, 'anyOf' what its branches say.
      faults.push({ field: field || 'body', reason: e.keyword, message: messageOf(e) })
    }
  }
  for (const [field, allowed] of choices)
    faults.push({
      field: field || 'body',
      reason: 'not-a-choice',
      message: oneOf(allowed),
    })
  if (faults.length === 0)
    faults.push({ field: 'body', reason: 'form', message: 'Does not have one of the allowed forms.' })
  return faults.slice(0, FAULTS_MAX)
}

/** What is allowed, in words, where the checker says it in its own. */
const FORMATS: Readonly<Record<string, string>> = {
  date: 'Must be a day that exists, written like 2026-12-01.',
  'date-time': 'Must be a time that exists, with its offset, written like 2026-12-01T10:00:00+01:00.',
  uuid: 'Must be an id, written like 0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50.',
}

function messageOf({ keyword, params, message }: SchemaError): string {
  if (keyword === 'enum') return oneOf((params as { allowedValues: unknown[] }).allowedValues)
  const format = keyword === 'format' ? FORMATS[(params as { format: string }).format] : undefined
  return format ?? `${capital(message)}.`
}

const oneOf = (allowed: readonly unknown[]): string =>
  `Must be one of: ${allowed.map((value) => JSON.stringify(value)).join(', ')}.`
const join = (path: string, name: string): string => (path ? `${path}.${name}` : name)
const capital = (text: string): string => text.replace(/^./, (c) => c.toUpperCase())

/** The only place where problem documents are made (RFC 9457). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Fault, PROBLEMS, type ProblemCode, type ProblemDocument } from '#api/problems.ts'
import type { House } from '#ground/house.ts'
import { describeError } from '#ground/log.ts'
import { Refusal } from '#ground/refuse.ts'

type SchemaError = { instancePath: string; keyword: string; message?: string; params: Record<string, unknown> }

/** What fastify itself refuses, by its error codes. */
const FRAMEWORK_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_PARTS_LIMIT: 'body-too-large',
  FST_FILES_LIMIT: 'body-too-large',
  FST_FIELDS_LIMIT: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type-unsupported',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'content-type-unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request-malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request-malformed',
}

export function answerProblem(house: House, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { code, faults, detail, retryAfterSeconds } = readError(error)
  const problem = PROBLEMS[code]
  if (code === 'internal-error' || code === 'content-damaged') {
    house.log.error({
      event: code,
      traceId: request.id,
      route: request.routeOptions.url ?? 'none',
      err: describeError(error),
    })
  }
  const body: ProblemDocument = {
    type: `/problems/${code}`,
    title: problem.title,
    status: problem.status,
    ...(detail === undefined ? {} : { detail }),
    code,
    remedy: problem.remedy,
    traceId: String(request.id),
    ...(faults.length === 0 ? {} : { faults: [...faults] }),
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
  if (problem.status === 401 && code.startsWith('token')) reply.header('www-authenticate', 'Bearer realm="brevhus"')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(body))
}

type Read = { code: ProblemCode; faults: readonly Fault[]; detail?: string | undefined; retryAfterSeconds?: number | undefined }

function readError(error: unknown): Read {
  if (error instanceof Refusal) return error
  if (typeof error !== 'object' || error === null) return { code: 'internal-error', faults: [] }
  if ('notFound' in error) return { code: 'not-found', faults: [] }
  const { code, validation, validationContext, statusCode } = error as {
    code?: string
    validation?: SchemaError[]
    validationContext?: string
    statusCode?: number
  }
  if (validation) return { code: 'request-invalid', faults: schemaFaults(validation, validationContext ?? 'body') }
  const known = code === undefined ? undefined : FRAMEWORK_CODES[code]
  if (known) return { code: known, faults: [] }
  if (statusCode === 400) return { code: 'request-malformed', faults: [] }
  return { code: 'internal-error', faults: [] }
}

/** Faults a caller can act on: the field by path, the keyword that failed, plain words. Never the value. At most 50. */
export function schemaFaults(errors: readonly SchemaError[], context: string): Fault[] {
  const faults = errors
    // "must match a schema in anyOf" only repeats what its branches say.
    .filter((e) => e.keyword !== 'anyOf' && e.keyword !== 'if')
    .slice(0, 50)
    .map((e) => {
      const extra = e.params.additionalProperty ?? e.params.unevaluatedProperty
      const missing = e.params.missingProperty
      const name = typeof extra === 'string' ? extra : typeof missing === 'string' ? missing : ''
      const path = (e.instancePath + (name ? `/${name}` : '')).replace(/^\//, '').replaceAll('/', '.')
      const field = context === 'body' ? path || 'body' : `${context}.${path}`
      if (extra !== undefined) return { field, reason: 'unknown-field', message: 'There is no such field. Check its spelling.' }
      if (missing !== undefined) return { field, reason: 'missing', message: 'This field is required.' }
      return { field, reason: e.keyword, message: sayAllowed(e) }
    })
  return faults.length > 0 ? faults : [{ field: context, reason: 'form', message: 'Does not have one of the allowed forms.' }]
}

function sayAllowed(e: SchemaError): string {
  const p = e.params
  if (e.keyword === 'enum' && Array.isArray(p.allowedValues)) return `Must be one of: ${p.allowedValues.join(', ')}.`
  if (e.keyword === 'const') return `Must be ${JSON.stringify(p.allowedValue)}.`
  return `${(e.message ?? 'is not allowed').replace(/^./, (c) => c.toUpperCase())}.`
}

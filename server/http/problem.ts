/** The only place where problem documents are made (RFC 9457). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Fault, PROBLEMS, type ProblemCode, type ProblemDocument } from '#api/problems.ts'
import type { House } from '#ground/house.ts'
import { isOutage } from '#ground/outage.ts'
import { Refusal } from '#ground/refuse.ts'
import { isUnstorable } from '#ground/unstorable.ts'

/** What fastify itself refuses, by its error codes. */
const FRAMEWORK_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_REQ_FILE_TOO_LARGE: 'body-too-large',
  FST_PARTS_LIMIT: 'body-too-large',
  FST_FILES_LIMIT: 'body-too-large',
  FST_FIELDS_LIMIT: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type-unsupported',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'content-type-unsupported',
  FST_INVALID_JSON_FIELD_ERROR: 'request-malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-malformed',
  FST_ERR_BAD_URL: 'request-malformed',
  // Nothing has a name that long.
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request-malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request-malformed',
}

/** The operator's business. */
const LOGGED: ReadonlySet<ProblemCode> = new Set(['internal-error', 'content-damaged', 'unavailable'])
const OUTAGE_RETRY_SECONDS = 5

export function answerProblem(house: House, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { code, faults, detail, retryAfterSeconds } = readError(error)
  const { status } = PROBLEMS[code]
  if (LOGGED.has(code)) {
    house.log.error({
      event: code,
      traceId: request.id,
      route: request.routeOptions.url ?? 'none',
      // The log's own serializer keeps what may be told of it.
      err: error,
    })
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)))
  if (status === 401 && code.startsWith('token')) reply.header('www-authenticate', 'Bearer realm="brevhus"')
  const body = writeProblem(code, String(request.id), { detail, faults })
  return reply.code(status).type(PROBLEM_TYPE).send(body)
}

export const PROBLEM_TYPE = 'application/problem+json'

export function writeProblem(
  code: ProblemCode,
  traceId: string,
  { detail, faults = [] }: Partial<Pick<Read, 'detail' | 'faults'>> = {},
): string {
  const { title, status, remedy } = PROBLEMS[code]
  const body: ProblemDocument = {
    type: `/problems/${code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    code,
    remedy,
    traceId,
    ...(faults.length === 0 ? {} : { faults: [...faults] }),
  }
  return JSON.stringify(body)
}

type Read = {
  code: ProblemCode
  faults: readonly Fault[]
  detail?: string | undefined
  retryAfterSeconds?: number | undefined
}

function readError(error: unknown): Read {
  if (error instanceof Refusal) return error
  if (typeof error !== 'object' || error === null) return { code: 'internal-error', faults: [] }
  if (isUnstorable(error)) return { code: 'request-malformed', faults: [] }
  if ('notFound' in error) return { code: 'not-found', faults: [] }
  if (isOutage(error)) return { code: 'unavailable', faults: [], retryAfterSeconds: OUTAGE_RETRY_SECONDS }
  const { code, faults, statusCode } = error as {
    code?: string
    faults?: readonly Fault[]
    statusCode?: number
  }
  if (faults) return { code: 'request-invalid', faults }
  const known = code === undefined ? undefined : FRAMEWORK_CODES[code]
  if (known) return { code: known, faults: [] }
  if (statusCode === 400) return { code: 'request-malformed', faults: [] }
  return { code: 'internal-error', faults: [] }
}

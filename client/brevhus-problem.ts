/** What goes wrong, in one shape: what the post office refused, and what never reached it. */
import type { Fault, ProblemCode, ProblemDocument } from '#api/problems.ts'

/** The post office's own codes, and those of a client that got no proper answer. */
export type ClientProblemCode = ProblemCode | 'access-refused' | 'unreachable' | 'answer-unreadable'

export type ProblemParts = {
  code: ClientProblemCode
  /** 0 when there was no answer. */
  status: number
  title: string
  remedy: string
  detail?: string | undefined
  faults?: readonly Fault[] | undefined
  traceId?: string | undefined
}

export class BrevhusProblem extends Error {
  override name = 'BrevhusProblem'
  readonly code: ClientProblemCode
  readonly status: number
  readonly title: string
  readonly remedy: string
  readonly detail: string | undefined
  /** Where in the request, why, and what is allowed. */
  readonly faults: readonly Fault[]
  /** Tell it to the operator. */
  readonly traceId: string | undefined

  constructor(parts: ProblemParts, cause?: unknown) {
    super(`${parts.code}: ${parts.title}`, { cause })
    this.code = parts.code
    this.status = parts.status
    this.title = parts.title
    this.remedy = parts.remedy
    this.detail = parts.detail
    this.faults = parts.faults ?? []
    this.traceId = parts.traceId
  }
}

export function unreachable(url: string, cause: unknown): BrevhusProblem {
  return new BrevhusProblem(
    {
      code: 'unreachable',
      status: 0,
      title: `${new URL(url).origin} did not answer.`,
      remedy: 'Check the address and your network, then try again. Repeating is safe.',
      detail: reasonOf(cause),
    },
    cause,
  )
}

/** Reads a problem document; anything else that is no success is a problem as well. */
export function problemOf(status: number, body: string): BrevhusProblem {
  const read = readJson(body)
  if (isProblem(read)) return new BrevhusProblem(read)
  return new BrevhusProblem({
    code: 'answer-unreadable',
    status,
    title: `The answer (${status}) is not one of a Brevhus post office.`,
    remedy: 'Check that the address is that of the post office and no proxy or page stands in between.',
  })
}

function isProblem(value: unknown): value is ProblemDocument {
  const problem = value as Partial<ProblemDocument> | undefined
  return (
    typeof problem?.code === 'string' &&
    typeof problem.title === 'string' &&
    typeof problem.status === 'number'
  )
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** `fetch` hides the reason in its cause. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const inner = (error as { cause?: unknown }).cause
  return inner instanceof Error ? inner.message || (inner as { code?: string }).code : error.message
}

/** How a use case says no: `throw refuse('not-found')`. Expected refusals are turned into problem documents at the edge
 * (server/http/problem.ts); anything else that is thrown is a bug. */
import { type Fault, PROBLEMS, type ProblemCode } from '#api/problems.ts'

export class Refusal extends Error {
  readonly code: ProblemCode
  readonly faults: readonly Fault[]
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ProblemCode, more: RefusalDetails) {
    super(PROBLEMS[code].title)
    this.name = 'Refusal'
    this.code = code
    this.faults = more.faults ?? []
    this.detail = more.detail
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

export type RefusalDetails = { detail?: string; faults?: readonly Fault[]; retryAfterSeconds?: number }

/** `detail` and `faults` go to the caller as they are: plain words, nobody else's data. */
export function refuse(code: ProblemCode, more: RefusalDetails = {}): Refusal {
  return new Refusal(code, more)
}

/** One field that cannot be taken: `request-invalid` with why, as a word for programs, and what to do. */
export const refuseField = (field: string, reason: string, message: string): Refusal =>
  refuse('request-invalid', { faults: [{ field, reason, message }] })

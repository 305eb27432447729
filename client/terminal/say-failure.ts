/** A failure in words: what is wrong, where, what to do; and the exit code that tells a script the same. */
import { BrevhusProblem } from '../brevhus-problem.ts'
import { DocumentFault } from '../letter-documents.ts'
import { KeyFault } from '../sender-key.ts'
import type { Screen } from './screen.ts'

/** 0: all done. 1: some letters were refused. 2: the command was not right. 3: it could not be carried out. */
export const EXIT = { ok: 0, someRefused: 1, usage: 2, problem: 3 } as const

/** The command itself, or what it names, is not right. Its message says what to do. */
export class UsageFault extends Error {
  override name = 'UsageFault'
}

export function sayFailure(screen: Screen, error: unknown): number {
  if (error instanceof BrevhusProblem) {
    const { code, status, title, detail, remedy, faults, traceId } = error
    screen.result({ problem: { code, status, title, detail, remedy, faults, traceId } })
    screen.note(`${title}${detail ? ` ${detail}` : ''}`)
    for (const fault of faults) screen.note(`  ${fault.field}: ${fault.message}`)
    screen.note(remedy)
    screen.note(`(${code}${traceId ? `, trace id ${traceId}` : ''})`)
    return EXIT.problem
  }
  if (
    error instanceof UsageFault ||
    error instanceof DocumentFault ||
    error instanceof KeyFault ||
    error instanceof TypeError
  ) {
    screen.result({ problem: { code: 'usage', title: error.message } })
    screen.note(error.message)
    return EXIT.usage
  }
  screen.note(`Something went wrong in this command: ${error instanceof Error ? error.message : 'unknown'}`)
  return EXIT.problem
}

/** PDF by Typst, in a process of its own, which takes what it remembers of codes with it when there is nothing to set for a while. */
import { fileURLToPath } from 'node:url'
import type { Typesetter } from '#ground/paper.ts'
import { openWorkProcess } from './work-process.ts'

export type TypesetterOptions = {
  /** How long an idle process stays. Default 20 seconds. */
  idleMs?: number
  /** Processor time one document may take. Default 20 seconds. */
  documentMs?: number
}

export type TypesetPiece = { source: string; inputs: Record<string, string>; madeAt: number }
export type TypesetAnswer = { pdf: Uint8Array } | { fault: string }

const PROCESS = fileURLToPath(new URL('typeset-process.ts', import.meta.url))
/** Megabytes of JavaScript heap; Typst's own memory is outside it and was measured at 30 MB for a code card. */
const HEAP_MB = 48

export function openTypstTypesetter(options: TypesetterOptions = {}): Typesetter & { close(): void } {
  const { idleMs = 20_000, documentMs = 20_000 } = options
  const typesetter = openWorkProcess<TypesetPiece, TypesetAnswer>({
    program: PROCESS,
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    idleMs,
    processorMs: documentMs,
  })
  return {
    async typeset({ source, inputs, madeAt }) {
      const answer = await typesetter.do({ source, inputs, madeAt: madeAt.getTime() })
      if ('fault' in answer) throw new Error(`the document could not be typeset: ${answer.fault}`)
      return answer.pdf
    },
    close: typesetter.close,
  }
}

/** What never became a request: node's parser gave up. Answered on the bare socket, as everything else in a problem document. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { PROBLEMS, type ProblemCode } from '#api/problems.ts'
import { randomOf } from '#ground/random.ts'
import { PROBLEM_TYPE, writeProblem } from './problem.ts'

const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
}

/** Headers and an answer may be on their way already: then nothing can be said any more, and the line is cut. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const begun = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent
  if (socket.writable && !begun) {
    const code = CODES[error.code ?? ''] ?? 'request-malformed'
    const { status } = PROBLEMS[code]
    const body = writeProblem(code, randomOf(8).toString('hex'))
    const headers = [
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'x-content-type-options: nosniff',
      'cache-control: no-store',
      'connection: close',
    ]
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy(error)
}

/** A request's body in memory. What comes in one piece, as most letters do, stays the piece it came in: the HTTP parser has copied it out of
 * the socket's buffer already, and fastify's own reading would copy it once more. */
import type { Readable } from 'node:stream'
import { errorCodes } from 'fastify'

const { FST_ERR_CTP_BODY_TOO_LARGE, FST_ERR_CTP_INVALID_CONTENT_LENGTH } = errorCodes

/** Called once, with an error of fastify's when the body is longer than `bytesMax` or not as long as was declared. */
export function readWholeBody(
  payload: Readable,
  { declared, bytesMax }: { declared: string | undefined; bytesMax: number },
  done: (error: Error | null, body?: Buffer) => void,
): void {
  const length = declared === undefined ? undefined : Number(declared)
  if (length !== undefined && length > bytesMax) {
    done(new FST_ERR_CTP_BODY_TOO_LARGE())
    return
  }
  const pieces: Buffer[] = []
  let received = 0
  const finish = (error: Error | null, body?: Buffer) => {
    payload.off('data', take).off('end', end).off('error', fail)
    done(error, body)
  }
  const take = (piece: Buffer) => {
    received += piece.length
    pieces.push(piece)
    if (received > bytesMax) finish(new FST_ERR_CTP_BODY_TOO_LARGE())
  }
  const end = () => {
    if (length !== undefined && received !== length) finish(new FST_ERR_CTP_INVALID_CONTENT_LENGTH())
    else finish(null, pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, received))
  }
  const fail = (error: Error) => finish(Object.assign(error, { statusCode: 400 }))
  payload.on('data', take).on('end', end).on('error', fail)
}

/** A download whose connection breaks again and again, as on a train: what came is kept, and the rest is asked for with Range. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'

export type Downloaded = { bytes: number; connections: number; sha256: string }

/**
 * @param breakAt bytes of the whole after which the connection is torn down at once, ascending
 * @throws Error when what comes after a break is not the rest of the same file
 */
export async function downloadWithBreaks(
  url: string,
  headers: Readonly<Record<string, string>>,
  { file, breakAt }: { file: string; breakAt: readonly number[] },
): Promise<Downloaded> {
  const out = createWriteStream(file)
  const hash = createHash('sha256')
  const breaks = [...breakAt]
  let [bytes, connections, etag, whole] = [0, 0, '', Number.POSITIVE_INFINITY]
  while (bytes < whole) {
    const rest: Record<string, string> = bytes > 0 ? { range: `bytes=${bytes}-`, 'if-range': etag } : {}
    const answer = await asked(url, { ...headers, ...rest })
    connections++
    if (answer.statusCode !== (bytes > 0 ? 206 : 200)) throw new Error(`the server said ${answer.statusCode}`)
    if (bytes === 0) {
      etag = answer.headers.etag!
      whole = Number(answer.headers['content-length'])
    } else if (answer.headers['content-range'] !== `bytes ${bytes}-${whole - 1}/${whole}`)
      throw new Error(`another part: ${answer.headers['content-range']}`)
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        hash.update(chunk)
        bytes += chunk.length
        if (!out.write(chunk)) await new Promise<void>((drained) => out.once('drain', () => drained()))
        if (bytes >= (breaks[0] ?? Number.POSITIVE_INFINITY)) {
          while (bytes >= (breaks[0] ?? Number.POSITIVE_INFINITY)) breaks.shift()
          answer.socket.resetAndDestroy()
          break
        }
      }
    } catch (error) {
      if ((error as { code?: string }).code !== 'ECONNRESET') throw error
    }
  }
  out.end()
  await finished(out)
  return { bytes, connections, sha256: hash.digest('hex') }
}

/** A connection of its own each time. */
const asked = (url: string, headers: Record<string, string>): Promise<IncomingMessage> =>
  new Promise((answered, failed) => get(url, { headers, agent: false }, answered).on('error', failed))

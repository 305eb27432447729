/** Structured logs without personal data: an event name, ids, counts, durations and codes; never a name, number, address,
 * subject or request URL. Error messages can quote data, so only their class, code and stack frames are kept. */
import { type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino'

export type Logger = PinoLogger

export function openLog(options: { level: string; name: string; stream?: NodeJS.WritableStream }): Logger {
  const settings = {
    level: options.level,
    base: { process: options.name },
    timestamp: stdTimeFunctions.isoTime,
    hooks: {
      // Before pino sees the error: it would copy the message into the line.
      logMethod(args: unknown[], method: (...described: unknown[]) => void) {
        const [first, ...rest] = args
        method.apply(this, [withoutMessages(first), ...rest])
      },
    },
  }
  return options.stream ? pino(settings, options.stream) : pino(settings)
}

function withoutMessages(told: unknown): unknown {
  if (told instanceof Error) return { err: describeError(told) }
  if (typeof told !== 'object' || told === null || !('err' in told)) return told
  return { ...told, err: told.err instanceof Error ? describeError(told.err) : told.err }
}

/** What may be told of an error: `{ type, code, frames }`. The message is left out, it can quote what a person wrote. */
export function describeError(error: unknown): { type: string; code?: string; frames: string[] } {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] }
  const code = (error as { code?: unknown }).code
  // A message may have lines that look like frames.
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 12)
  return { type: error.name, ...(typeof code === 'string' ? { code } : {}), frames }
}

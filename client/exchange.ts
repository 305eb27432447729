/** One request, tried again while that makes sense: the network failed, or the post office asks to come back later. Every
 * request here is safe to repeat (a POST carries its Idempotency-Key), and nothing is tried for ever. */
import { setTimeout as sleep } from 'node:timers/promises'
import { BrevhusProblem, problemOf, unreachable } from './brevhus-problem.ts'

/** Made anew for each try, so that tokens are fresh and bodies whole. */
export type MakeRequest = () => RequestInit | Promise<RequestInit>

/** @returns an answer that is final, successful or not. @throws BrevhusProblem unreachable; the signal's reason */
export type Exchange = (url: string, make: MakeRequest, options?: ExchangeOptions) => Promise<Response>
export type ExchangeOptions = { signal?: AbortSignal | undefined; timeoutMs?: number }

export type RetryOptions = {
  fetch: typeof fetch
  /** Tries in all, the first one counted. */
  triesMax: number
  /** No new try later than this after the first. */
  patienceMs: number
  /** Ends every request, like a request's own. */
  signal?: AbortSignal | undefined
  /** Told before each wait for another try; `status` is undefined when nothing answered. */
  onWait?: ((waitMs: number, status: number | undefined) => void) | undefined
}

const TIMEOUT_MS = 90_000
const BACK_OFF_FIRST_MS = 250
const BACK_OFF_MAX_MS = 15_000
const COME_BACK: ReadonlySet<number> = new Set([429, 502, 503, 504])

export function openExchange(options: RetryOptions): Exchange {
  return async (url, make, { signal: own, timeoutMs = TIMEOUT_MS } = {}) => {
    const signals = [options.signal, own].filter((one) => one !== undefined)
    const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined
    const startMs = performance.now()
    for (let tries = 1; ; tries++) {
      const request = await make()
      const timeout = AbortSignal.timeout(timeoutMs)
      let waitMs = backOff(tries)
      let failure: unknown
      let response: Response | undefined
      try {
        response = await options.fetch(url, {
          ...request,
          redirect: 'error',
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        if (!COME_BACK.has(response.status)) return response
        waitMs = retryAfterMs(response) ?? waitMs
      } catch (error) {
        signal?.throwIfAborted()
        failure = error
      }
      const late = performance.now() - startMs + waitMs > options.patienceMs
      if (tries >= options.triesMax || late || (response && !(await isPassing(response)))) {
        if (response) return response
        throw unreachable(url, failure)
      }
      await response?.body?.cancel()
      options.onWait?.(waitMs, response?.status)
      await sleep(waitMs, undefined, signal ? { signal } : {})
    }
  }
}

/** A spent daily quota is a 429 too, and waiting a little does not help. */
async function isPassing(response: Response): Promise<boolean> {
  if (response.status !== 429) return true
  return problemOf(429, await response.clone().text()).code !== 'dry-run-quota-spent'
}

/** Full jitter: clients that failed together do not come back together. */
const backOff = (tries: number): number =>
  Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** (tries - 1)) * (0.5 + Math.random() / 2)

/** RFC 9110 §10.2.3: seconds or a date. */
export function retryAfterMs(response: Response): number | undefined {
  const said = response.headers.get('retry-after')?.trim()
  if (!said) return undefined
  if (/^\d{1,6}$/.test(said)) return Number(said) * 1000
  const at = Date.parse(said)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

/** The body of a success, or the problem. */
export async function answerOf<A>(response: Response): Promise<A> {
  const text = await response.text()
  if (!response.ok) throw problemOf(response.status, text)
  try {
    return JSON.parse(text) as A
  } catch (error) {
    throw new BrevhusProblem(
      {
        code: 'answer-unreadable',
        status: response.status,
        title: 'The answer was cut off or is not JSON.',
        remedy: 'Send the same request again with the same Idempotency-Key.',
      },
      error,
    )
  }
}

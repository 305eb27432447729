/**
 * Calls of our own server. What can go wrong is a short list of kinds that the pages know how to tell about;
 * everything else about a failure (code, trace) travels along for the one who helps.
 */
import type { ProblemDocument } from '#api/problems.ts'
import type { BACKGROUND_HEADER } from '#api/session.ts'
import { isElsewhere } from './acting.ts'

export type FailureKind =
  /** No answer: no network, or the server can't be reached. */
  | 'offline'
  /** 401: the session is over. */
  | 'signed-out'
  /** 403 that a step-up mends. */
  | 'level-too-low'
  | 'not-found'
  | 'too-many'
  /** 4xx with a reason the person can do something about. */
  | 'refused'
  /** 5xx, or an answer that isn't ours. */
  | 'server'

export class CallFailed extends Error {
  readonly kind: FailureKind
  readonly status: number
  readonly code: ProblemDocument['code'] | null
  readonly traceId: string | null
  readonly retryAfterSeconds: number | null
  /** Why, of the first fault, where the answer names faults. */
  readonly reason: string | null
  /** The fields of the request that it found fault with. */
  readonly fields: readonly string[]

  constructor(kind: FailureKind, status = 0, problem: Problem = {}, retryAfterSeconds: number | null = null) {
    super(problem.title ?? kind)
    this.name = 'CallFailed'
    this.kind = kind
    this.status = status
    this.code = problem.code ?? null
    this.traceId = problem.traceId ?? null
    this.retryAfterSeconds = retryAfterSeconds
    this.reason = problem.faults?.[0]?.reason ?? null
    this.fields = problem.faults?.map((fault) => fault.field) ?? []
  }
}

/** An answer that is no problem document of ours (a proxy's page, say) has none of these. */
type Problem = Partial<ProblemDocument>

/** On a GET that no person caused: it is no activity, so that a page left open idles out (I-11). */
const BACKGROUND: typeof BACKGROUND_HEADER = 'x-brevhus-background'

/** Longest wait for an answer before the page says that something is wrong. */
const TIMEOUT_MS = 20_000
const UPLOAD_TIMEOUT_MS = 300_000
/** The server gives a part of a file a minute. */
const PART_TIMEOUT_MS = 60_000

/** @param background true for what a timer asks, not a person. @throws CallFailed, or what `signal` was aborted with. */
export async function callApi<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  background = false,
): Promise<Answer> {
  const headers = {
    // The server takes changes only as JSON from our own origin; an empty object keeps that true without a body.
    ...(method !== 'GET' && { 'content-type': 'application/json' }),
    ...(background && { [BACKGROUND]: '1' }),
  }
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }
  return ask<Answer>(path, { method, headers, ...sent }, TIMEOUT_MS, signal)
}

/** Somebody else, or another window, was at it: what is there now is asked for, and what was typed stays. */
export const isMeanwhile = (failure: unknown): boolean =>
  failure instanceof CallFailed && failure.code === 'changed-meanwhile'

/** What an earlier answer was, and the name the server gave it. */
export type Known<Answer> = { readonly tag: string | null; readonly answer: Answer }

/** Asks again for what is known: the very same when nothing of it has changed, which costs the server next to nothing. @throws CallFailed */
export async function callAgain<Answer>(
  path: string,
  known: Known<Answer> | null,
  background = false,
): Promise<Known<Answer>> {
  const headers = {
    ...(known?.tag && { 'if-none-match': known.tag }),
    ...(background && { [BACKGROUND]: '1' }),
  }
  const { response, json } = await exchange(path, { method: 'GET', headers }, TIMEOUT_MS)
  if (known && response.status === 304) return known
  if (response.ok && json !== undefined) return { tag: response.headers.get('etag'), answer: json as Answer }
  throw failureOf(response, json)
}

/** Files travel as parts and may take their time. The key makes repeating it the same request. @throws CallFailed */
export function sendParts<Answer>(path: string, parts: FormData, idempotencyKey: string): Promise<Answer> {
  const headers = { 'idempotency-key': idempotencyKey }
  return ask<Answer>(path, { method: 'POST', headers, body: parts }, UPLOAD_TIMEOUT_MS)
}

/** A part of a file. @throws CallFailed, or what `signal` was aborted with. */
export function sendBytes<Answer>(path: string, body: ArrayBuffer, signal: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream' }
  return ask<Answer>(path, { method: 'PUT', headers, body }, PART_TIMEOUT_MS, signal)
}

type Asked = { method: string; headers: Record<string, string>; body?: string | FormData | ArrayBuffer }

async function ask<Answer>(
  path: string,
  asked: Asked,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const { response, json } = await exchange(path, asked, timeoutMs, signal)
  if (response.ok && json !== undefined) return json as Answer
  if (response.ok && response.status === 204) return undefined as Answer
  throw failureOf(response, json)
}

/** What a document says, as text. @throws CallFailed */
export async function callText(path: string): Promise<string> {
  const { response, text, json } = await exchange(path, { method: 'GET', headers: {} }, TIMEOUT_MS)
  if (response.ok) return text
  throw failureOf(response, json)
}

async function exchange(
  path: string,
  { headers, ...asked }: Asked,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<{ response: Response; text: string; json: unknown }> {
  const ours = new AbortController()
  const timer = setTimeout(() => ours.abort(), timeoutMs)
  const passOn = () => ours.abort()
  signal?.addEventListener('abort', passOn)
  let response: Response
  let text: string
  try {
    response = await fetch(path, {
      ...asked,
      credentials: 'same-origin',
      headers: { accept: 'application/json, application/problem+json', ...headers },
      signal: ours.signal,
    })
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) throw error
    throw new CallFailed('offline')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', passOn)
  }
  return { response, text, json: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failureOf(response: Response, json: unknown): CallFailed {
  const problem: Problem = typeof json === 'object' && json !== null ? json : {}
  const { status } = response
  const retryAfter = Number(response.headers.get('retry-after'))
  const retryAfterSeconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null
  const failed = (kind: FailureKind) => new CallFailed(kind, status, problem, retryAfterSeconds)
  // 401 with another code is a wrong password or code: the session itself goes on.
  if (status === 401 && problem.code !== 'sign-in-failed') return failed('signed-out')
  if (problem.code === 'level-too-low' || problem.code === 'letter-locked') return failed('level-too-low')
  if (status === 404 || status === 410) return failed('not-found')
  if (status === 429) return failed('too-many')
  return failed(status >= 400 && status < 500 ? 'refused' : 'server')
}

/** Where to sign in again, coming back to this very page. */
export function signInAgainPath(): string {
  return `/sign-in?return=${encodeURIComponent(location.pathname)}`
}

/** Where to raise the session, coming back to this very page. */
export function raisePath(): string {
  return `/sign-in/step-up?return=${encodeURIComponent(location.pathname)}`
}

/** Leaves for the sign-in page when the session is over, and another's mailbox when it or the access to it is; true when it did. */
export function leaveIfSignedOut(error: unknown): boolean {
  if (!(error instanceof CallFailed)) return false
  if (error.code === 'access-ended' || (error.code === 'mailbox-not-open' && isElsewhere())) {
    // The account is asked for anew, and that leads back to one's own mailbox.
    location.assign('/')
    return true
  }
  if (error.kind !== 'signed-out') return false
  location.assign(signInAgainPath())
  return true
}

/** One JMAP request (RFC 8620 §3): its calls one after another, each may name results of those before it. */
import { Refusal } from '#ground/refuse.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import type { Args } from './arguments.ts'
import { MethodError, RequestError } from './jmap-errors.ts'
import { CAPABILITIES } from './jmap-session.ts'
import type { Asking } from './method.ts'
import { METHODS } from './methods.ts'

type Answer = [name: string, args: Record<string, unknown>, callId: string]

export async function runCalls(
  asking: Asking,
  body: unknown,
): Promise<{ methodResponses: Answer[]; createdIds?: object }> {
  const { using, calls, createdIds } = readRequest(body)
  const methodResponses: Answer[] = []
  for (const [name, args, callId] of calls)
    methodResponses.push(await runCall(asking, using, [name, args, callId], methodResponses))
  return { methodResponses, ...createdIds }
}

/** No request of RFC 8620 comes near it; an answer that echoes one is written with as many steps. */
const DEEPEST = 100

function isDeeper(value: unknown, most: number): boolean {
  let layer = [value]
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > most) return true
    layer = layer.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}

function readRequest(body: unknown) {
  const request = body as { using?: unknown; methodCalls?: unknown }
  const wrong = (why: string) => new RequestError('notRequest', why)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw wrong('The request must be an object.')
  if (isDeeper(body, DEEPEST)) throw wrong(`The request is nested deeper than ${DEEPEST}.`)
  const { using, methodCalls } = request
  if (!Array.isArray(using) || using.some((one) => typeof one !== 'string'))
    throw wrong('"using" must be a list of texts.')
  if (!Array.isArray(methodCalls)) throw wrong('"methodCalls" must be a list.')
  for (const call of methodCalls) {
    const [name, args, callId] = Array.isArray(call) && call.length === 3 ? call : []
    const whole = typeof args === 'object' && args !== null && !Array.isArray(args)
    if (typeof name !== 'string' || typeof callId !== 'string' || !whole)
      throw wrong('A call is a list of its name, its arguments and its id.')
  }
  const unknown = using.find((one) => !CAPABILITIES.includes(one))
  if (unknown !== undefined)
    throw new RequestError('unknownCapability', `There is no ${String(unknown).slice(0, 100)} here.`)
  if (methodCalls.length > SYNC.callsInRequestMax)
    throw new RequestError(
      'limit',
      `At most ${SYNC.callsInRequestMax} calls in a request.`,
      'maxCallsInRequest',
    )
  const ids = (body as { createdIds?: unknown }).createdIds
  if (ids !== undefined && ids !== null && typeof ids !== 'object')
    throw wrong('"createdIds" must be an object.')
  // Nothing is created here: what was given comes back (RFC 8620 §3.4).
  const createdIds = ids ? { createdIds: ids } : {}
  return { using: using as string[], calls: methodCalls as [string, Args, string][], createdIds }
}

async function runCall(
  asking: Asking,
  using: readonly string[],
  [name, given, callId]: [string, Args, string],
  before: readonly Answer[],
): Promise<Answer> {
  try {
    const method = Object.hasOwn(METHODS, name) ? METHODS[name]! : undefined
    if (!method || !using.includes(method.capability)) throw new MethodError('unknownMethod')
    const args = resolved(given, before)
    const { mailboxId } = asking.actor
    if (!method.ofAccount) return [name, await method.run(asking, args), callId]
    if (typeof args.accountId !== 'string')
      throw new MethodError('invalidArguments', 'accountId: must be text.')
    if (args.accountId !== mailboxId) throw new MethodError('accountNotFound')
    return [name, { accountId: mailboxId, ...(await method.run(asking, args)) }, callId]
  } catch (error) {
    if (error instanceof MethodError) return ['error', { type: error.type, ...error.more }, callId]
    // The mailbox was closed meanwhile, or its key is gone: said for this call, as a program can read it.
    if (error instanceof Refusal) return ['error', { type: 'serverFail', description: error.message }, callId]
    throw error
  }
}

/** RFC 8620 §3.7. @throws MethodError `invalidArguments`, `invalidResultReference` */
function resolved(given: Args, before: readonly Answer[]): Args {
  const args: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    if (!key.startsWith('#')) {
      args[key] = value
      continue
    }
    const name = key.slice(1)
    if (Object.hasOwn(given, name)) throw new MethodError('invalidArguments', `${name} is given twice.`)
    const { resultOf, name: of, path } = (value ?? {}) as Record<string, unknown>
    const answer = before.find(([, , callId]) => callId === resultOf)
    if (!answer || answer[0] !== of || typeof path !== 'string')
      throw new MethodError('invalidResultReference', `${key} names no answer of this request.`)
    args[name] = valueAt(answer[1], path)
  }
  return args
}

const REFERENCED_MAX = 100_000

/** A JSON pointer (RFC 6901), in which `*` stands for each member of a list. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value
  const wrong = () => new MethodError('invalidResultReference', `${path} leads nowhere.`)
  if (!path.startsWith('/')) throw wrong()
  const walk = (at: unknown, parts: readonly string[]): unknown => {
    const [part, ...rest] = parts
    if (part === undefined) return at
    if (Array.isArray(at) && part === '*') {
      const found = at.flatMap((one) => walk(one, rest) as unknown)
      if (found.length > REFERENCED_MAX) throw wrong()
      return found
    }
    if (Array.isArray(at) && /^(0|[1-9]\d*)$/.test(part) && Number(part) < at.length)
      return walk(at[Number(part)], rest)
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, part)) throw wrong()
    return walk((at as Record<string, unknown>)[part], rest)
  }
  const parts = path.slice(1).split('/')
  return walk(
    value,
    parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  )
}

/** What JMAP says when it can't (RFC 8620 §3.6): of a whole request, or of one call in it. */

/** A call that fails; the others of its request go on. */
export class MethodError extends Error {
  override readonly name = 'MethodError'
  readonly type: MethodErrorType
  readonly more: Record<string, unknown>

  constructor(type: MethodErrorType, description?: string, more: Record<string, unknown> = {}) {
    super(description ?? type)
    this.type = type
    this.more = description === undefined ? more : { description, ...more }
  }
}

export type MethodErrorType =
  | 'accountNotFound'
  | 'accountNotSupportedByMethod'
  | 'accountReadOnly'
  | 'anchorNotFound'
  | 'cannotCalculateChanges'
  | 'invalidArguments'
  | 'invalidResultReference'
  | 'requestTooLarge'
  | 'serverFail'
  | 'serverUnavailable'
  | 'tooManyChanges'
  | 'unknownMethod'
  | 'unsupportedFilter'
  | 'unsupportedSort'

/** A request that fails as a whole: a problem document (RFC 7807) with a type of JMAP's own. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number
  readonly document: Record<string, unknown>

  constructor(
    kind: 'unknownCapability' | 'notJSON' | 'notRequest' | 'limit',
    detail: string,
    limit?: string,
  ) {
    super(kind)
    this.status = 400
    const type = `urn:ietf:params:jmap:error:${kind}`
    this.document = { type, status: this.status, detail, ...(limit === undefined ? {} : { limit }) }
  }
}

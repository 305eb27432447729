/** One message to one browser by Web Push (RFC 8030). */
export type PushSubscription = {
  readonly endpoint: string
  /** The browser's P-256 key, uncompressed, 65 bytes, and its secret, 16 bytes (RFC 8291). */
  readonly publicKey: Uint8Array
  readonly authSecret: Uint8Array
}

/**
 * `send` resolves when the push service has taken the message over; rejects with `PushGone` when the browser is no longer there or the
 * address is none we call, with anything else when it is worth another try. `publicKey`: what browsers subscribe with (VAPID, RFC 8292),
 * base64url.
 */
export type PushSender = {
  publicKey(): Promise<string>
  /** Whether we would ever call this address. */
  takes(endpoint: string): boolean
  send(subscription: PushSubscription, message: { text: string; ttlSeconds: number }): Promise<void>
}

export class PushGone extends Error {
  override readonly name = 'PushGone'
}

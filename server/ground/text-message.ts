/** One SMS. Resolves when the gateway has taken it over; rejects with `SmsRefused` when it never will, with anything else when it
 * is worth another try. `key` is the idempotency key. */
export type SmsGateway = {
  send(message: { to: string; text: string; key: string }): Promise<void>
}

/** The gateway refused this number or message for good. */
export class SmsRefused extends Error {
  override readonly name = 'SmsRefused'
}

/** SMS through a gateway over HTTPS, in the manner of GatewayAPI's REST interface: POST /rest/mtsms with sender, message, recipients as
 * MSISDN and `userref`, the token as Basic user name. Described in docs/sms-gateway.md. */
import { ConfigError } from '#ground/config.ts'
import { type SmsGateway, SmsRefused } from '#ground/text-message.ts'

export type SmsOptions = {
  /** Such as https://gatewayapi.example; plain http on loopback only. */
  url: string
  token: string
  /** Shown as sender: up to 11 letters and digits. */
  from: string
  /** For a whole exchange. Default 15 seconds. */
  timeoutMs?: number
}

/** The gateway gave no usable answer; the message is tried again later. */
class SmsUnavailable extends Error {
  override readonly name = 'SmsUnavailable'
  readonly code: string
  constructor(code: string) {
    super('the SMS gateway gave no usable answer')
    this.code = code
  }
}

const E164 = /^\+[1-9]\d{6,14}$/
const REFUSALS = new Set([400, 404, 422])

export function openHttpSms(options: SmsOptions): SmsGateway {
  const { url, token, from, timeoutMs = 15_000 } = options
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw new ConfigError('SMS_URL must be https: the messages carry codes')
  return {
    async send({ to, text, key }) {
      if (!E164.test(to)) throw new SmsRefused('the number is not in international form')
      let status: number
      try {
        const answer = await fetch(new URL('/rest/mtsms', url), {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}`,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          body: JSON.stringify({
            sender: from,
            message: text,
            recipients: [{ msisdn: Number(to.slice(1)) }],
            userref: key,
          }),
          signal: AbortSignal.timeout(timeoutMs),
          redirect: 'error',
        })
        status = answer.status
        await answer.body?.cancel()
      } catch (error) {
        throw new SmsUnavailable((error as { name?: string }).name ?? 'failed')
      }
      if (REFUSALS.has(status)) throw new SmsRefused(`the gateway answered ${status}`)
      if (status !== 200 && status !== 201) throw new SmsUnavailable(`HTTP ${status}`)
    },
  }
}

/**
 * The only way out to an upstream: addresses of an allow-list, no redirects followed, a time and a size. An upstream's own documents
 * name further addresses, so each is judged where it is asked, not where it is read (SSRF).
 */
import type { CustomFetch } from 'openid-client'
import { UPSTREAM_LIMITS } from '#rules/upstream.ts'

/** The upstream's documents lead somewhere it has no business. */
export class ForeignAddress extends Error {
  override readonly name = 'ForeignAddress'
}

/** The upstream did not answer in time, or not within a sensible size. */
export class UpstreamSilent extends Error {
  override readonly name = 'UpstreamSilent'
}

/** @param origins the only ones asked, each as `URL.origin` writes it */
export function guardedFetch(
  origins: ReadonlySet<string>,
  limits: { answerSeconds: number; answerBytesMax: number } = UPSTREAM_LIMITS,
): CustomFetch {
  return async (address, options) => {
    if (!isAllowed(origins, address)) throw new ForeignAddress('not on the allow-list')
    const signal = AbortSignal.timeout(limits.answerSeconds * 1000)
    try {
      const response = await fetch(address, { ...options, signal, redirect: 'manual' } as RequestInit)
      const body = await readAtMost(response, limits.answerBytesMax)
      const { status, headers } = response
      // Already decoded: what the headers say of its length and packing is no longer so.
      const plain = new Headers(headers)
      plain.delete('content-encoding')
      plain.delete('content-length')
      return new Response(body.length === 0 ? null : body, { status, headers: plain })
    } catch (error) {
      if (error instanceof UpstreamSilent) throw error
      throw new UpstreamSilent('no answer', { cause: error })
    }
  }
}

export function isAllowed(origins: ReadonlySet<string>, address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.username === '' && url.password === '' && origins.has(url.origin)
}

async function readAtMost(response: Response, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body) {
    length += part.length
    if (length > bytesMax) throw new UpstreamSilent('answer too long')
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}

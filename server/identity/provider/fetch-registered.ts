/**
 * The only door by which the provider itself calls others: addresses the operator has entered for a service provider, letter by letter. A
 * redirect is not followed, and an address that leads into a private network is refused by the library's dispatcher, except on a post office
 * that itself stands on loopback (the demo).
 */
import type { Identity } from '../room.ts'
import { mayFetch } from './service-provider.store.ts'

type Options = RequestInit & { dispatcher?: unknown }

export function fetchOnlyRegistered(identity: Pick<Identity, 'db' | 'site'>) {
  return async (address: string | URL, options: Options): Promise<Response> => {
    const url = new URL(address)
    if (!(await mayFetch(identity.db, url.href)))
      throw new Error('This address is on no list of addresses the post office may call')
    const demo = !identity.site.secure && isLoopback(url.hostname)
    if (url.protocol !== 'https:' && !demo) throw new Error('Only https is called')
    const { dispatcher, ...rest } = options
    // The library goes on without its guard when it can't set it up; we don't.
    if (!demo && !dispatcher) throw new Error('Nothing keeps this call out of private networks')
    return fetch(url, { ...rest, redirect: 'error', ...(demo ? {} : { dispatcher }) } as RequestInit)
  }
}

export function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost')
}

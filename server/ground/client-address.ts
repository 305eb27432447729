/**
 * Who is asking, when proxies stand in front (O-06). The address a connection comes from can't be made up; what a header says of earlier
 * ones can, so it is believed only as far as the operator's own proxies have written it: from the nearest hop outwards, and no further
 * than the first address that is none of theirs. Every limit per address and the history's addresses are built on this.
 */
import { BlockList, isIP } from 'node:net'

/** One hop more than any honest chain has; what is beyond is not looked at. */
const HOPS_MAX = 16

type Headers = Readonly<Record<string, string | string[] | undefined>>

export type ClientAddress = (connection: string, headers: Headers) => string

/** Addresses and networks separated by commas; undefined when one of them is none, or takes in everybody. */
export function readProxies(text: string): BlockList | undefined {
  const list = new BlockList()
  for (const one of text.split(',').map((part) => part.trim())) {
    const [, address = '', prefix] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(one) ?? []
    const family = isIP(address)
    if (family === 0) return undefined
    const bits = family === 4 ? 32 : 128
    const length = prefix === undefined ? bits : Number(prefix)
    if (length < 1 || length > bits) return undefined
    list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/** null when no proxy is believed: then an address is that of its connection. */
export function clientAddress(config: {
  readonly TRUSTED_PROXIES: string
  readonly TRUSTED_PROXY_HEADER: 'x-forwarded-for' | 'forwarded'
}): ClientAddress | null {
  if (config.TRUSTED_PROXIES === 'none') return null
  const proxies = readProxies(config.TRUSTED_PROXIES)!
  const header = config.TRUSTED_PROXY_HEADER
  const hopsIn = header === 'forwarded' ? hopsOfForwarded : hopsOfList
  const isOurs = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (connection, headers) => {
    let address = plain(connection) ?? connection
    const said = headers[header]
    if (said === undefined || isIP(address) === 0) return address
    const hops = hopsIn([said].flat().join(','))
    for (let left = HOPS_MAX; left > 0 && isOurs(address); left--) {
      const next = plain(hops.pop() ?? '')
      // Unknown, hidden or garbage: the last one that is known stands for it.
      if (next === null) break
      address = next
    }
    return address
  }
}

/** The address without port, brackets and the mapping of IPv4 into IPv6; null when it is none. */
function plain(text: string): string | null {
  const [, bracketed, dotted] = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d{1,5})?$/.exec(text) ?? []
  const address = bracketed ?? dotted ?? text
  if (isIP(address) === 0 || address.includes('%')) return null
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.toLowerCase()
}

const hopsOfList = (text: string): string[] => text.split(',').map((one) => one.trim())

/**
 * RFC 7239 §4: elements by comma, each with a `for`; quoted when it has a colon. A quotation that somebody outside has left open would
 * swallow what our proxies put after it: a header that is not whole says nothing.
 */
function hopsOfForwarded(text: string): string[] {
  if (!/^(?:"(?:[^"\\]|\\.)*"|[^"])*$/.test(text)) return []
  const elements = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? []
  return elements.map((element) => {
    const [, quoted, bare] = /(?:^|;)\s*for=(?:"([^"]*)"|([^\s;"]+))/i.exec(element) ?? []
    return quoted ?? bare ?? ''
  })
}

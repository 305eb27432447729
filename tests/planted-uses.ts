/** Chains whose extended key usage decides (RFC 5280 §4.2.1.12), one question each: an authority that names uses bounds what is below it. */
import { ANY_USE, ext, NO_KNOWN_USE, USES, uses } from './chain-maker.ts'
import { oid, seq } from './der-writer.ts'
import { between, type Case, last, type Planted } from './planted-paths.ts'

const CLIENT = USES.client.id
const SERVER = USES.server.id
const MAIL = USES.mail.id
/** An old name of the server's use (Netscape step-up), which OpenSSL still takes for it. */
const OLD_SERVER = '2.16.840.1.113730.4.1'

/** @param named uses of each certificate, from the root down; null: it names none. */
const named =
  (purpose: Case['purpose'], ...named: (readonly string[] | null)[]) =>
  (one: Case) => {
    if (purpose) one.purpose = purpose
    for (const [i, ids] of named.entries()) if (ids) one.chain[i]!.more.push(uses(...ids))
  }

export const PLANTED_USES: Record<string, Planted> = {
  'the use that is asked for': { change: named('client', null, null, [CLIENT]) },
  'the use among others': { change: named('mail', null, null, [CLIENT, NO_KNOWN_USE, MAIL]) },
  'no use named anywhere': { change: named('server', null, null, null) },
  'uses nobody asks about': { change: named(undefined, null, [MAIL], [SERVER]) },
  'uses marked critical': {
    change: (one) => {
      one.purpose = 'client'
      last(one).more.push(ext('2.5.29.37', true, seq(oid(CLIENT))))
    },
  },
  'another use': { change: named('client', null, null, [SERVER]), fault: 'purpose' },
  'only a use nobody knows': { change: named('server', null, null, [NO_KNOWN_USE]), fault: 'purpose' },
  // RFC 5280: who asks for one use may refuse a certificate that only says "any".
  'any use, and not the one': { change: named('client', null, null, [ANY_USE]), fault: 'purpose' },
  'any use, and the one': { change: named('client', null, null, [ANY_USE, CLIENT]) },
  'an authority for the use': { change: named('client', null, [CLIENT, MAIL], [CLIENT]) },
  'an authority for the use, and an end that names none': { change: named('client', null, [CLIENT], null) },
  'an authority for another use': { change: named('client', null, [MAIL], [CLIENT]), fault: 'purpose' },
  'an authority for any use': { change: named('client', null, [ANY_USE], [CLIENT]), fault: 'purpose' },
  'an authority for another use, two steps above': {
    between: 2,
    change: named('client', null, [SERVER], null, [CLIENT]),
    fault: 'purpose',
  },
  'a root for the use': { change: named('mail', [MAIL], null, [MAIL]) },
  'a root for another use': { change: named('mail', [SERVER], null, [MAIL]), fault: 'purpose' },
  'an old name of the use': {
    change: named('server', null, null, [OLD_SERVER]),
    fault: 'purpose',
    stricter: true,
  },
  'a list of no uses': {
    change: (one) => {
      one.purpose = 'client'
      between(one).more.push(uses())
    },
    fault: 'extension-malformed',
  },
}

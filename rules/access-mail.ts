/**
 * A request for access by signed e-mail (I-12, N-09): what such a mail must be and must say. Who asks is told by the certificate that
 * signed it and by nothing else; the rest of the rule keeps a mail that was meant for somebody else, or was sent before, from asking.
 */
import type { Language } from './refusals.ts'

export const ACCESS_MAIL = {
  /** The address: this, at the domain our own mail comes from. */
  name: 'access',
  /** A mail server tries for up to five days (RFC 5321 §4.5.4.1). */
  freshDays: 7,
  /** The clock of the computer that signed may be fast. */
  aheadMinutes: 10,
  /** Mail that was not taken is left to staff for a month, and no more of it than so many a day: a flood fills no disk. */
  refusedPerDay: 500,
} as const

/** Why a mail is no request. Nobody is answered: whoever it says it is from may never have sent it. */
export const MAIL_REFUSALS = [
  /** Sent by a machine: an automatic answer, a list, a report. */
  'automatic',
  /** Not one signature over all of it. */
  'not-signed',
  'unreadable',
  'several-signers',
  /** By a method that is not taken. */
  'algorithm-refused',
  /** Changed after it was signed, or signed with another key. */
  'signature-wrong',
  /** Not ours, ended, revoked, or for another use. */
  'certificate-refused',
  /** A company's or an employee's certificate: the company could read the answer. */
  'not-a-person',
  /** The register no longer has this person here. */
  'not-here',
  /** Signed too long ago, or in the future. */
  'not-fresh',
  /** It does not ask us for access. */
  'says-something-else',
] as const
export type MailRefusal = (typeof MAIL_REFUSALS)[number]

/** The sentence that asks, and the one that takes the fee of a further request. */
type Sentences = { readonly ask: string; readonly fee: string }

export const REQUEST_SENTENCES = {
  da: { ask: 'Jeg beder om indsigt i mine oplysninger hos Brevhus', fee: 'Jeg betaler gebyret' },
  nb: { ask: 'Jeg ber om innsyn i opplysningene mine hos Brevhus', fee: 'Jeg betaler gebyret' },
  sv: { ask: 'Jag begär tillgång till mina uppgifter hos Brevhus', fee: 'Jag betalar avgiften' },
  en: { ask: 'I ask for access to my data at Brevhus', fee: 'I pay the fee' },
} as const satisfies Record<Language, Sentences>

export type MailAsks =
  | { readonly kind: 'asks'; readonly choice: 'later' | 'fee' }
  | { readonly kind: 'other' }

/**
 * The signed text must hold the sentence and name our address: a request that was signed for another house is none to us, and neither
 * is one that is only quoted.
 * @param address where requests are taken, in lower case
 */
export function readMailRequest(text: string, address: string): MailAsks {
  const lines = text.split(/\r?\n/)
  const begins = lines.findIndex((line) => QUOTE_BEGINS.test(line))
  const own = lines.slice(0, begins < 0 ? lines.length : begins).filter((line) => !/^\s*>/.test(line))
  const words = plain(own.join(' '))
  const asks = Object.values(REQUEST_SENTENCES).some(({ ask }) => words.includes(plain(ask)))
  if (!asks || !names(words, address)) return { kind: 'other' }
  const fee = Object.values(REQUEST_SENTENCES).some((said) => words.includes(plain(said.fee)))
  return { kind: 'asks', choice: fee ? 'fee' : 'later' }
}

/** Above what Outlook quotes, without a mark on its lines. */
const QUOTE_BEGINS = /^\s*(?:-{4,}[^-]+-{4,}|_{20,})\s*$/

/** As a whole: not as the beginning or the end of somebody else's. */
function names(words: string, address: string): boolean {
  const around = words.split(address)
  return around
    .slice(1)
    .some(
      (after, at) =>
        !/[\p{L}\p{N}._%+-]$/u.test(around[at]!.slice(-2)) &&
        !/^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])/u.test(after),
    )
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')

export function isFresh(signedAt: Date, now: Date): boolean {
  const age = now.getTime() - signedAt.getTime()
  return age >= -ACCESS_MAIL.aheadMinutes * 60_000 && age <= ACCESS_MAIL.freshDays * 86_400_000
}

/** Header fields by which machines make themselves known (RFC 3834 §2, RFC 2369, RFC 3464), in lower case. */
const MACHINES: Readonly<Record<string, RegExp>> = {
  'auto-submitted': /^(?!no\b)/i,
  precedence: /^(bulk|junk|list|auto_reply)\b/i,
  'list-id': /./,
  'list-unsubscribe': /./,
  'x-autoreply': /./,
  'x-autorespond': /./,
  'x-loop': /./,
}

/** @param from the envelope's sender: empty for reports and automatic answers */
export function isAutomatic(headers: ReadonlyMap<string, readonly string[]>, from: string): boolean {
  if (from === '') return true
  return Object.entries(MACHINES).some(([name, says]) => headers.get(name)?.some((value) => says.test(value)))
}

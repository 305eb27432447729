/**
 * B-07: a letter may be a link to content that stays with its sender. It is one document of the type for that (RFC 2483 §5), sealed and proven as
 * any other. Who opens it shows their electronic ID again, however strong the session is already (D-03). Pure.
 */
import type { Level } from './levels.ts'

export const LINK_TYPE = 'text/uri-list'

/** A link letter opens to an electronic ID, whatever less its sender asked for. */
export const LINK_LEVEL = 'substantial' satisfies Level

/**
 * For how long an ID that was shown opens a link. Ours: long enough for the way back from an upstream ID, and not to ask whoever has just typed
 * a code for the next one, which the app shows half a minute later.
 */
export const LINK_SHOWN_SECONDS = 120

const LINK_CHARACTERS_MAX = 2000

export type LinkFault = 'not-one-link' | 'link-form' | 'link-not-https' | 'link-place' | 'link-too-long'
export type LinkVerdict =
  /** `host` is what a reader is told of where it leads: with a name in other letters in the form that shows it (`xn--…`). */
  { kind: 'link'; url: string; host: string } | { kind: 'refused'; fault: LinkFault }

const refused = (fault: LinkFault): LinkVerdict => ({ kind: 'refused', fault })

/** The one address in a text/uri-list. Lines that begin with # are comments (RFC 2483 §5). */
export function judgeLink(text: string): LinkVerdict {
  const [line, ...more] = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('#'))
  if (line === undefined || more.length > 0) return refused('not-one-link')
  if (line.length > LINK_CHARACTERS_MAX) return refused('link-too-long')
  // Anything else is written %-encoded and in xn-- form (RFC 3986 §2): nothing invisible, and no letter that looks like another.
  if (!/^[\x21-\x7e]+$/.test(line) || /["<>\\^`{|}]/.test(line)) return refused('link-form')
  if (!URL.canParse(line)) return refused('link-form')
  const url = new URL(line)
  if (url.protocol !== 'https:') return refused('link-not-https')
  if (url.username !== '' || url.password !== '' || url.port !== '' || !isPublicName(url.hostname))
    return refused('link-place')
  return { kind: 'link', url: url.href, host: url.hostname }
}

/** A name with a dot that ends in letters: no number, no name of somebody's own network. */
const isPublicName = (host: string): boolean =>
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(host) &&
  !/\.(?:localhost|local|internal|test|invalid|home\.arpa|onion)$/.test(host)

/** Whether an ID was shown so lately that a link opens. */
export function isShownLately(shownAt: Date | undefined, now: Date): boolean {
  if (!shownAt) return false
  const ago = now.getTime() - shownAt.getTime()
  return ago >= 0 && ago <= LINK_SHOWN_SECONDS * 1000
}

/** What is wrong with a letter that is a link; its recipient reads one thing, in one place. */
export function linkFault({
  mediaTypes,
  printAllowed,
}: {
  mediaTypes: readonly string[]
  printAllowed: boolean
}): { field: 'documents' | 'printAllowed'; code: 'link-not-alone' | 'link-on-paper' } | undefined {
  if (!mediaTypes.includes(LINK_TYPE)) return undefined
  if (mediaTypes.length > 1) return { field: 'documents', code: 'link-not-alone' }
  return printAllowed ? { field: 'printAllowed', code: 'link-on-paper' } : undefined
}

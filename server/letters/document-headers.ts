/** How a document is handed to a browser. It comes from a sender: it must not run, must not reach anything, must not be
 * taken for another kind of file, and its name must not deceive. */

type Shown = { readonly contentType: string; readonly extensions: readonly string[]; readonly policy: string }

const NOTHING = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

/** What may be shown in place. Anything else is only ever downloaded, as bytes of no kind. */
const SHOWN: Readonly<Record<string, Shown>> = {
  // No sandbox here: Chromium's own PDF viewer does not start in one. Scripts are off by default-src.
  'application/pdf': {
    contentType: 'application/pdf',
    extensions: ['pdf'],
    policy: `${NOTHING}; style-src 'unsafe-inline'; object-src 'self'`,
  },
  // S-14: no script, no form, no request; a link the person clicks opens outside, without a way back.
  'text/html': {
    contentType: 'text/html; charset=utf-8',
    extensions: ['html', 'htm'],
    policy: `sandbox allow-popups allow-popups-to-escape-sandbox; ${NOTHING}; img-src data:; style-src 'unsafe-inline'`,
  },
  'text/plain': {
    contentType: 'text/plain; charset=utf-8',
    // All of them text to whoever opens them; what a browser would run is not among them.
    extensions: ['txt', 'csv', 'md', 'log'],
    policy: `sandbox; ${NOTHING}`,
  },
  // B-07: an address to read, never one a browser goes to by itself.
  'text/uri-list': {
    contentType: 'text/plain; charset=utf-8',
    extensions: ['uri', 'txt'],
    policy: `sandbox; ${NOTHING}`,
  },
  'image/png': { contentType: 'image/png', extensions: ['png'], policy: `sandbox; ${NOTHING}` },
  'image/gif': { contentType: 'image/gif', extensions: ['gif'], policy: `sandbox; ${NOTHING}` },
  'image/webp': { contentType: 'image/webp', extensions: ['webp'], policy: `sandbox; ${NOTHING}` },
  'image/jpeg': { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg'], policy: `sandbox; ${NOTHING}` },
}

export type DocumentOutside = {
  readonly mediaType: string
  readonly fileName: string
  /** SHA-256 of the plain document. */
  readonly sha256: Buffer
}

export function documentHeaders(document: DocumentOutside, download: boolean): Record<string, string> {
  const shown = shownAs(document.mediaType)
  const kind = download || !shown ? 'attachment' : 'inline'
  return {
    'content-type': shown?.contentType ?? 'application/octet-stream',
    'content-disposition': contentDisposition(kind, safeFileName(document.fileName, shown?.extensions)),
    'content-security-policy': shown?.policy ?? `sandbox; ${NOTHING}`,
    'x-content-type-options': 'nosniff',
    // Or a browser looks up the names its links hold.
    'x-dns-prefetch-control': 'off',
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
    etag: etagOf(document),
    // Somebody's letter: neither a proxy nor the disk of a borrowed machine keeps it.
    'cache-control': 'private, no-store',
  }
}

/** Of several documents as one ZIP archive: only ever downloaded. */
export const archiveHeaders = (fileName: string): Record<string, string> => ({
  'content-type': 'application/zip',
  'content-disposition': contentDisposition('attachment', fileName),
  'content-security-policy': `sandbox; ${NOTHING}`,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
})

export const etagOf = (document: DocumentOutside): string => `"${document.sha256.toString('hex')}"`

/** The name a document is saved under: it ends as its content is. */
export const savedName = ({ mediaType, fileName }: Pick<DocumentOutside, 'mediaType' | 'fileName'>): string =>
  safeFileName(fileName, shownAs(mediaType)?.extensions)

export const isHtml = ({ mediaType }: Pick<DocumentOutside, 'mediaType'>): boolean =>
  shownAs(mediaType) === SHOWN['text/html']

const shownAs = (mediaType: string): Shown | undefined =>
  SHOWN[(mediaType.split(';')[0] ?? '').trim().toLowerCase()]

const NAME_CHARACTERS_MAX = 120
/** Control and format characters: the latter hold the bidi marks that make "fdp.exe" read as "exe.pdf". */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu
/** What file systems give a meaning of its own. */
const SPECIAL = /[/\\:*?"<>|]/g

/** A name without paths, tricks and surprises, which ends as its content is. */
export function safeFileName(given: string, extensions: readonly string[] = []): string {
  const clean = given
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(SPECIAL, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(clean)?.[1]?.toLowerCase()
  const fits = extensions.length === 0 || (extension !== undefined && extensions.includes(extension))
  const [first] = extensions
  const ending = fits ? (extension === undefined ? '' : `.${extension}`) : `.${first}`
  const stem = fits && extension !== undefined ? clean.slice(0, -extension.length - 1) : clean
  return ([...stem].slice(0, NAME_CHARACTERS_MAX).join('').trim() || 'document') + ending
}

/** RFC 6266: a plain ASCII name for old clients, the real one in UTF-8 (RFC 8187) for the others. */
export function contentDisposition(kind: 'inline' | 'attachment', fileName: string): string {
  const ascii = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  const utf8 = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${utf8}`
}

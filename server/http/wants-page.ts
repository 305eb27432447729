/** Whether whoever asks would rather have a page than a problem document: a browser that goes somewhere names HTML, a program does not. */

const PAGE_TYPES = ['text/html', 'application/xhtml+xml']
const DATA_TYPES = ['application/json', 'application/problem+json']
/** No browser says more; the rest is nobody's wish. */
const ACCEPT_CHARS_MAX = 1_000

/** Anything at all is what a program takes (RFC 9110, 12.5.1 for the weights). */
export function wantsPage(accept: string | undefined): boolean {
  const wishes = (accept ?? '').slice(0, ACCEPT_CHARS_MAX).toLowerCase().split(',')
  const weightOf = (types: readonly string[]) =>
    Math.max(
      0,
      ...wishes.map((wish) => {
        const [type = '', ...options] = wish.split(';').map((part) => part.trim())
        if (!types.includes(type)) return 0
        const weight = options.find((option) => option.startsWith('q='))
        return weight === undefined ? 1 : Number(weight.slice(2)) || 0
      }),
    )
  const page = weightOf(PAGE_TYPES)
  return page > 0 && page >= weightOf(DATA_TYPES)
}

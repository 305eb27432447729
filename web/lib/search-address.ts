/**
 * What is looked for, in the address: `/search#q=vandregning`, so that back, reload and an address that is kept lead to it again. Behind the `#`, which
 * a browser sends nobody: no server, no proxy and no other site reads it there. `?q=` is understood as well.
 */
const PLACE = '/search'

export const searchAddress = (words: string): string => PLACE + searchHash(words)

export const searchHash = (words: string): string =>
  words === '' ? '' : `#${new URLSearchParams({ q: words })}`

/** Null: the address says nothing of it. */
export function wordsInAddress({ hash, search }: { hash: string; search: string }): string | null {
  const words = new URLSearchParams(hash.slice(1)).get('q') ?? new URLSearchParams(search).get('q')
  return words === null ? null : words.trim().slice(0, 200)
}

/** The same, word for word: each in quotation marks. */
export const wordForWord = (words: string): string =>
  words
    .split(/[\s"“”„«»]+/)
    .filter((word) => word !== '')
    .map((word) => `"${word}"`)
    .join(' ')

import type { Folder } from '#api/keeping.ts'

/** `within`: the names of those it lies in, from the top; of one that cannot be read, null. `height`: layers it is made of, itself the first. */
export type InTree = {
  folder: Folder
  depth: number
  within: readonly (string | null)[]
  /** The ids of those it lies in, from the inside out. */
  path: readonly string[]
  height: number
}

/** Folders in the order they are shown: by name as the language sorts, each followed by those that lie in it. */
export function inTree(folders: readonly Folder[], locale: string): InTree[] {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const ids = new Set(folders.map((folder) => folder.folderId))
  const under = new Map<string | null, Folder[]>()
  for (const folder of folders) {
    const parent = folder.parentId !== null && ids.has(folder.parentId) ? folder.parentId : null
    const beside = under.get(parent)
    if (beside) beside.push(folder)
    else under.set(parent, [folder])
  }
  const shown: InTree[] = []
  const walk = (parent: InTree | null): number => {
    let height = 0
    const beside = under.get(parent?.folder.folderId ?? null) ?? []
    for (const folder of beside.sort((a, b) => compare(a.name ?? '', b.name ?? ''))) {
      const one: InTree = {
        folder,
        depth: parent ? parent.depth + 1 : 0,
        within: parent ? [...parent.within, parent.folder.name] : [],
        path: parent ? [parent.folder.folderId, ...parent.path] : [],
        height: 1,
      }
      shown.push(one)
      one.height += walk(one)
      height = Math.max(height, one.height)
    }
    return height
  }
  walk(null)
  return shown
}

/** Upper and lower case are one, and so is what only looks different; letters of the language stay themselves (å is no a). */
const plain = (text: string, locale: string) => text.normalize('NFKC').toLocaleLowerCase(locale)

/** Of each the name, and with it the names of those it lies in. */
type Named<T> = { locale: string; name: (one: T) => string; whole: (one: T) => string }

/**
 * Those whose name, or the names they lie in, hold every word asked for: first those that are called so from the beginning, and all in the order
 * given.
 */
export function found<T>(all: readonly T[], words: string, { locale, name, whole }: Named<T>): readonly T[] {
  const asked = plain(words, locale).trim()
  const wanted = asked.split(/[\s/]+/).filter(Boolean)
  if (wanted.length === 0) return all
  const matches = all.filter((one) => {
    const text = plain(whole(one), locale)
    return wanted.every((word) => text.includes(word))
  })
  const begins = (one: T) => plain(name(one), locale).startsWith(asked)
  return [...matches.filter(begins), ...matches.filter((one) => !begins(one))]
}

import type { Folder } from '#api/keeping.ts'

export type InTree = { folder: Folder; depth: number }

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
  const walk = (parent: string | null, depth: number) => {
    for (const folder of (under.get(parent) ?? []).sort((a, b) => compare(a.name ?? '', b.name ?? ''))) {
      shown.push({ folder, depth })
      walk(folder.folderId, depth + 1)
    }
  }
  walk(null, 0)
  return shown
}

import type { Folders } from '#api/keeping.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { searchTexts } from '../texts/search-texts.ts'
import { useTexts } from './account.tsx'
import { usePlace } from './inbox.ts'
import { useAnswer } from './use-answer.ts'

const isNamed = (place: string): place is keyof (typeof keepingTexts)['da']['places'] =>
  Object.hasOwn(keepingTexts.da.places, place)

/** What the place of this page is called; a folder's name comes with the folders. */
export function usePlaceName(): string {
  const texts = useTexts(keepingTexts)
  const { place } = usePlace()
  const { answer } = useAnswer<Folders>(isNamed(place) || place === 'search' ? null : '/api/folders')
  const { place: search } = useTexts(searchTexts)
  if (place === 'search') return search
  if (isNamed(place)) return texts.places[place]
  if (!answer.value) return texts.folders
  return answer.value.folders.find((folder) => folder.folderId === place)?.name ?? texts.damaged
}

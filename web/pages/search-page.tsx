import { useParams } from 'react-router'
import { SearchPane } from '../parts/search-pane.tsx'
import { ListAndLetter } from './mailbox-page.tsx'

/** What is looked for and found, beside the letter that is read; going back finds the list as it was left. */
export function SearchPage() {
  const { letterId } = useParams()
  return (
    <ListAndLetter>
      <SearchPane chosen={letterId} />
    </ListAndLetter>
  )
}

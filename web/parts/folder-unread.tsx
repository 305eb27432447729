import { useAccount, useTexts } from '../lib/account.tsx'
import { folderTexts } from '../texts/folder-texts.ts'

/** How many letters of a folder are unread, beside its name. */
export function FolderUnread({ unread }: { unread: number | undefined }) {
  const texts = useTexts(folderTexts)
  const { formats } = useAccount()
  if (!unread) return null
  return (
    <span className="count">
      <span aria-hidden="true">{formats.unread(unread)}</span>
      <span className="bh-hidden">, {texts.unread(formats.unread(unread))}</span>
    </span>
  )
}

import { useEffect, useMemo } from 'react'
import type { UnreadInFolders } from '#api/keeping.ts'
import { useInboxes } from './inbox.ts'
import { useAnswer } from './use-answer.ts'

/** Unread letters by folder; none while it is not known. Asked again after whatever becomes of letters, never waited for. */
export function useUnreadInFolders(asked: boolean): ReadonlyMap<string, number> {
  const inboxes = useInboxes()
  const { answer, again } = useAnswer<UnreadInFolders>(asked ? '/api/folders/unread' : null)
  useEffect(() => inboxes.follow(() => again(true)), [inboxes, again])
  return useMemo(
    () => new Map(answer.value?.folders.map(({ folderId, unread }) => [folderId, unread])),
    [answer.value],
  )
}

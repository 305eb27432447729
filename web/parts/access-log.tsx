import { Button } from '@digdir/designsystemet-react'
import { useCallback, useEffect, useState } from 'react'
import type { AccessEntry, AccessLogPage } from '#api/mailbox.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { accessLogTexts } from '../texts/access-log-texts.ts'
import { AccessEntries } from './access-entries.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { LineSkeletons } from './skeletons.tsx'

type State = { entries: AccessEntry[]; next: string | null | undefined; loading: boolean; failure: unknown }

/** An access log page by page, of one letter or of the whole mailbox, whichever `path` it has. */
export function AccessLog({ path, withLetters }: { path: string; withLetters: boolean }) {
  const texts = useTexts(accessLogTexts)
  const [state, setState] = useState<State>({ entries: [], next: undefined, loading: true, failure: null })

  const fetchAfter = useCallback(
    async (after: string | null, signal?: AbortSignal) => {
      setState((before) => ({ ...before, loading: true, failure: null }))
      try {
        const query = after ? `?after=${encodeURIComponent(after)}` : ''
        const page = await callApi<AccessLogPage>('GET', `${path}${query}`, undefined, signal)
        setState((before) => ({
          entries: after ? [...before.entries, ...page.entries] : page.entries,
          next: page.next,
          loading: false,
          failure: null,
        }))
      } catch (failure) {
        if (signal?.aborted || leaveIfSignedOut(failure)) return
        setState((before) => ({ ...before, loading: false, failure }))
      }
    },
    [path],
  )

  useEffect(() => {
    const stop = new AbortController()
    void fetchAfter(null, stop.signal)
    return () => stop.abort()
  }, [fetchAfter])

  const { entries, next, loading, failure } = state
  if (next === null && entries.length === 0)
    return (
      <div className="empty">
        <Icon name="eye" />
        <p className="empty-title">{texts.emptyTitle}</p>
        <p className="quiet">{texts.empty}</p>
      </div>
    )
  return (
    <div aria-busy={loading}>
      {next === undefined && loading && <LineSkeletons count={6} />}
      <AccessEntries entries={entries} withLetters={withLetters} />
      {failure !== null && <Failure failure={failure} onAgain={() => void fetchAfter(next ?? null)} />}
      {next && failure === null && (
        <Button variant="tertiary" loading={loading} onClick={() => void fetchAfter(next)}>
          {loading ? texts.fetchingOlder : texts.older}
        </Button>
      )}
    </div>
  )
}

/** Who is signed in, for every page below the frame: loaded once, loaded again when something about it changed. */
import { createContext, useContext, useMemo } from 'react'
import { type LoaderFunctionArgs, redirectDocument } from 'react-router'
import type { Language, Me } from '#api/mailbox.ts'
import type { SESSION_PATHS, SessionState, SignedIn } from '#api/session.ts'
import { type Standing, sayActing, standingOf } from './acting.ts'
import { CallFailed, callApi, raisePath, signInAgainPath } from './call-api.ts'
import { type Formats, formatsFor } from './formats.ts'

export type Account = { me: Me; session: SignedIn }

/** The address is checked against the wire's own table without taking its validators into the browser. */
const STATE: (typeof SESSION_PATHS)['state'] = '/api/session'

export async function loadAccount({ request }: LoaderFunctionArgs): Promise<Account> {
  try {
    const [me, session] = await Promise.all([
      callApi<Me>('GET', '/api/me', undefined, request.signal),
      callApi<SessionState>('GET', STATE, undefined, request.signal),
    ])
    if (!session.signedIn) throw redirectDocument(signInAgainPath())
    rememberLanguage(me.language)
    sayActing(session)
    return { me, session }
  } catch (error) {
    if (error instanceof CallFailed && error.kind === 'signed-out') throw redirectDocument(signInAgainPath())
    if (error instanceof CallFailed && error.code === 'mailbox-not-open') {
      // Somebody closed the mailbox one acts in (P-02). Otherwise an ID without a mailbox, or with a closed one (P-10, B-22).
      if (await isActing(request.signal)) await goHome(request.signal, 'closed')
      throw redirectDocument(OPEN_OWN)
    }
    // The enterprise's mailbox is closed below its level: raise the session and come back (I-13).
    if (error instanceof CallFailed && error.kind === 'level-too-low') throw redirectDocument(raisePath())
    if (error instanceof CallFailed && error.code === 'access-ended') await goHome(request.signal, 'ended')
    throw error
  }
}

const ACTING: (typeof SESSION_PATHS)['actingFor'] = '/api/session/acting-for'

/** The page that opens one's own mailbox. */
const OPEN_OWN = '/id/mailbox'

/** B-10, P-02: the access is over, or the mailbox was closed. Back to one's own, to the page that says so. */
async function goHome(signal: AbortSignal, why: 'ended' | 'closed'): Promise<never> {
  try {
    await callApi<SignedIn>('POST', ACTING, { employeeId: null }, signal)
  } catch (error) {
    if (error instanceof CallFailed && error.code === 'mailbox-not-open') throw redirectDocument(OPEN_OWN)
    throw error
  }
  throw redirectDocument(`/shared?${why}`)
}

async function isActing(signal: AbortSignal): Promise<boolean> {
  const session = await callApi<SessionState>('GET', STATE, undefined, signal)
  return session.signedIn && (session.actingFor !== null || session.actingIn !== null)
}

type Held = Account & {
  standing: Standing
  formats: Formats
  refresh: () => Promise<void>
  setUnread: (unread: number) => void
}
const AccountContext = createContext<Held | null>(null)

export function AccountProvider(props: {
  account: Account
  refresh: () => Promise<void>
  setUnread: (unread: number) => void
  children: React.ReactNode
}) {
  const { account, refresh, setUnread } = props
  const held = useMemo(
    () => ({
      ...account,
      refresh,
      setUnread,
      standing: standingOf(account.me, account.session),
      formats: formatsFor(account.me.language, account.me.profile),
    }),
    [account, refresh, setUnread],
  )
  return <AccountContext.Provider value={held}>{props.children}</AccountContext.Provider>
}

export function useAccount(): Held {
  const held = useContext(AccountContext)
  if (!held) throw new Error('useAccount outside the frame')
  return held
}

/** The texts of a table in the reader's language; before anyone is known, in the language last used here. */
export function useTexts<T>(table: Record<Language, T>): T {
  return table[useContext(AccountContext)?.me.language ?? rememberedLanguage()]
}

const LANGUAGE_KEY = 'brevhus.language'

function rememberLanguage(language: Language): void {
  document.documentElement.lang = language
  try {
    localStorage.setItem(LANGUAGE_KEY, language)
  } catch {
    // Storage may be forbidden; the next visit then begins in the browser's language.
  }
}

export function rememberedLanguage(): Language {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(LANGUAGE_KEY)
  } catch {
    // As above.
  }
  for (const wanted of [kept, ...navigator.languages]) {
    if (wanted?.startsWith('da')) return 'da'
    if (wanted?.startsWith('nb') || wanted?.startsWith('no') || wanted?.startsWith('nn')) return 'nb'
    if (wanted?.startsWith('sv')) return 'sv'
    if (wanted?.startsWith('en')) return 'en'
  }
  return 'en'
}

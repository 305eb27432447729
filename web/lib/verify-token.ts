/**
 * The token of a verification link. It leaves the address bar at once, so that it stays in no history and no screenshot,
 * and is held for this tab only, so that it survives signing in on the way.
 */
const KEY = 'brevhus.verify-email'

export function takeVerifyToken(): void {
  if (location.pathname !== '/verify-email') return
  const token = new URLSearchParams(location.search).get('token') ?? location.hash.replace(/^#(token=)?/, '')
  if (!token) return
  sessionStorage.setItem(KEY, token)
  history.replaceState(history.state, '', location.pathname)
}

export const heldVerifyToken = (): string | null => sessionStorage.getItem(KEY)
export const releaseVerifyToken = (): void => sessionStorage.removeItem(KEY)

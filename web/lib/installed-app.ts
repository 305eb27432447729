/** The app on a device (B-19): its service worker, its updates, and where a notice leads. Nothing here holds anything of a letter. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
/** Takes the newer version that is there. */
let takeNewer: (() => void) | null = null
const tell = () => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Chromium's offer to install; Safari has none and is told by words. */
type InstallOffer = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }
let offer: InstallOffer | null = null

/** After the first page is there, so that the worker's own fetching never delays it. */
export function startInstalledApp(go: (to: string) => void): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallOffer
    tell()
  })
  addEventListener('appinstalled', () => {
    offer = null
    tell()
  })
  // Vite's word for code that did not come when it was asked for. Where no worker looks after versions, this is how a new one is noticed.
  addEventListener('vite:preloadError', () => void noticeOutdated())
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.kind === 'go' && typeof data.to === 'string' && data.to.startsWith('/')) go(data.to)
  })
  const register = async () => {
    const registration = await serviceWorker.register('/sw.js')
    const look = () => {
      // Without a controller it is the very first one, which changes nothing for anybody.
      const { waiting } = registration
      if (!waiting || !serviceWorker.controller) return
      takeNewer = () => {
        serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage('take-over')
      }
      tell()
    }
    look()
    registration.addEventListener('updatefound', () =>
      registration.installing?.addEventListener('statechange', look),
    )
  }
  const begin = () => void register().catch(() => {})
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

/** Whether the house serves another version than the one that runs here; false where it does not answer. */
export async function isOutdated(): Promise<boolean> {
  try {
    const answer = await fetch('/', { cache: 'no-store', credentials: 'omit' })
    const running = document.querySelector<HTMLScriptElement>('script[type=module]')!
    return answer.ok && !(await answer.text()).includes(new URL(running.src).pathname)
  } catch {
    return false
  }
}

async function noticeOutdated(): Promise<void> {
  if (takeNewer || !(await isOutdated())) return
  takeNewer = () => location.reload()
  tell()
}

/** Takes a newer version, which loads the page anew; null while there is none. */
export const useUpdate = (): (() => void) | null => useSyncExternalStore(subscribe, () => takeNewer)

/** Asks the browser to install; null where it does not offer that (yet, any more, or at all). */
export function useInstall(): (() => Promise<void>) | null {
  const offered = useSyncExternalStore(subscribe, () => offer)
  if (!offered) return null
  return async () => {
    offer = null
    await offered.prompt()
    tell()
  }
}

export const isInstalled = () => matchMedia('(display-mode: standalone)').matches

/** How long signing out waits for the caches to be emptied, in ms: no letter is in them, so it is not worth more. */
const FORGET_WAIT_MS = 1000

/** At sign-out: caches and shown notices go from the device. */
export async function forgetOnDevice(): Promise<void> {
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null
  if (!worker) return
  const { port1, port2 } = new MessageChannel()
  const forgotten = new Promise<void>((done) => {
    port1.onmessage = () => done()
    setTimeout(done, FORGET_WAIT_MS)
  })
  worker.postMessage('forget', [port2])
  await forgotten
}

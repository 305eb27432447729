/** The app on a device (B-19): its service worker, its updates, and where a notice leads. Nothing here holds anything of a letter. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let waiting: ServiceWorker | null = null
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
  if (!('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.kind === 'go' && typeof data.to === 'string' && data.to.startsWith('/')) go(data.to)
  })
  const register = async () => {
    const registration = await serviceWorker.register('/sw.js')
    const look = () => {
      // Without a controller it is the very first one, which changes nothing for anybody.
      if (registration.waiting && serviceWorker.controller) {
        waiting = registration.waiting
        tell()
      }
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

/** A newer version that waits to be taken; null while there is none. Taking it loads the page anew. */
export function useUpdate(): (() => void) | null {
  const worker = useSyncExternalStore(subscribe, () => waiting)
  if (!worker) return null
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    worker.postMessage('take-over')
  }
}

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

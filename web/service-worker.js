// The installed app's shell (B-19): the pages' own code and type, so that the app opens at once and says something true without
// network. Never anything a person has: no answer of /api, no letter, no page the server rendered. The build writes the list of
// files and the version in the place of the two names below.
const SHELL = self.BREVHUS_SHELL
const NAME = `brevhus-shell-${self.BREVHUS_VERSION}`
const PAGE = '/app-shell'
const OFFLINE = '/offline.html'

const fill = async () => {
  const cache = await caches.open(NAME)
  const page = await fetch('/', { cache: 'reload', credentials: 'omit' })
  if (!page.ok) throw new Error(`the page answered ${page.status}`)
  await Promise.all([
    cache.put(PAGE, page),
    cache.addAll(SHELL.map((url) => new Request(url, { credentials: 'omit' }))),
  ])
}

const forget = async () => {
  for (const name of await caches.keys()) await caches.delete(name)
  for (const notice of await self.registration.getNotifications()) notice.close()
}

self.addEventListener('install', (event) => event.waitUntil(fill()))

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(takeOver())
})

// A new version waits until the reader says so: nothing changes under somebody's hands.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting()
  if (event.data === 'forget') event.waitUntil(forget().then(() => event.ports[0]?.postMessage('forgotten')))
})

// Addresses whose page is the app's own; every other page is the server's alone.
const isServed = (path) =>
  /^\/(?:api|v1|id|sign-in|sign-out|consent|oauth|openid|pki|docs|verify-email|mail-from-us)(?:\/|$)/.test(
    path,
  )

const navigate = async (event, path) => {
  try {
    const answer = await fetch(event.request)
    // Emptied at sign-out: filled again once somebody is back and the network is there anyway.
    if (!isServed(path))
      event.waitUntil(caches.has(NAME).then((there) => (there ? undefined : fill().catch(() => {}))))
    return answer
  } catch (error) {
    const cache = await caches.open(NAME)
    const kept = await cache.match(isServed(path) ? OFFLINE : PAGE)
    if (kept) return kept
    throw error
  }
}

const fromShell = async (request) => {
  const kept = await caches.match(request, { cacheName: NAME, ignoreVary: true })
  return kept ?? fetch(request)
}

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate') return event.respondWith(navigate(event, pathname))
  if (SHELL.includes(pathname)) event.respondWith(fromShell(event.request))
})

// ── Notices ─────────────────────────────────────────────────────────────────────────────────────────

const PLACE = /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+){0,4})?$/

// What a push says is written by our server and says nothing of a letter; only where to go is taken, and only a place of ours.
self.addEventListener('push', (event) => {
  let told = {}
  try {
    told = event.data?.json() ?? {}
  } catch {
    // A push without readable words still has to show something: the browser asks for it.
  }
  const path = typeof told.path === 'string' && PLACE.test(told.path) ? told.path : '/'
  const shown = self.registration.showNotification(String(told.title ?? 'Brevhus').slice(0, 100), {
    body: String(told.body ?? '').slice(0, 200),
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    tag: String(told.tag ?? path).slice(0, 100),
    data: { path },
  })
  event.waitUntil(shown)
})

// An open window goes to the letter; otherwise the app opens as it always does, by passkey or code, and then goes there.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { path } = event.notification.data ?? {}
  const to = typeof path === 'string' && PLACE.test(path) ? path : '/'
  const open = async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const near = windows.find((each) => !isServed(new URL(each.url).pathname))
    if (!near) return self.clients.openWindow(`/sign-in/app?return=${encodeURIComponent(to)}`)
    await near.focus()
    near.postMessage({ kind: 'go', to })
  }
  event.waitUntil(open())
})

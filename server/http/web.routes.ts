/** The web app as built by `vite build web`: files with a hash in their name are kept by browsers for good, the page that
 * names them never is. Paths of the app itself (`/letters/…`) all answer with that page. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { Routes } from '#ground/routes.ts'

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))
const YEAR_SECONDS = 31_536_000

/** Places of the app (web/main.tsx); anything else that is not a file is not found. */
export const PLACES = [
  '/',
  '/letters/*',
  '/in/*',
  '/folders',
  '/access-log',
  '/calendar',
  '/more',
  '/shared',
  '/departments',
  '/enterprise',
  '/search',
  '/search/*',
  '/settings',
  '/settings/*',
  '/write',
  '/write/*',
  '/sent',
  '/sent/*',
] as const

export const webRoutes: Routes = async (app, house) => {
  if (!existsSync(join(DIST, 'index.html'))) {
    house.log.warn({ event: 'web-not-built', remedy: 'npm run build:web' })
    return
  }
  const page = await readFile(join(DIST, 'index.html'))
  await app.register(fastifyStatic, {
    root: DIST,
    index: false,
    wildcard: false,
    // The build leaves a .br and a .gz beside what compresses; the browser gets the one it takes.
    globIgnore: ['**/*.br', '**/*.gz'],
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = path.includes('/assets/')
      // A worker that browsers kept would keep an old app; they ask for it at every visit.
      if (/\/sw\.js(?:\.br|\.gz)?$/.test(path)) return void reply.header('cache-control', 'no-cache')
      reply.header(
        'cache-control',
        hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'public, max-age=3600',
      )
    },
  })
  for (const place of PLACES)
    app.get(place, async (_request, reply) => {
      // The inbox is asked for while its script is still on its way: two round trips less on a slow phone. As web/lib/inbox.ts asks.
      if (place === '/') reply.header('link', '</api/letters?limit=50>; rel=preload; as=fetch; crossorigin')
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
    })
}

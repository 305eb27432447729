/** The sign-in pages on a port of their own, with the paper and type of the web app and places to arrive at. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Routes } from '#ground/routes.ts'
import { appSessionRoutes } from '#identity/app-sessions/app-sessions.routes.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { openIdentity } from '#identity/room.ts'
import { selfServiceRoutes } from '#identity/self-service/self-service.routes.ts'
import { guardRoutes } from '#identity/session-of.ts'
import { freePort } from '#tests/free-port.ts'
import { openHouse } from '#tests/open-house.ts'

/** @param places of the web app that a way leads to, besides `/` and the settings */
export async function openSignInPages(...places: string[]) {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const open = await openHouse({ env: { PUBLIC_URL: origin, BOUNCE_PORT: '2525' } })
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9) })
  const app = await open.app(
    guardRoutes(identity),
    identityRoutes(identity),
    appSessionRoutes(identity),
    selfServiceRoutes(identity),
    pageRoutes(identity),
    paper(['/', '/settings', '/settings/devices', ...places]),
  )
  await app.listen({ port, host: 'localhost' })
  return { ...open, identity, origin }
}

/** What the web app's build serves beside the pages: the theme, its type, and a place to arrive at. */
export const paper =
  (places: readonly string[]): Routes =>
  (app) => {
    const require = createRequire(import.meta.url)
    const folderOf = (name: string) => join(dirname(require.resolve(`${name}/package.json`)), 'files')
    const web = new URL('../../web/', import.meta.url)
    const file = (address: string, type: string, path: string | URL) =>
      app.get(address, async (_request, reply) => reply.type(type).send(await readFile(path)))
    for (const name of ['theme.css', 'theme-parts.css']) file(`/${name}`, 'text/css', new URL(name, web))
    file('/scheme.js', 'text/javascript', new URL('public/scheme.js', web))
    app.get('/icon.svg', async (_request, reply) =>
      reply.type('image/svg+xml').send('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"/>'),
    )
    for (const subset of ['latin', 'latin-ext']) {
      for (const [folder, name] of [
        [
          '@fontsource-variable/atkinson-hyperlegible-next',
          `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`,
        ],
        ['@fontsource/source-serif-4', `source-serif-4-${subset}-600-normal.woff2`],
      ] as const) {
        file(`/fonts/${name}`, 'font/woff2', join(folderOf(folder), name))
      }
    }
    for (const place of places) {
      app.get(place, async (_request, reply) =>
        reply
          .type('text/html')
          .send(
            `<!doctype html><html lang="en"><title>Arrived</title><link rel="icon" href="/icon.svg"><h1>Arrived</h1></html>`,
          ),
      )
    }
  }

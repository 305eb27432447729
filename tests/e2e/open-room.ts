/** The web app on the real server with a database of its own, for tests that need more than the fixture mailbox. */
import { createServer } from 'node:net'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { openHouse } from '#tests/open-house.ts'

export async function openRoom() {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const open = await openHouse({ env: { PUBLIC_URL: origin }, now: new Date() })
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9) })
  const app = await open.app(...frontRooms(identity))
  await app.listen({ port, host: 'localhost' })
  return { ...open, app, identity, origin }
}

/** Below the range of ports the system hands out by itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false)).listen(port, 'localhost', () => done(true))
    })
    await new Promise((done) => probe.close(done))
    if (free) return port
  }
}

/** A real house behind a real loopback port, an approved sender with a key file of its own, and the `brevhus` command as a
 * process, as a sender has them. */
import { execFile, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openClient } from '#client/open-client.ts'
import { makeKeyFile } from '#client/sender-key.ts'
import { approveSender } from '#dispatch/senders/approve-sender.ts'
import type { Routes } from '#ground/routes.ts'
import { freePort } from './free-port.ts'
import { openHouse } from './open-house.ts'

const BREVHUS = fileURLToPath(new URL('../client/brevhus.ts', import.meta.url))

export type Ran = { code: number; out: string; err: string }

export async function senderAtPort(rooms: Routes[]) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // Tokens are judged by the house's clock and made by another process.
  const open = await openHouse({ now: new Date(), env: { PUBLIC_URL: url } })
  const app = await open.app(...rooms)
  await app.listen({ port, host: '127.0.0.1' })
  const folder = join(open.folder, 'sender')
  const temporary = join(open.folder, 'tmp')
  for (const made of [folder, temporary]) await mkdir(made)
  const keyFile = join(folder, 'key.pem')
  const { senderId } = await approveSender(open.house, {
    name: 'Nordlys Forsyning A/S',
    country: 'dk',
    organisationNumber: '10150817',
    publicSector: false,
    publicKeys: [await makeKeyFile(keyFile)],
  })
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: temporary, // its own: another run's leavings are not this one's
    BREVHUS_URL: url,
    BREVHUS_SENDER: senderId,
    BREVHUS_KEY: keyFile,
  }
  const command = (args: readonly string[]) => [BREVHUS, ...args]
  return {
    ...open,
    app,
    url,
    senderId,
    keyFile,
    senderFolder: folder,
    env,
    client: (fetching: typeof fetch = fetch) => openClient({ url, senderId, keyFile, fetch: fetching }),
    /** Runs the command to its end. */
    brevhus: (args: readonly string[], given: { env?: object; input?: string } = {}): Promise<Ran> =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          command(args),
          { env: { ...env, ...given.env }, cwd: folder, timeout: 180_000 },
          (error, out, err) =>
            resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
        )
        child.stdin?.end(given.input ?? '')
      }),
    /** Starts the command and lets it run. */
    start: (args: readonly string[]) => spawn(process.execPath, command(args), { env, cwd: folder }),
  }
}

export type SenderAtPort = Awaited<ReturnType<typeof senderAtPort>>

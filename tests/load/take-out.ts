/**
 * B-14: an archive of so many megabytes is really made, downloaded over a connection that breaks again and again, and checked by unzip and by
 * the offline verifier; how much memory that took is measured. Run by hand, not in CI:
 *
 *   node tests/load/take-out.ts [--megabytes 1024] [--rss-most 512]
 *
 * Leaves nothing behind. Needs three times as much room for files as the archive is large.
 */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { TakeOut } from '#api/take-out.ts'
import { inMailbox } from '#ground/db.ts'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { buildTakeOut } from '#letters/take-out/build-take-out.ts'
import { readTakeOut } from '#letters/take-out/take-out.store.ts'
import { downloadWithBreaks } from '#tests/dropped-download.ts'
import { openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'

const VERIFIER = fileURLToPath(new URL('../../verifier/verify-receipt.ts', import.meta.url))
const MB = 1_000_000
/** Nine tenths of the bytes are in scans of 20 MB, the rest in letters of 100 kB. */
const [LARGE, SMALL] = [20 * MB, 100_000]

const { values } = parseArgs({
  options: { megabytes: { type: 'string', default: '1024' }, 'rss-most': { type: 'string', default: '512' } },
})
const total = Number(values.megabytes) * MB
const rssMost = Number(values['rss-most']) * MB
if (!(total >= LARGE) || !(rssMost > 0)) throw new Error('--megabytes of at least 20, --rss-most above 0')

const say = (line: string) => console.log(line)
const rss = () => process.memoryUsage.rss()

/** The most memory this process held while `work` ran, looked at 20 times a second. */
async function watched<T>(work: () => Promise<T>): Promise<{ value: T; rssMax: number; seconds: number }> {
  let rssMax = rss()
  const timer = setInterval(() => {
    rssMax = Math.max(rssMax, rss())
  }, 50)
  const began = performance.now()
  try {
    const value = await work()
    return { value, rssMax, seconds: (performance.now() - began) / 1000 }
  } finally {
    clearInterval(timer)
  }
}

const open = await openHouse()
try {
  const { house, folder } = open
  const person = await seedPerson(house)
  const { senderId } = await seedSender(house)
  const app = await open.app(lettersRoutes(signIns(house, [person])))
  const site = await app.listen({ port: 0, host: '127.0.0.1' })
  const { mailboxId } = person
  const letter = (size: number) => {
    open.clock.advance(1000)
    // Scans come compressed: bytes that cannot be made smaller, and none twice.
    const document = { bytes: randomBytes(size), mediaType: 'image/png', fileName: 'scan.png' }
    return seedLetter(house, { mailboxId, senderId, documents: [document] })
  }
  const [large, small] = [Math.floor((total * 0.9) / LARGE), Math.ceil((total * 0.1) / SMALL)]
  for (let i = 0; i < large; i++) await letter(LARGE)
  for (let i = 0; i < small; i++) await letter(SMALL)
  say(`${large + small} letters, ${large} of them of 20 MB; memory ${figure(rss())} before`)

  const asked = await fetch(new URL('/api/take-out', site), {
    method: 'POST',
    headers: { ...as(person), 'content-type': 'application/json' },
    body: JSON.stringify({ understood: true }),
  })
  if (asked.status !== 202) throw new Error(await asked.text())
  const { takeOutId } = (await asked.json()) as TakeOut
  const stored = () => inMailbox(house.db, mailboxId, (trx) => readTakeOut(trx, mailboxId, { takeOutId }))
  let runs = 0
  const made = await watched(async () => {
    for (;;) {
      await buildTakeOut(house, { mailboxId, takeOutId }, { lastTry: false })
      runs++
      const takeOut = (await stored())!
      if (takeOut.state === 'failed') throw new Error('it could not be made')
      if (takeOut.state === 'ready') return takeOut
      if (takeOut.state === 'building' && takeOut.lettersDone === 0) await seal(house.db, logOf(house))
    }
  })
  const { archiveBytes } = made.value
  say(
    `made in ${runs} bites: ${figure(archiveBytes)} in ${made.seconds.toFixed(1)} s, ${figure(archiveBytes / made.seconds)}/s; memory at most ${figure(made.rssMax)}`,
  )

  const file = join(folder, 'archive.zip')
  const breakAt = Array.from({ length: 20 }, (_, i) => Math.floor((archiveBytes * (i + 0.5)) / 20))
  const url = `${site}/api/take-out/${takeOutId}/archive`
  const fetched = await watched(() => downloadWithBreaks(url, as(person), { file, breakAt }))
  const { bytes, connections } = fetched.value
  if (bytes !== archiveBytes) throw new Error(`${bytes} bytes came, ${archiveBytes} were made`)
  say(
    `downloaded over ${connections} connections, ${breakAt.length} torn down: ${fetched.seconds.toFixed(1)} s, ${figure(bytes / fetched.seconds)}/s; memory at most ${figure(fetched.rssMax)}`,
  )
  execFileSync('unzip', ['-tq', file], { stdio: 'inherit' })
  const key = join(folder, 'key.pem')
  await writeFile(key, house.signer.publicKeyPem)
  const verified = execFileSync(process.execPath, [VERIFIER, file, '--key', key, '--sealed'])
  say(verified.toString().trim().split('\n').at(-1)!)
  const worst = Math.max(made.rssMax, fetched.rssMax)
  if (worst > rssMost) throw new Error(`memory ${figure(worst)}, at most ${figure(rssMost)} is allowed`)
} finally {
  await open.close()
}

function figure(bytes: number): string {
  return `${(bytes / MB).toFixed(0)} MB`
}

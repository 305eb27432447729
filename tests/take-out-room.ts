/** A house whose owners take their letters out, there before a file's first test: who imports this has it. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { buildTakeOut } from '#letters/take-out/build-take-out.ts'
import { readTakeOut } from '#letters/take-out/take-out.store.ts'
import { openKeepers } from './keeper.ts'
import { as } from './sign-in-as.ts'

const VERIFIER = fileURLToPath(new URL('../verifier/verify-receipt.ts', import.meta.url))
export const PDF = {
  bytes: Buffer.from('%PDF-1.7 bill'),
  mediaType: 'application/pdf',
  fileName: 'regning.pdf',
}
/** More than one sealed stretch, and larger than what is packed in memory. */
export const LARGE = { bytes: randomBytes(10_000_000), mediaType: 'image/png', fileName: 'tegning.png' }

/** After so many appends the store breaks down once. */
let breakAfter = Number.POSITIVE_INFINITY
export function breakStoreAfter(appends: number): void {
  breakAfter = appends
}

/** Who acts in another's mailbox, by `x-test-acting`. */
export const acting = new Map<string, Actor>()
export const keepers = await openKeepers(
  (byHeaders) => [
    lettersRoutes(
      async (request) => acting.get(String(request.headers['x-test-acting'])) ?? byHeaders(request),
    ),
  ],
  {
    wrap: ({ uploadBlobs }) => ({
      uploadBlobs: {
        append: async (parts) => {
          if (breakAfter-- === 0) throw new Error('the power went')
          return uploadBlobs.append(parts)
        },
      },
    }),
  },
)
export const { open, newcomer } = keepers

const sealLog = () => seal(open.house.db, logOf(open.house))

/** Runs the job until it asks for no more, as the worker would; `onFailure` sees what a run threw. */
export async function build(
  mailboxId: string,
  takeOutId: string,
  onFailure?: (error: unknown) => void,
): Promise<number> {
  for (let runs = 1; runs < 100; runs++) {
    try {
      await buildTakeOut(open.house as House, { mailboxId, takeOutId }, { lastTry: false })
    } catch (error) {
      if (!onFailure) throw error
      onFailure(error)
    }
    const takeOut = await inMailbox(open.house.db, mailboxId, (trx) =>
      readTakeOut(trx, mailboxId, { takeOutId }),
    )
    if (!takeOut || takeOut.state === 'ready' || takeOut.state === 'failed') return runs
    if (takeOut.state === 'building' && takeOut.lettersDone === 0) await sealLog()
  }
  throw new Error('it never ends')
}

type Keeper = Awaited<ReturnType<typeof newcomer>>

export async function taken(keeper: Keeper): Promise<TakeOut> {
  const { status, body } = await keeper.ask<TakeOut>('POST', '/api/take-out', { understood: true })
  assert.equal(status, 202)
  await build(keeper.person.mailboxId, body.takeOutId)
  const page = await keeper.ask<TakeOutPage>('GET', '/api/take-out')
  assert.equal(page.body.takeOut?.state, 'ready')
  return page.body.takeOut!
}

export const fetchArchive = (
  keeper: Keeper,
  takeOutId: string,
  headers: object = {},
  level: 'low' | 'substantial' = 'substantial',
) =>
  keepers.app.inject({
    url: `/api/take-out/${takeOutId}/archive`,
    headers: { ...as(keeper.person, level), ...headers },
  })

export async function saved(keeper: Keeper, takeOutId: string): Promise<{ file: string; bytes: Buffer }> {
  const answer = await fetchArchive(keeper, takeOutId)
  assert.equal(answer.statusCode, 200)
  const file = join(open.folder, `${takeOutId}.zip`)
  writeFileSync(file, answer.rawPayload)
  writeFileSync(join(open.folder, 'key.pem'), open.house.signer.publicKeyPem)
  return { file, bytes: answer.rawPayload }
}

export const verify = (file: string, ...more: string[]) => {
  const key = join(open.folder, 'key.pem')
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, file, '--key', key, ...more], {
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

export const readMember = (file: string, name: string) =>
  execFileSync('unzip', ['-p', file, name.replace(/[[\]*?\\]/g, '\\$&')], { maxBuffer: 1e9 })

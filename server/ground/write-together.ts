/** One statement for everything a chunk writes: a round trip to the database costs more than a table's worth of rows. The
 * text is the same whatever the rows, so it is put together once and planned once. */
import { CompiledQuery } from 'kysely'
import { commitWith, type Trx } from '#ground/db.ts'
import type { Piece } from '#ground/insert-rows.ts'
import { jobsPiece, type NewJob } from '#ground/jobs.ts'

/** `claim` is an insert … returning: of its `claims` rows every one has to be new. */
export type TogetherWork = {
  claim: Piece
  claims: number
  inserts: readonly Piece[]
  jobs: readonly NewJob[]
}

/** Something of the claim was taken already: nothing was written, and the transaction has failed. */
export class TakenBefore extends Error {}

/** Writes all of it inside the transaction. */
export const writeTogether = (trx: Trx, work: TogetherWork): Promise<void> =>
  write(work, (text, values) => trx.executeQuery(CompiledQuery.raw(text, [...values])))

/** The same as the transaction's last act: it is committed in the same round trip. */
export const writeAndCommit = (trx: Trx, work: TogetherWork): Promise<void> =>
  write(work, (text, values) => commitWith(trx, text, values))

const texts = new Map<string, string>()

async function write(
  { claim, claims, inserts, jobs }: TogetherWork,
  run: (text: string, values: readonly unknown[]) => Promise<unknown>,
): Promise<void> {
  const pieces = [claim, ...inserts, jobsPiece(jobs)]
  const key = pieces.map((piece) => piece.key).join('\n')
  let text = texts.get(key)
  if (text === undefined) {
    text = textOf(pieces)
    texts.set(key, text)
  }
  try {
    await run(text, [...pieces.flatMap((piece) => piece.values), claims])
  } catch (error) {
    if ((error as { code?: unknown }).code === DIVISION_BY_ZERO) throw new TakenBefore('taken before')
    throw error
  }
}

const DIVISION_BY_ZERO = '22012'

function textOf(pieces: readonly Piece[]): string {
  let next = 1
  const numbered = pieces.map((piece) => {
    const text = piece.text(next)
    next += piece.values.length
    return text
  })
  const jobs = numbered.pop()
  const [claim, ...inserts] = numbered
  const parts = inserts.map((insert, i) => `part_${i} as (${insert})`)
  // Without a round trip to ask, the statement itself has to fail when a claim did: this is how plain SQL fails.
  return `with claimed as (${claim}), ${parts.join(', ')}
    select 1 / ((select count(*) from claimed) = $${next}::int)::int as whole, (${jobs}) as jobs`
}

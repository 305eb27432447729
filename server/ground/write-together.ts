/** One statement for everything a chunk writes: a round trip to the database costs more than a table's worth of rows. The
 * text is the same whatever the rows, so it is put together once and planned once. */
import { CompiledQuery } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { Piece } from '#ground/insert-rows.ts'
import { jobsPiece, type NewJob } from '#ground/jobs.ts'

const texts = new Map<string, string>()

/** `claim` is an insert … returning; its rows are the answer. All of it happens, or the transaction is to be rolled back. */
export async function writeTogether<Claimed>(
  trx: Trx,
  work: { claim: Piece; inserts: readonly Piece[]; jobs: readonly NewJob[] },
): Promise<Claimed[]> {
  const jobs = jobsPiece(work.jobs)
  const pieces = [work.claim, ...work.inserts, jobs]
  const key = pieces.map((piece) => piece.key).join('\n')
  let text = texts.get(key)
  if (text === undefined) {
    text = textOf(pieces)
    texts.set(key, text)
  }
  const { rows } = await trx.executeQuery<{ claimed: Claimed[] | null }>(
    CompiledQuery.raw(
      text,
      pieces.flatMap((piece) => piece.values),
    ),
  )
  return rows[0]?.claimed ?? []
}

function textOf(pieces: readonly Piece[]): string {
  let first = 1
  const numbered = pieces.map((piece) => {
    const text = piece.text(first)
    first += piece.values.length
    return text
  })
  const jobs = numbered.pop()
  const [claim, ...inserts] = numbered
  const parts = inserts.map((insert, i) => `part_${i} as (${insert})`)
  return `with claimed as (${claim}), ${parts.join(', ')}
    select (select json_agg(claimed) from claimed) as claimed, (${jobs}) as jobs`
}

/** Watches a file until it is through: being read, recipients being found, letters being delivered. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { BatchStatus } from '#api/batches.ts'
import type { BrevhusClient } from '../open-client.ts'
import type { Progress, Screen } from '../terminal/screen.ts'

type Status = Static<typeof BatchStatus>

const POLL_FIRST_MS = 200
const POLL_MAX_MS = 2_000

export async function watchBatch(
  brevhus: BrevhusClient,
  screen: Screen,
  signal: AbortSignal,
  first: Status,
): Promise<Status> {
  const reading = stage(screen, 'Reading')
  const matching = stage(screen, 'Matching')
  const delivery = stage(screen, 'Delivery')
  let status = first
  for (let waitMs = POLL_FIRST_MS; ; waitMs = Math.min(POLL_MAX_MS, waitMs * 1.5)) {
    const { state, rows, rowsDecided, delivered, print, refused } = status
    if (state === 'reading') reading.at(0, undefined, rows > 0 ? `${rows} rows` : '')
    else if (rows > 0 || state === 'sending') {
      reading.end(`${rows} recipients`)
      if (rowsDecided < rows && !isOver(status)) matching.at(rowsDecided, rows, `${rowsDecided} of ${rows}`)
      else {
        matching.end(`${rowsDecided} of ${rows}`)
        delivery.at(delivered + print + refused, rows, `${delivered} delivered`)
      }
    }
    if (isOver(status)) {
      if (state === 'done') delivery.end(`${delivered} delivered`)
      return status
    }
    await sleep(waitMs, undefined, { signal })
    status = await brevhus.batchStatus(status.batchId)
  }
}

/** Done, and nothing waits for the content check any more. */
const isOver = ({ state, waiting }: Status): boolean =>
  state === 'done' ? waiting === 0 : state !== 'reading' && state !== 'sending'

/** Begins when it first has something to say, ends once. */
function stage(screen: Screen, label: string): Progress {
  let progress: Progress | undefined
  let ended = false
  return {
    at(done, total, words) {
      if (ended) return
      progress ??= screen.progress(label)
      progress.at(done, total, words)
    },
    end(words) {
      if (ended) return
      ended = true
      ;(progress ?? screen.progress(label)).end(words)
    },
  }
}

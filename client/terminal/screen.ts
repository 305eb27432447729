/** What the command says and where: results on standard output, everything else on standard error, so that a pipe gets the
 * results alone. Bars move on a terminal; elsewhere they are lines, some seconds apart. */
export type Screen = {
  readonly json: boolean
  /** A line of the result, for people; nothing with --json. */
  say(line: string): void
  /** The result as JSON; nothing without --json. */
  result(value: unknown): void
  /** Beside the result: warnings, where something was saved. */
  note(line: string): void
  progress(label: string): Progress
}

export type Progress = {
  /** `total` undefined: nobody knows yet how much it is. */
  at(done: number, total: number | undefined, words?: string): void
  end(words?: string): void
}

type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number }

const BAR_CELLS = 24
const REDRAW_MS = 80
const LINE_EVERY_MS = 5_000

export function openScreen(options: { json: boolean; out?: Out; err?: Out; nowMs?: () => number }): Screen {
  const { json, out = process.stdout, err = process.stderr, nowMs = () => performance.now() } = options
  return {
    json,
    say: (line) => void (json || out.write(`${plain(line)}\n`)),
    result: (value) => void (json && out.write(`${JSON.stringify(value)}\n`)),
    note: (line) => void err.write(`${plain(line)}\n`),
    progress: (label) => (err.isTTY ? bar(err, label, nowMs) : lines(err, label, nowMs)),
  }
}

function bar(err: Out, label: string, nowMs: () => number): Progress {
  let drawnMs = Number.NEGATIVE_INFINITY
  // One column less than there are: at the last one some terminals begin a new line. A pseudo-terminal may say that it has none.
  const draw = (text: string) => err.write(`\r\x1b[K${text.slice(0, (err.columns || 80) - 1)}`)
  return {
    at(done, total, words = '') {
      if (nowMs() - drawnMs < REDRAW_MS) return
      drawnMs = nowMs()
      const share = shareOf(done, total)
      const cells =
        share === undefined
          ? '·'.repeat(BAR_CELLS)
          : '█'.repeat(Math.floor(share * BAR_CELLS)).padEnd(BAR_CELLS, '░')
      draw(`${label.padEnd(12)} ${cells} ${percent(share)} ${plain(words)}`)
    },
    end(words = '') {
      draw(`${label.padEnd(12)} ${plain(words)}`)
      err.write('\n')
    },
  }
}

function lines(err: Out, label: string, nowMs: () => number): Progress {
  let saidMs = nowMs()
  return {
    at(done, total, words = '') {
      if (nowMs() - saidMs < LINE_EVERY_MS) return
      saidMs = nowMs()
      err.write(`${label}: ${percent(shareOf(done, total)).trim()} ${plain(words)}\n`)
    },
    end(words = '') {
      err.write(`${label}: ${plain(words)}\n`)
    },
  }
}

const shareOf = (done: number, total: number | undefined) =>
  total === undefined || total === 0 ? undefined : Math.min(1, done / total)
const percent = (share: number | undefined) =>
  share === undefined ? '    ' : `${String(Math.floor(share * 100)).padStart(3)}%`

/** What came from elsewhere cannot move the cursor, colour the screen or forge a line. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')

/** Columns side by side, numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, String(cell).length)
    })
  return rows.map((row) =>
    row
      .map((cell, i) =>
        typeof cell === 'number' ? String(cell).padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** What a benchmark says, and how it comes to say it: product and baseline take turns in the same run on the same
 * PostgreSQL, because on a machine that others use too a figure of one run proves nothing about another. */

export type Figure = {
  name: string
  /** product ÷ baseline, both in `unit`. */
  ratio: number
  target: number
  better: 'higher' | 'lower'
  product: number
  baseline: number
  unit: string
  /** Smallest and largest round, in `unit`. */
  spread: { product: Span; baseline: Span }
  /** What was measured and against what, in plain words, for docs/performance.md. */
  about: string
  /** Further figures of the same run: percentiles, counts, where time went. */
  notes: readonly string[]
}

export type Span = { min: number; max: number }

/** What a test counted; every count in it was held against what must be. */
export type Count = { name: string; about: string; notes: readonly string[] }

/** A part of the benchmark that did not come to its end. */
export type Broken = { name: string; why: string }

export type Say = (line: string) => void

export type Rounds = { product: number[]; baseline: number[] }

/** Runs product and baseline in turn, so that a slow minute of the machine falls on both. */
export async function takeTurns(
  rounds: number,
  sides: { product: (round: number) => Promise<number>; baseline: (round: number) => Promise<number> },
  told: { say: Say; name: string; unit: string },
): Promise<Rounds> {
  const values: Rounds = { product: [], baseline: [] }
  for (let round = 1; round <= rounds; round++) {
    // Who goes first changes: what the one leaves behind (dirty pages, a checkpoint due) must not always meet the other.
    const order = round % 2 === 1 ? (['product', 'baseline'] as const) : (['baseline', 'product'] as const)
    for (const side of order) {
      const value = await sides[side](round)
      if (!(value > 0) || !Number.isFinite(value))
        throw new Error(`${told.name}: round ${round} of the ${side} measured nothing (${value})`)
      values[side].push(value)
      told.say(`${told.name}: round ${round} of ${rounds}, ${side} ${number(value)} ${told.unit}`)
    }
  }
  return values
}

export function figureOf(
  row: Pick<Figure, 'name' | 'target' | 'better' | 'unit' | 'about'> & { notes?: readonly string[] },
  rounds: Rounds,
): Figure {
  const [product, baseline] = [median(rounds.product), median(rounds.baseline)]
  return {
    notes: [],
    ...row,
    product: rounded(product),
    baseline: rounded(baseline),
    ratio: rounded(product / baseline),
    spread: { product: spanOf(rounds.product), baseline: spanOf(rounds.baseline) },
  }
}

export const meets = (figure: Figure): boolean =>
  figure.better === 'higher' ? figure.ratio >= figure.target : figure.ratio <= figure.target

const spanOf = (values: readonly number[]): Span => ({
  min: rounded(Math.min(...values)),
  max: rounded(Math.max(...values)),
})

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  if (sorted.length === 0) throw new Error('a median of nothing')
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** Nearest rank; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('a percentile of nothing')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!
}

export const rounded = (value: number): number => Number(value.toPrecision(4))

export const number = (value: number): string =>
  rounded(value).toLocaleString('en', { maximumFractionDigits: 3 })

export async function seconds<T>(work: () => Promise<T>): Promise<{ took: number; result: T }> {
  const began = performance.now()
  const result = await work()
  return { took: (performance.now() - began) / 1000, result }
}

/** A count that is not what it must be ends the run: a fast figure for wrong work is no figure. */
export function mustBe(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: found ${found}, must be ${wanted}`)
}

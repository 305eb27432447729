/**
 * How many single changes (a letter added, dropped, replaced, or two neighbours swapped) turn one text into the other, or `undefined`
 * when more than `max`. Work is at most (longer text) × (2 max + 1).
 */
export function editDistance(a: string, b: string, max: number): number | undefined {
  const from = [...a]
  const to = [...b]
  if (Math.abs(from.length - to.length) > max) return undefined
  const far = max + 1
  let before: number[] = []
  let row = to.map((_, at) => Math.min(at + 1, far))
  row.unshift(0)
  for (let i = 1; i <= from.length; i++) {
    const next: number[] = new Array(to.length + 1).fill(far)
    if (i <= max) next[0] = i
    for (let j = Math.max(1, i - max); j <= Math.min(to.length, i + max); j++) {
      const same = from[i - 1] === to[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        least = Math.min(least, before[j - 2]! + 1)
      next[j] = Math.min(least, far)
    }
    before = row
    row = next
  }
  const distance = row[to.length]!
  return distance > max ? undefined : distance
}

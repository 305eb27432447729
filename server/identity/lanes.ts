/** Works that take turns on a few lanes: each lane does one at a time, the first free one takes the next, and who waits is served in the order they
 * came. A lane that is named earlier is taken first. */
export type Lane<Work, Result> = (work: Work) => Promise<Result>

export function inLanes<Work, Result>(lanes: readonly Lane<Work, Result>[]): Lane<Work, Result> {
  const busy = lanes.map(() => false)
  const waiting: ((place: number) => void)[] = []
  return async (work) => {
    const free = busy.indexOf(false)
    // Who is handed a lane takes it over; nobody who comes later can slip in between.
    const place = free >= 0 ? free : await new Promise<number>((go) => waiting.push(go))
    busy[place] = true
    try {
      return await lanes[place]!(work)
    } finally {
      const next = waiting.shift()
      if (next) next(place)
      else busy[place] = false
    }
  }
}

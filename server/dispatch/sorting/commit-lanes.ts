/** Group commit: requests that come at the same time are committed together. A few lanes take turns; while one is on its
 * way to the disk the next collects, until it has enough to be worth the way or has waited long enough. Senders are served in turn within a lane, so that one with many letters at once
 * delays only itself (S-12). */

export type LaneLimits = {
  /** Chunks under way at the same time. */
  lanes: number
  /** While another chunk is under way the next one waits for so many letters, */
  worthLetters: number
  /** but not longer than this. */
  patienceMs: number
  chunkLettersMax: number
  chunkBytesMax: number
  /** What may wait altogether; beyond that the caller is told to come back (`busy`). */
  waitingLettersMax: number
  waitingBytesMax: number
  /** Whether a failure is nobody's in particular: the database or the disk is away, and trying each alone only waits longer. */
  isOutage: (error: unknown) => boolean
}

type Waiting<S, A> = {
  submission: S
  letters: number
  bytes: number
  resolve: (answer: A) => void
  reject: (error: unknown) => void
}

export type Weight = { turn: string; letters: number; bytes: number }

/** `commit` writes all of a chunk or nothing and answers in its order. */
export class CommitLanes<S, A> {
  readonly #commit: (chunk: readonly S[]) => Promise<readonly A[]>
  readonly #weigh: (submission: S) => Weight
  readonly #limits: LaneLimits
  readonly #queues = new Map<string, Waiting<S, A>[]>()
  #waitingLetters = 0
  #waitingBytes = 0
  #running = 0
  /** A chunk is about to be taken. */
  #starting = false
  #patience: NodeJS.Timeout | undefined

  constructor(
    commit: (chunk: readonly S[]) => Promise<readonly A[]>,
    weigh: (s: S) => Weight,
    limits: LaneLimits,
  ) {
    this.#commit = commit
    this.#weigh = weigh
    this.#limits = limits
  }

  /** Resolves when the submission is durable. undefined: there is no room, nothing was kept. */
  submit(submission: S): Promise<A> | undefined {
    const { turn, letters, bytes } = this.#weigh(submission)
    if (
      this.#waitingLetters + letters > this.#limits.waitingLettersMax ||
      this.#waitingBytes + bytes > this.#limits.waitingBytesMax
    )
      return undefined
    this.#waitingLetters += letters
    this.#waitingBytes += bytes
    return new Promise<A>((resolve, reject) => {
      const queue = this.#queues.get(turn)
      const waiting = { submission, letters, bytes, resolve, reject }
      if (queue) queue.push(waiting)
      else this.#queues.set(turn, [waiting])
      this.#consider()
    })
  }

  /** Sends a chunk on its way if it is time: at once when nothing else is under way, else when it is worth it. */
  #consider(): void {
    if (this.#starting || this.#waitingLetters === 0 || this.#running >= this.#limits.lanes) return
    if (this.#running === 0 || this.#waitingLetters >= this.#limits.worthLetters) this.#start()
    else this.#patience ??= setTimeout(() => this.#start(), this.#limits.patienceMs)
  }

  /** After the event loop has read what else has arrived: that goes into the same chunk. */
  #start(): void {
    clearTimeout(this.#patience)
    this.#patience = undefined
    this.#starting = true
    setImmediate(() => {
      this.#starting = false
      void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running += 1
    try {
      await this.#commitChunk(this.#take())
    } finally {
      this.#running -= 1
      this.#consider()
    }
  }

  /** One from each sender in turn, until the chunk is full. The first always fits. */
  #take(): Waiting<S, A>[] {
    const chunk: Waiting<S, A>[] = []
    let letters = 0
    let bytes = 0
    while (this.#queues.size > 0) {
      const [turn, queue] = this.#queues.entries().next().value!
      const next = queue[0]!
      const full =
        letters + next.letters > this.#limits.chunkLettersMax ||
        bytes + next.bytes > this.#limits.chunkBytesMax
      if (chunk.length > 0 && full) break
      queue.shift()
      // To the end of the line, or out of it.
      this.#queues.delete(turn)
      if (queue.length > 0) this.#queues.set(turn, queue)
      letters += next.letters
      bytes += next.bytes
      chunk.push(next)
    }
    this.#waitingLetters -= letters
    this.#waitingBytes -= bytes
    return chunk
  }

  async #commitChunk(chunk: readonly Waiting<S, A>[]): Promise<void> {
    try {
      const answers = await this.#commit(chunk.map((waiting) => waiting.submission))
      chunk.forEach((waiting, i) => {
        waiting.resolve(answers[i]!)
      })
    } catch (error) {
      if (chunk.length === 1 || this.#limits.isOutage(error)) for (const { reject } of chunk) reject(error)
      // One bad submission must not take its neighbours with it: each is tried alone.
      else for (const waiting of chunk) await this.#commitChunk([waiting])
    }
  }
}

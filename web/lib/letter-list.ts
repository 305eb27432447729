/**
 * The inbox as this browser knows it: blocks of rows in the order the server gave them, one block per page asked for.
 * It outlives the pages, so that going from letter to letter asks for nothing again. It never reorders what
 * is on screen: letters that arrive meanwhile wait until the reader asks for them.
 */
import type { LettersChanged } from '#api/keeping.ts'
import type { LetterPage, LetterRow } from '#api/mailbox.ts'

export type Block = {
  /** Stays the same while the block lives, whatever is put above it. */
  key: number
  /** The cursor that was asked with; null for the newest page. */
  after: string | null
  rows: readonly LetterRow[]
}

export type ListState = {
  blocks: readonly Block[]
  /** The cursor of the next page; null when everything is here; undefined before the first answer. */
  next: string | null | undefined
  loading: boolean
  failure: unknown
  unread: number
  /** The server's time when the first page was asked for; null before. */
  asOf: string | null
  /** Letters that arrived since, newest first, not shown yet. */
  arrived: readonly LetterRow[]
}

/** `background`: nobody asked for it, a timer did. */
export type FetchPage = (after: string | null, background: boolean) => Promise<LetterPage>

/** Most blocks asked for again after a step-up; further down locked rows catch up when their letter is opened. */
const REFRESH_BLOCKS_MOST = 10

export type LetterList = ReturnType<typeof createLetterList>

export function createLetterList(fetchPage: FetchPage) {
  let state: ListState = {
    blocks: [],
    next: undefined,
    loading: false,
    failure: null,
    unread: 0,
    asOf: null,
    arrived: [],
  }
  let keys = 0
  /** Counts up when the list begins anew: a page that was asked for before is of another list. */
  let begun = 0
  const listeners = new Set<() => void>()
  const set = (change: Partial<ListState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const changeRow = (letterId: string, change: Partial<LetterRow>) =>
    set({
      blocks: state.blocks.map((block) =>
        block.rows.some((row) => row.letterId === letterId)
          ? {
              ...block,
              rows: block.rows.map((row) => (row.letterId === letterId ? { ...row, ...change } : row)),
            }
          : block,
      ),
    })

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    state: () => state,

    /** The next page, or the first; one at a time. A failure is kept in the state for the list to tell about. */
    async more(): Promise<void> {
      if (state.loading || state.next === null) return
      const after = state.next ?? null
      const mine = begun
      set({ loading: true, failure: null })
      try {
        const page = await fetchPage(after, false)
        if (mine !== begun) return
        const block = { key: keys++, after, rows: page.letters }
        const asOf = after === null ? page.asOf : state.asOf
        set({ blocks: [...state.blocks, block], next: page.next, unread: page.unread, asOf, loading: false })
      } catch (failure) {
        if (mine === begun) set({ loading: false, failure })
      }
    },

    /** Looks for letters that arrived since; they wait in `arrived`. Silent when it fails: the list on screen is still true. */
    async look(): Promise<void> {
      if (state.loading || state.next === undefined) return
      try {
        const page = await fetchPage(null, true)
        const known = new Set(state.blocks.flatMap((block) => block.rows.map((row) => row.letterId)))
        set({ arrived: page.letters.filter((row) => !known.has(row.letterId)), unread: page.unread })
      } catch {
        // The next look, or the next thing the reader does, will tell.
      }
    },

    /** Puts the arrived letters on top. With a whole page of them there may be more in between: then begin anew. */
    showArrived(): Promise<void> | undefined {
      const { arrived } = state
      if (arrived.length < 50) {
        const block = { key: keys++, after: null, rows: arrived }
        set({ blocks: [block, ...state.blocks], arrived: [] })
        return
      }
      set({ blocks: [], next: undefined, arrived: [] })
      return this.more()
    },

    /** After a step-up: rows that were locked may show their sender and title now. Blocks stay where they are. */
    async refreshLocked(): Promise<void> {
      const stale = state.blocks.filter((block) => block.rows.some((row) => row.locked))
      for (const block of stale.slice(0, REFRESH_BLOCKS_MOST)) {
        const page = await fetchPage(block.after, false)
        const fresh = new Map(page.letters.map((row) => [row.letterId, row]))
        const rows = block.rows.map((row) => fresh.get(row.letterId) ?? row)
        set({ blocks: state.blocks.map((b) => (b.key === block.key ? { ...b, rows } : b)) })
      }
    },

    setUnread(letterId: string, unread: boolean, unreadTotal: number) {
      changeRow(letterId, { unread })
      set({ unread: unreadTotal })
    },

    /** Rows that are still of this place show their marks, the others leave. */
    changed(place: string, letters: LettersChanged['letters'], unread: number) {
      const marks = new Map(letters.map((letter) => [letter.letterId, letter]))
      const stays = (row: LetterRow) =>
        place === 'starred' ? row.starred && row.place !== 'trash' : row.place === place
      const blocks = state.blocks.map((block) =>
        block.rows.some((row) => marks.has(row.letterId))
          ? {
              ...block,
              rows: block.rows.map((row) => ({ ...row, ...marks.get(row.letterId) })).filter(stays),
            }
          : block,
      )
      set({ blocks, unread })
    },

    /** Forgets everything: what is looked at next is asked for again. */
    anew() {
      begun++
      set({ blocks: [], next: undefined, arrived: [], failure: null, loading: false })
    },

    row(letterId: string): LetterRow | undefined {
      for (const block of state.blocks)
        for (const row of block.rows) if (row.letterId === letterId) return row
      return undefined
    },
  }
}

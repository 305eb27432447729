/**
 * A segment of a mailbox's index as bytes: the words of some letters in their order, each with the letters that hold it, in blocks; and
 * a head that knows the letters and the first word of each block. The same idea as an SSTable: one word is one block to read, the
 * beginning of a word a few. Beside them stands the list of words alone (word-list.ts). Nothing here is sealed; sealed-blocks.ts does that.
 */

/** Where a word stands. */
export const AT = { title: 1, sender: 2, inside: 4 } as const
/** What those two together are: known without opening the letter. */
export const OUTSIDE = AT.title | AT.sender

/** What a letter is, as far as it never changes. */
export type IndexedLetter = {
  readonly letterId: string
  /** Seconds since 1970. */
  readonly receivedAt: number
  readonly sensitive: boolean
  readonly publicSector: boolean
  /** Its place among `LEVELS`. */
  readonly minimumLevel: number
  readonly attachments: boolean
}

export type SegmentLetter = IndexedLetter & { readonly terms: ReadonlyMap<string, number> }

/** Letters in order of their ids; a word's letters are told by their place here. */
export type Head = { readonly letters: LetterTable; readonly firstTerms: readonly string[] }

export type Posting = (letterNo: number, at: number) => void

const LETTER_BYTES = 21
const BLOCK_BYTES = 16 * 1024
const VERSION = 1

/** The letters of a head, read where they are looked at. */
export class LetterTable {
  readonly count: number
  readonly #bytes: Buffer
  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.count = bytes.length / LETTER_BYTES
  }
  id(no: number): string {
    const hex = this.#bytes.toString('hex', no * LETTER_BYTES, no * LETTER_BYTES + 16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
  receivedAt(no: number): number {
    return this.#bytes.readUInt32BE(no * LETTER_BYTES + 16)
  }
  /** What decides who may see it, as one number from 0 to 15; and whether it has attachments: 16. */
  flags(no: number): number {
    return this.#bytes[no * LETTER_BYTES + 20]!
  }
  letter(no: number): IndexedLetter {
    const flags = this.flags(no)
    return {
      letterId: this.id(no),
      receivedAt: this.receivedAt(no),
      ...protectionOf(flags),
      attachments: (flags & HAS_ATTACHMENTS) !== 0,
    }
  }
  /** The place of a letter, or −1. */
  find(letterId: string): number {
    let [low, high] = [0, this.count - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const id = this.id(middle)
      if (id === letterId) return middle
      if (id < letterId) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

export const HAS_ATTACHMENTS = 16
const flagsOf = (letter: IndexedLetter): number =>
  (letter.sensitive ? 1 : 0) |
  (letter.publicSector ? 2 : 0) |
  (letter.minimumLevel << 2) |
  (letter.attachments ? HAS_ATTACHMENTS : 0)
export const protectionOf = (flags: number) => ({
  sensitive: (flags & 1) !== 0,
  publicSector: (flags & 2) !== 0,
  minimumLevel: (flags >> 2) & 3,
})

/** Words → where they stand in the letters, by the letters' places in order: what becomes a segment. */
export type Postings = Map<string, number[]>

/** `letters` in order of their ids. */
export function postingsOf(letters: readonly SegmentLetter[]): Postings {
  const postings: Postings = new Map()
  letters.forEach((letter, no) => {
    for (const [term, at] of letter.terms) {
      const known = postings.get(term)
      if (known) known.push(no, at)
      else postings.set(term, [no, at])
    }
  })
  return postings
}

/** @param letters in order of their ids; `postings` name them by their place */
export function writeSegment(
  letters: readonly IndexedLetter[],
  postings: Postings,
): { head: Buffer; blocks: Buffer[] } {
  const table = Buffer.alloc(letters.length * LETTER_BYTES)
  letters.forEach((letter, no) => {
    table.write(letter.letterId.replaceAll('-', ''), no * LETTER_BYTES, 'hex')
    table.writeUInt32BE(letter.receivedAt, no * LETTER_BYTES + 16)
    table[no * LETTER_BYTES + 20] = flagsOf(letter)
  })
  const blocks: Buffer[] = []
  const firstTerms: string[] = []
  let block = new Writer()
  let before = ''
  for (const term of [...postings.keys()].sort()) {
    if (block.length >= BLOCK_BYTES) {
      blocks.push(block.taken())
      block = new Writer()
    }
    if (block.length === 0) {
      firstTerms.push(term)
      before = ''
    }
    writeEntry(block, before, term, postings.get(term)!)
    before = term
  }
  if (block.length > 0) blocks.push(block.taken())
  const head = new Writer()
  head.byte(VERSION)
  head.number(letters.length)
  head.bytes(table)
  head.number(firstTerms.length)
  for (const term of firstTerms) head.text(term)
  return { head: head.taken(), blocks }
}

function writeEntry(block: Writer, before: string, term: string, postings: readonly number[]): void {
  let shared = 0
  while (shared < before.length && shared < term.length && before[shared] === term[shared]) shared++
  // Half of a surrogate pair cannot be written.
  if (shared > 0 && /[\ud800-\udbff]/.test(term[shared - 1]!)) shared--
  block.number(shared)
  block.text(term.slice(shared))
  const list = new Writer()
  let last = 0
  for (let i = 0; i < postings.length; i += 2) {
    list.number(((postings[i]! - last) << 3) | postings[i + 1]!)
    last = postings[i]!
  }
  block.number(list.length)
  block.bytes(list.taken())
}

export function readHead(bytes: Buffer): Head {
  const reader = new Reader(bytes)
  if (reader.byte() !== VERSION) throw new Error('search: a segment of an unknown version')
  const letters = new LetterTable(reader.bytes(reader.number() * LETTER_BYTES))
  const firstTerms = Array.from({ length: reader.number() }, () => reader.text())
  return { letters, firstTerms }
}

/** The blocks that may hold this word, or words that begin so: from, to (excluded). */
export function blocksFor({ firstTerms }: Head, term: string, unfinished: boolean): [number, number] {
  const before = lastAtMost(firstTerms, term)
  if (!unfinished) return before < 0 ? [0, 0] : [before, before + 1]
  let to = Math.max(before, 0)
  while (to < firstTerms.length && (firstTerms[to]! <= term || firstTerms[to]!.startsWith(term))) to++
  return [Math.max(before, 0), to]
}

function lastAtMost(terms: readonly string[], term: string): number {
  let [low, high] = [0, terms.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (terms[middle]! <= term) low = middle + 1
    else high = middle - 1
  }
  return high
}

/** How a word of a block is one that is looked for: it is it or begins so, or it is a longer one with it inside. */
export const AS = { itself: 0, within: 1 } as const

type Sought = {
  /** Words as they are kept, each as what. */
  readonly terms: ReadonlyMap<string, number>
  /** Everything that begins so is looked for. */
  readonly beginning: string | undefined
  /** The last of these words, in their order. */
  readonly last: string
}

export function soughtOf(terms: ReadonlyMap<string, number>, beginning: string | undefined): Sought {
  let last = beginning ?? ''
  for (const term of terms.keys()) if (term > last) last = term
  return { terms, beginning, last }
}

/** Tells `found` of each letter in this block with one of these words. */
export function searchBlock(
  bytes: Buffer,
  { terms, beginning, last }: Sought,
  found: (letterNo: number, at: number, as: number) => void,
): void {
  const reader = new Reader(bytes)
  let word = ''
  while (reader.more()) {
    word = word.slice(0, reader.number()) + reader.text()
    const length = reader.number()
    const begins = beginning !== undefined && word.startsWith(beginning)
    const as = begins ? AS.itself : terms.get(word)
    if (as !== undefined) readPostings(reader, length, (letterNo, at) => found(letterNo, at, as))
    else if (word > last) return
    else reader.skip(length)
  }
}

/** Every word of a block. */
export function readBlock(bytes: Buffer, each: (term: string, letterNo: number, at: number) => void): void {
  const reader = new Reader(bytes)
  let word = ''
  while (reader.more()) {
    word = word.slice(0, reader.number()) + reader.text()
    const term = word
    readPostings(reader, reader.number(), (letterNo, at) => each(term, letterNo, at))
  }
}

function readPostings(reader: Reader, length: number, found: Posting): void {
  const end = reader.at + length
  let letterNo = 0
  while (reader.at < end) {
    const value = reader.number()
    letterNo += value >> 3
    found(letterNo, value & 7)
  }
}

class Writer {
  #buffer = Buffer.allocUnsafe(256)
  length = 0
  #room(more: number): void {
    if (this.length + more <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + more))
    this.#buffer.copy(larger, 0, 0, this.length)
    this.#buffer = larger
  }
  byte(value: number): void {
    this.#room(1)
    this.#buffer[this.length++] = value
  }
  /** LEB128, below 2^31. */
  number(value: number): void {
    let rest = value
    this.#room(5)
    while (rest > 127) {
      this.#buffer[this.length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#buffer[this.length++] = rest
  }
  bytes(bytes: Buffer): void {
    this.#room(bytes.length)
    bytes.copy(this.#buffer, this.length)
    this.length += bytes.length
  }
  text(text: string): void {
    const bytes = Buffer.from(text, 'utf8')
    this.number(bytes.length)
    this.bytes(bytes)
  }
  taken(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }
}

class Reader {
  at = 0
  readonly #bytes: Buffer
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  more(): boolean {
    return this.at < this.#bytes.length
  }
  byte(): number {
    return this.#bytes[this.at++]!
  }
  number(): number {
    let value = 0
    let shift = 0
    for (;;) {
      const byte = this.#bytes[this.at++]!
      value |= (byte & 127) << shift
      if (byte < 128) return value
      shift += 7
    }
  }
  bytes(length: number): Buffer {
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }
  skip(length: number): void {
    this.at += length
  }
  text(): string {
    return this.bytes(this.number()).toString('utf8')
  }
}

/** Ports for letters on paper: one makes the page, the other puts it into an envelope. */

/** Typesets a document to PDF. `source` is Typst markup of ours; `inputs` are data, read there as texts and never as markup. */
export type Typesetter = {
  typeset(document: {
    source: string
    inputs: Readonly<Record<string, string>>
    /** Stands in the file, so that the same letter typeset twice is the same file. */
    madeAt: Date
  }): Promise<Uint8Array>
}

export type PrintLetter = {
  /** The idempotency key: handing the same letter over twice prints it once. */
  letterId: string
  /** Ready to print, the address in the window; A4, fonts embedded. */
  pdf: Uint8Array
  to: PostalPlace
  priority: 'priority' | 'economy'
}

export type PostalPlace = {
  name: string
  /** Everything between the name and the postcode. */
  lines: readonly string[]
  postcode: string
  city: string
  country: 'dk' | 'no'
}

export type PrintStatus = 'accepted' | 'printed' | 'posted' | 'returned' | 'refused'

/** Prints a letter and posts it. Rejects with `PrintRefused` when it never will, with anything else when it is worth another try. */
export type PrintHouse = {
  handOver(letter: PrintLetter): Promise<{ job: string }>
  status(job: string): Promise<PrintStatus>
}

/** The print house refused this letter for good; trying again changes nothing. */
export class PrintRefused extends Error {
  override readonly name = 'PrintRefused'
}

/**
 * The words inside Office files: a ZIP of XML, both ECMA-376 (docx, xlsx, pptx) and OpenDocument (odt, ods, odp). Only parts with text are
 * unpacked, as streams, up to a bound on all of them together; XML is read tag by tag, and entities of the file's own are never made (no
 * "billion laughs"). Runs in the text reader's process, under its bounds of time and memory.
 */
import { Parser } from 'htmlparser2'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'

/** UTF-16 units, and XML bytes unpacked: what comes after is not read. Real files of 25 MB stay below; a bomb ends here. */
type OfficeBounds = { readonly textMax: number; readonly unpackedMax: number }

/** Entries of an archive that are looked at. */
const ENTRIES_MAX = 20_000
/** Elements within elements: programs write some dozens. The parser takes ever longer the deeper it is. */
const DEPTH_MAX = 1000

type Format = {
  /** Entries with text, best first. */
  readonly parts: readonly RegExp[]
  /** Elements whose text is read. */
  readonly words: ReadonlySet<string>
  /** Elements of which nothing is read, whatever is in them. */
  readonly unseen: ReadonlySet<string>
  /** Elements that end a line, a cell or a word. */
  readonly ends: ReadonlySet<string>
  /** An attribute with words in it. */
  readonly named?: readonly [element: string, attribute: string]
}

const setOf = (names: string) => new Set(names.split(' '))
const OPEN_DOCUMENT: Format = {
  parts: [/^content\.xml$/, /^styles\.xml$/],
  words: setOf('text:p text:h'),
  unseen: setOf('text:tracked-changes office:annotation office:scripts text:ruby-text'),
  ends: setOf('text:p text:h text:s text:tab text:line-break'),
}
const FORMATS: Readonly<Record<string, Format>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    parts: [
      /^word\/document\.xml$/,
      /^word\/(?:header|footer)\d*\.xml$/,
      /^word\/(?:footnotes|endnotes)\.xml$/,
    ],
    words: setOf('w:t'),
    // What a newer program draws another way stands there a second time.
    unseen: setOf('mc:fallback'),
    ends: setOf('w:p w:tab w:br w:cr w:tc'),
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    parts: [/^xl\/workbook\.xml$/, /^xl\/sharedstrings\.xml$/i, /^xl\/worksheets\/[^/]+\.xml$/],
    words: setOf('t v'),
    unseen: setOf('rph'),
    ends: setOf('si c is'),
    named: ['sheet', 'name'],
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    parts: [/^ppt\/slides\/slide\d+\.xml$/, /^ppt\/notesslides\/[^/]+\.xml$/i],
    words: setOf('a:t'),
    unseen: setOf('mc:fallback'),
    ends: setOf('a:p a:br a:tc'),
  },
  'application/vnd.oasis.opendocument.text': OPEN_DOCUMENT,
  'application/vnd.oasis.opendocument.spreadsheet': OPEN_DOCUMENT,
  'application/vnd.oasis.opendocument.presentation': OPEN_DOCUMENT,
}

export const OFFICE_TYPES: readonly string[] = Object.keys(FORMATS)

/** @throws when it is no such file, or damaged before its first words */
export async function textOfOffice(
  bytes: Uint8Array,
  mediaType: string,
  bounds: OfficeBounds,
): Promise<string> {
  const format = FORMATS[mediaType]!
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
    autoClose: false,
  })
  const entries = await partsOf(zip, format)
  if (entries.length === 0) throw new Error('office: no part with text')
  let text = ''
  let unpacked = 0
  for (const entry of entries) {
    const reader = readerOf(format, (part) => {
      text += part
    })
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      unpacked += (piece as Buffer).length
      reader.write(piece as Buffer)
      if (unpacked > bounds.unpackedMax || text.length > bounds.textMax) return text
    }
    reader.end()
    text += '\n'
  }
  return text
}

async function partsOf(zip: ZipFile, { parts }: Format): Promise<Entry[]> {
  const found: { entry: Entry; place: number }[] = []
  let looked = 0
  for await (const entry of zip.eachEntry()) {
    if (++looked > ENTRIES_MAX) break
    const place = parts.findIndex((part) => part.test(entry.fileName))
    if (place >= 0) found.push({ entry, place })
  }
  const number = ({ entry }: { entry: Entry }) => Number(/(\d+)\.xml$/.exec(entry.fileName)?.[1] ?? 0)
  return found.sort((a, b) => a.place - b.place || number(a) - number(b)).map(({ entry }) => entry)
}

function readerOf(format: Format, said: (text: string) => void) {
  const decoder = new TextDecoder()
  let inWords = 0
  let unseen = 0
  let depth = 0
  /** A cell of a sheet that holds the number of a shared string, not a word. */
  let isPlace = false
  const parser = new Parser(
    {
      onopentag(raw, attributes) {
        if (++depth > DEPTH_MAX) throw new Error('office: too deep')
        const name = raw.toLowerCase()
        if (format.unseen.has(name)) unseen++
        if (name === 'c') isPlace = attributes.t === 's'
        if (format.words.has(name) && !(name === 'v' && isPlace)) inWords++
        if (format.named?.[0] === name) said(`${attributes[format.named[1]] ?? ''}\n`)
      },
      ontext(part) {
        if (inWords > 0 && unseen === 0) said(part)
      },
      onclosetag(raw) {
        depth--
        const name = raw.toLowerCase()
        if (format.unseen.has(name)) unseen--
        if (format.words.has(name) && !(name === 'v' && isPlace)) inWords--
        if (format.ends.has(name)) said('\n')
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  return {
    write: (piece: Buffer) => parser.write(decoder.decode(piece, { stream: true })),
    end: () => parser.end(decoder.decode()),
  }
}

/**
 * The words inside PDF, HTML, Office files and plain text, read in a process of its own: documents come from outside, and what takes them apart is
 * large. The process has no file rights beyond its own programs, is stopped when a document takes too long or too much memory, and ends when there is
 * nothing to read for a while. One document at a time.
 */
import { fileURLToPath } from 'node:url'
import type { TextReader } from '#ground/ports.ts'
import { OFFICE_TYPES } from './office-text.ts'
import { openWorkProcess, WorkLost } from './work-process.ts'

export type TextReaderOptions = {
  /** How long an idle process stays. Default 20 seconds. */
  idleMs?: number
  /** Processor time one document may take. Default 10 seconds. */
  documentMs?: number
  /** Resident memory of the process, MB. Default 400. */
  memoryMb?: number
}

export type TextPiece = { bytes: Uint8Array; mediaType: string }
export type TextAnswer = { text: string } | { fault: true }

const PROCESS = fileURLToPath(new URL('text-reader-process.ts', import.meta.url))
/** What the process may read: its own program, and the packages it is made of. */
const MAY_READ = [
  PROCESS,
  fileURLToPath(new URL('office-text.ts', import.meta.url)),
  fileURLToPath(new URL('../../package.json', import.meta.url)),
  ...[
    '',
    ...['htmlparser2', 'yauzl', 'pdfjs-dist/legacy/build/pdf.mjs'].map((name) => import.meta.resolve(name)),
  ].map(packagesOf),
]
/** JavaScript heap, MB; buffers are outside it and are watched from here. */
const HEAP_MB = 192
const TAKEN = new Set(['application/pdf', 'text/html', 'text/plain', ...OFFICE_TYPES])
/** Larger ones hold pictures, not words; they are not taken apart. */
const DOCUMENT_BYTES_MAX = 25 * 1024 * 1024

export function openTextReader(options: TextReaderOptions = {}): TextReader & { close(): void } {
  const { idleMs = 20_000, documentMs = 10_000, memoryMb = 400 } = options
  const reader = openWorkProcess<TextPiece, TextAnswer>({
    program: PROCESS,
    // It may read programs and nothing else: no writing, no other process, no native code.
    execArgv: [
      `--max-old-space-size=${HEAP_MB}`,
      '--permission',
      ...[...new Set(MAY_READ)].map((path) => `--allow-fs-read=${path}`),
    ],
    idleMs,
    processorMs: documentMs,
    memoryMb,
  })
  return {
    async read({ bytes, mediaType }) {
      const kind = mediaType.split(';')[0]!.trim().toLowerCase()
      if (!TAKEN.has(kind)) return { kind: 'unreadable' }
      if (bytes.length > DOCUMENT_BYTES_MAX) return { kind: 'too-large' }
      try {
        const answer = await reader.do({ bytes, mediaType: kind })
        return 'fault' in answer ? { kind: 'unreadable' } : { kind: 'read', text: answer.text }
      } catch (error) {
        // A document that ends the process (no memory left, say) would end it again.
        if (error instanceof WorkLost && error.why !== 'not-started') return { kind: 'unreadable' }
        throw error
      }
    },
    close: reader.close,
  }
}

/** The folder of packages a program lies in; without one, that of this project. */
function packagesOf(url: string): string {
  const here = url === '' ? new URL('../../node_modules/', import.meta.url).href : url
  return `${fileURLToPath(here.slice(0, here.lastIndexOf('/node_modules/') + '/node_modules/'.length))}*`
}

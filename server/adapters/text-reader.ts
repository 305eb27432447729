/**
 * The words inside PDF, HTML, Office files and plain text, read in a process of its own: documents come from outside, and what takes them apart is
 * large. The process has no file rights beyond its own programs, is stopped when a document takes too long or too much memory, and ends when there is
 * nothing to read for a while. One document at a time.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { TextRead, TextReader } from '#ground/ports.ts'
import { OFFICE_TYPES } from './office-text.ts'

export type TextReaderOptions = {
  /** How long an idle process stays. Default 20 seconds. */
  idleMs?: number
  /** How long one document may take. Default 10 seconds. */
  documentMs?: number
  /** Resident memory of the process, MB. Default 400. */
  memoryMb?: number
}

export type TextAsk = { id: number; bytes: Uint8Array; mediaType: string }
export type TextAnswer = { id: number; text: string } | { id: number; fault: true }

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
const LOOK_EVERY_MS = 100
const TAKEN = new Set(['application/pdf', 'text/html', 'text/plain', ...OFFICE_TYPES])
/** Larger ones hold pictures, not words; they are not taken apart. */
const DOCUMENT_BYTES_MAX = 25 * 1024 * 1024

export function openTextReader(options: TextReaderOptions = {}): TextReader & { close(): void } {
  const { idleMs = 20_000, documentMs = 10_000, memoryMb = 400 } = options
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let count = 0

  const end = () => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = undefined
  }
  const start = (): ChildProcess => {
    const made = fork(PROCESS, [], {
      serialization: 'advanced',
      // It may read programs and nothing else: no writing, no other process, no native code.
      execArgv: [
        `--max-old-space-size=${HEAP_MB}`,
        '--permission',
        ...[...new Set(MAY_READ)].map((path) => `--allow-fs-read=${path}`),
      ],
      env: { PATH: process.env.PATH ?? '', MALLOC_ARENA_MAX: '2' },
      // Its complaints could quote what it was reading.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    made.on('exit', () => {
      if (child === made) child = undefined
    })
    made.unref()
    made.channel?.unref()
    return made
  }

  async function one(ask: Omit<TextAsk, 'id'>): Promise<TextRead> {
    clearTimeout(idle)
    child ??= start()
    const reader = child
    const id = ++count
    try {
      return await new Promise<TextRead>((resolve, reject) => {
        const timer = setTimeout(() => settle({ kind: 'unreadable' }, true), documentMs)
        const look = setInterval(async () => {
          if ((await residentMb(reader.pid)) > memoryMb) settle({ kind: 'unreadable' }, true)
        }, LOOK_EVERY_MS)
        const settle = (read: TextRead | Error, stop = false) => {
          clearTimeout(timer)
          clearInterval(look)
          reader.off('message', answered).off('exit', ended).off('error', broken)
          if (stop) end()
          if (read instanceof Error) reject(read)
          else resolve(read)
        }
        const answered = (answer: TextAnswer) => {
          if (answer.id === id)
            settle('fault' in answer ? { kind: 'unreadable' } : { kind: 'read', text: answer.text })
        }
        // A document that ends the process (no memory left, say) would end it again.
        const ended = () => settle({ kind: 'unreadable' })
        const broken = () => settle(new Error('the reader of texts did not start'), true)
        reader.on('message', answered).on('exit', ended).on('error', broken)
        reader.send({ id, ...ask } satisfies TextAsk, (error) => error && broken())
      })
    } finally {
      idle = setTimeout(end, idleMs)
      idle.unref()
    }
  }

  return {
    read({ bytes, mediaType }) {
      const kind = mediaType.split(';')[0]!.trim().toLowerCase()
      if (!TAKEN.has(kind)) return Promise.resolve({ kind: 'unreadable' })
      if (bytes.length > DOCUMENT_BYTES_MAX) return Promise.resolve({ kind: 'too-large' })
      const turn = last.then(() => one({ bytes, mediaType: kind }))
      last = turn.catch(() => undefined)
      return turn
    },
    close: end,
  }
}

/** The folder of packages a program lies in; without one, that of this project. */
function packagesOf(url: string): string {
  const here = url === '' ? new URL('../../node_modules/', import.meta.url).href : url
  return `${fileURLToPath(here.slice(0, here.lastIndexOf('/node_modules/') + '/node_modules/'.length))}*`
}

async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

/** The local key vault in a thread of its own, for the process that sends files: wrapping a hundred thousand content keys takes a
 * third of that process's time, and the mailbox keys are where no other code of the process can reach them (O-05). What crosses
 * over is packed: an array of small objects would cost more to copy than to wrap. */
import { Worker } from 'node:worker_threads'
import { ConfigError } from '#ground/config.ts'
import { type KeyFailure, type KeyVault, KeyVaultError } from '#ground/key-vault.ts'
import type { LocalKeyVaultOptions } from './key-vault-local.ts'

export type ThreadOptions = Omit<LocalKeyVaultOptions, 'now'>

/** Ids are 36 characters each, one after the other; `bytes` are 32 (a key) or 61 (a wrapped one) each. */
export type Packed = { mailboxIds: string; documentIds: string; bytes: Uint8Array }
export type Question =
  | { no: number; verb: 'wrap' | 'unwrap'; packed: Packed }
  | { no: number; verb: 'create' | 'erase'; mailboxIds: readonly string[] }
export type Answer =
  | { no: number; bytes?: Uint8Array }
  | { no: number; failures: readonly [KeyFailure, ...KeyFailure[]] }
  | { no: number; wrong: string }

export const ID_CHARACTERS = 36
export const KEY_BYTES = 32
export const WRAPPED_BYTES = 61

/** Room for the keys kept at hand and for a few chunks on their way. */
const HEAP = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 6 }

type Waiting = { resolve: (bytes: Uint8Array | undefined) => void; reject: (error: Error) => void }

/** If the thread ends by itself, so does the process: a post office without its keys has nothing to do. */
export function openThreadKeyVault(options: ThreadOptions): KeyVault & { close(): Promise<void> } {
  const thread = new Worker(new URL('key-vault-thread-main.ts', import.meta.url), {
    workerData: options,
    execArgv: [],
    resourceLimits: HEAP,
    name: 'key-vault',
  })
  const waiting = new Map<number, Waiting>()
  let lastNo = 0
  let closed = false
  let answered = false
  thread.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.no)!
    waiting.delete(answer.no)
    answered = true
    if ('failures' in answer) reject(new KeyVaultError(answer.failures))
    else if ('wrong' in answer) reject(new TypeError(answer.wrong))
    else resolve(answer.bytes)
    if (waiting.size === 0) thread.unref()
  })
  let cause: unknown
  thread.on('error', (error) => {
    cause = error
  })
  thread.on('exit', () => {
    if (closed) return
    // At its very start: the file or the master key is not right, which whoever asked first says in words.
    if (answered || !isConfigFault(cause)) throw new Error('key vault: its thread has ended', { cause })
    closed = true
    for (const { reject } of waiting.values()) reject(new ConfigError(cause.message))
  })
  thread.unref()

  const ask = (question: Question, transfer: ArrayBuffer[] = []): Promise<Uint8Array | undefined> => {
    if (closed) return Promise.reject(new Error('key vault: closed'))
    thread.ref()
    return new Promise((resolve, reject) => {
      waiting.set(question.no, { resolve, reject })
      thread.postMessage(question, transfer)
    })
  }
  const askPacked = async (verb: 'wrap' | 'unwrap', packed: Packed, each: number): Promise<Uint8Array[]> => {
    const bytes = (await ask({ no: ++lastNo, verb, packed }, [packed.bytes.buffer as ArrayBuffer]))!
    return Array.from({ length: bytes.length / each }, (_, i) => bytes.subarray(i * each, (i + 1) * each))
  }

  return {
    create: async (mailboxIds) => void (await ask({ no: ++lastNo, verb: 'create', mailboxIds })),
    erase: async (mailboxIds) => void (await ask({ no: ++lastNo, verb: 'erase', mailboxIds })),
    wrap: async (items) =>
      askPacked(
        'wrap',
        pack(items, KEY_BYTES, (item) => item.key),
        WRAPPED_BYTES,
      ),
    unwrap: async (items) =>
      askPacked(
        'unwrap',
        pack(items, WRAPPED_BYTES, (item) => item.wrapped),
        KEY_BYTES,
      ),
    async close() {
      closed = true
      await thread.terminate()
    },
  }
}

/** What comes out of a thread has the name of its class, and the class no more. */
const isConfigFault = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ConfigError'

function pack<Item extends { mailboxId: string; documentId: string }>(
  items: readonly Item[],
  each: number,
  bytesOf: (item: Item) => Uint8Array,
): Packed {
  const bytes = new Uint8Array(items.length * each)
  let mailboxIds = ''
  let documentIds = ''
  items.forEach((item, i) => {
    const own = bytesOf(item)
    if (item.mailboxId.length !== ID_CHARACTERS || item.documentId.length !== ID_CHARACTERS)
      throw new TypeError('key vault: ids are lower-case UUIDs; this one is not')
    if (own.length !== each) throw new TypeError(`key vault: ${own.length} bytes where ${each} are right`)
    mailboxIds += item.mailboxId
    documentIds += item.documentId
    bytes.set(own, i * each)
  })
  return { mailboxIds, documentIds, bytes }
}

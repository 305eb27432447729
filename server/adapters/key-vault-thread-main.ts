/** What runs in the vault's thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { KeyVaultError } from '#ground/key-vault.ts'
import { openLocalKeyVault } from './key-vault-local.ts'
import {
  type Answer,
  ID_CHARACTERS,
  KEY_BYTES,
  type Packed,
  type Question,
  WRAPPED_BYTES,
} from './key-vault-thread.ts'

/** A file names each recipient once: a key kept for long is only work for the collector. */
const CACHED_KEYS_MAX = 1000

const vault = openLocalKeyVault({ cachedKeysMax: CACHED_KEYS_MAX, ...workerData })
const port = parentPort!

port.on('message', async (question: Question) => {
  const { no } = question
  try {
    const bytes = await answer(question)
    port.postMessage(
      { no, ...(bytes ? { bytes } : {}) } satisfies Answer,
      bytes ? [bytes.buffer as ArrayBuffer] : [],
    )
  } catch (error) {
    // Anything else is a broken vault: the thread ends with it, and the process after it.
    if (error instanceof KeyVaultError) {
      const [first, ...others] = error.failures
      port.postMessage({ no, failures: [first!, ...others] } satisfies Answer)
    } else if (error instanceof TypeError) port.postMessage({ no, wrong: error.message } satisfies Answer)
    else throw error
  }
})

async function answer(question: Question): Promise<Uint8Array | undefined> {
  switch (question.verb) {
    case 'create':
      await vault.create(question.mailboxIds)
      return undefined
    case 'erase':
      await vault.erase(question.mailboxIds)
      return undefined
    case 'wrap':
      return join(await vault.wrap(itemsOf(question.packed, KEY_BYTES, (key) => ({ key }))), WRAPPED_BYTES)
    case 'unwrap':
      return join(
        await vault.unwrap(itemsOf(question.packed, WRAPPED_BYTES, (wrapped) => ({ wrapped }))),
        KEY_BYTES,
      )
  }
}

function itemsOf<Own>(
  { mailboxIds, documentIds, bytes }: Packed,
  each: number,
  own: (bytes: Uint8Array) => Own,
): ({ mailboxId: string; documentId: string } & Own)[] {
  return Array.from({ length: bytes.length / each }, (_, i) => {
    const [from, to] = [i * ID_CHARACTERS, (i + 1) * ID_CHARACTERS]
    const ids = { mailboxId: mailboxIds.slice(from, to), documentId: documentIds.slice(from, to) }
    return { ...ids, ...own(bytes.subarray(i * each, (i + 1) * each)) }
  })
}

function join(parts: readonly Uint8Array[], each: number): Uint8Array {
  const bytes = new Uint8Array(parts.length * each)
  parts.forEach((part, i) => {
    bytes.set(part, i * each)
  })
  return bytes
}

/**
 * B-01: pages as they were answered, for readers who come back while nothing is new. Whether it is, the database is asked each time
 * (`list-state.ts`); this only spares opening every subject again. Each page is sealed (AES-256-GCM) under what only its reader's browser
 * brings along, so that between two requests nobody can read it: not who looks into this process's memory, and its reader no more either once
 * the session has ended or its level is another.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { Clock } from '#ground/clock.ts'
import { randomOf } from '#ground/random.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Of all pages of a process. */
const BYTES_MAX = 8 * 1024 * 1024
/** As long as a session may be idle (D-01). */
const KEPT_MS = 15 * 60 * 1000

export type PageLock = { readonly name: string; readonly key: Buffer }
type Kept = { readonly tag: string; readonly nonce: Buffer; readonly sealed: Buffer; until: number }

/** `secret`: 64 bytes, of which one half locks and of the other a part names whose it is. `page`: which of theirs. */
export const pageLock = (secret: Buffer, page: string): PageLock => ({
  name: secret.toString('latin1', KEY_BYTES, KEY_BYTES + 16) + page,
  key: secret.subarray(0, KEY_BYTES),
})

export class KeptPages {
  readonly #clock: Clock
  /** The one used longest ago comes first. */
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  has({ name }: PageLock): boolean {
    return this.#kept.has(name)
  }

  keep({ name, key }: PageLock, tag: string, page: Buffer): void {
    const now = this.#clock().getTime()
    const nonce = randomOf(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, createSecretKey(key), nonce)
    const sealed = Buffer.concat([cipher.update(page), cipher.final(), cipher.getAuthTag()])
    this.#drop(name)
    this.#kept.set(name, { tag, nonce, sealed, until: now + KEPT_MS })
    this.#bytes += sealed.length
    for (const [oldest, { until }] of this.#kept) {
      if (this.#bytes <= BYTES_MAX && until > now) break
      this.#drop(oldest)
    }
  }

  /** The page, if it is the one with this tag. */
  open({ name, key }: PageLock, tag: string): Buffer | undefined {
    const kept = this.#kept.get(name)
    const now = this.#clock().getTime()
    if (kept?.tag !== tag || kept.until <= now) return undefined
    kept.until = now + KEPT_MS
    this.#kept.delete(name)
    this.#kept.set(name, kept)
    const end = kept.sealed.length - TAG_BYTES
    const decipher = createDecipheriv(CIPHER, createSecretKey(key), kept.nonce)
    decipher.setAuthTag(kept.sealed.subarray(end))
    const page = decipher.update(kept.sealed.subarray(0, end))
    // GCM holds nothing back: this only checks that nothing was changed.
    decipher.final()
    return page
  }

  #drop(name: string): void {
    this.#bytes -= this.#kept.get(name)?.sealed.length ?? 0
    this.#kept.delete(name)
  }
}

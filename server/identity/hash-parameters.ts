/** Argon2id, version 1.3 of the algorithm; `memoryCost` in KiB. OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
export const HASH_PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

/** Priority (nice) of the thread that checks what the pool's lane does not get to: a tenth of what others get where they want all, so that nobody
 * waits for it and it still comes to its end. */
export const STANDS_BACK = 10

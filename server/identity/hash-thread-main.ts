/** What runs in the thread. Nothing but the hash itself is loaded here: all that is costs memory twice. */
import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { hashSync, verifySync } from '@node-rs/argon2'
import { HASH_PARAMETERS, STANDS_BACK } from './hash-parameters.ts'
import type { HashWork } from './hash-thread.ts'

// Of this thread alone: on Linux that is what 0 means, and whoever stands behind already stays there.
setPriority(0, Math.max(getPriority(0), STANDS_BACK))

const port = parentPort!
port.on('message', ({ password, stored }: HashWork) =>
  port.postMessage(stored === null ? hashSync(password, HASH_PARAMETERS) : verifySync(stored, password)),
)

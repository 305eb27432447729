/** Raw baseline of sign-ins, in a process of its own: the password check alone, with as many under way at once. */
import { hash, verify } from '@node-rs/argon2'
import { HASH_PARAMETERS } from '#identity/hash-parameters.ts'
import { scriptInput } from './processes.ts'

export type Argon2Order = { password: string; atOnce: number; seconds: number }
export type Argon2Result = { checks: number; perSecond: number }

if (import.meta.main) process.stdout.write(JSON.stringify(await check(await scriptInput<Argon2Order>())))

async function check({ password, atOnce, seconds }: Argon2Order): Promise<Argon2Result> {
  const stored = await hash(password, HASH_PARAMETERS)
  let checks = 0
  const began = performance.now()
  const end = began + seconds * 1000
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) {
        if (!(await verify(stored, password))) throw new Error('a right password was refused')
        checks += 1
      }
    }),
  )
  return { checks, perSecond: (checks * 1000) / (performance.now() - began) }
}

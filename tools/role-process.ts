/** How a role of the program is started so that all of them fit on a small machine: V8 is told how little it may hoard, glibc
 * keeps few arenas, and stripped types are kept between starts. By hand: docs/operations.md. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type Role = 'http' | 'letters' | 'files'

/** Megabytes of the heap's old and young part. Documents on their way are not in it. */
const HEAP_MB = {
  http: { old: 128, young: 8 },
  letters: { old: 64, young: 2 },
  files: { old: 128, young: 4 },
} as const satisfies Record<Role, { old: number; young: number }>

/** The collector's threads would take the second core from the database, and with little room it marks the whole heap several
 * times a second: one thread, and it begins when the heap has doubled. */
const COLLECTOR = ['--v8-pool-size=1', '--no-parallel-scavenge', '--heap-growing-percent=100']

/** Arguments of `node`; several roles in one process get what the largest of them needs, together. */
export function roleArguments(...roles: readonly Role[]): string[] {
  const sum = (part: 'old' | 'young') => roles.reduce((mb, role) => mb + HEAP_MB[role][part], 0)
  return [
    ...COLLECTOR,
    `--max-old-space-size=${sum('old')}`,
    `--max-semi-space-size=${sum('young')}`,
    join(ROOT, 'server/main.ts'),
    ...roles,
  ]
}

export const ROLE_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  NODE_COMPILE_CACHE: join(ROOT, '.cache', 'compile'),
}

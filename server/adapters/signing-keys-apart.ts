/** Two places for signing keys as one: the root's own, which is taken away after a ceremony, and that of all others. */
import type { SigningKeys } from '#ground/signing-keys.ts'

const IS_ROOT = /^root-\d+$/

/** A name belongs to one place for good: a root is never looked for, made or signed with anywhere but in its own. */
export function keysApart({ root, others }: { root: SigningKeys; others: SigningKeys }): SigningKeys {
  const placeOf = (name: string) => (IS_ROOT.test(name) ? root : others)
  return {
    place: `root in ${root.place}; all others in ${others.place}`,
    find: (name) => placeOf(name).find(name),
    create: (name, kind) => placeOf(name).create(name, kind),
    sign: (name, bytes) => placeOf(name).sign(name, bytes),
    close() {
      root.close()
      others.close()
    },
  }
}

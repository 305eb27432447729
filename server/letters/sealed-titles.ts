/** Titles and file names are sealed with their document's content key. A page of them is one call to the key vault. */
import { openTitle, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { refuse } from '#ground/refuse.ts'

export type SealedTitle = {
  readonly documentId: string
  readonly wrappedKey: Uint8Array
  readonly title: Uint8Array
}

/**
 * The titles in their order; null for one that does not pass its integrity check: a damaged letter must not take the
 * whole inbox with it. Never called inside a transaction, the vault may be far away.
 * @throws Refusal `content-erased` when the mailbox's key is gone for good
 */
export async function openTitles(
  house: House,
  mailboxId: string,
  sealed: readonly SealedTitle[],
): Promise<(string | null)[]> {
  const keys = await unwrapSome(house, mailboxId, sealed)
  return sealed.map(({ documentId, title }, i) => {
    const key = keys[i]
    if (!key) return null
    try {
      return openTitle(key, documentId, title)
    } catch (error) {
      if (!(error instanceof TamperedError)) throw error
      tellDamage(house, documentId)
      return null
    }
  })
}

async function unwrapSome(
  house: House,
  mailboxId: string,
  sealed: readonly SealedTitle[],
): Promise<(Uint8Array | undefined)[]> {
  const items = sealed.map(({ documentId, wrappedKey }) => ({ mailboxId, documentId, wrapped: wrappedKey }))
  if (items.length === 0) return []
  try {
    return await house.vault.unwrap(items)
  } catch (error) {
    if (!(error instanceof KeyVaultError)) throw error
    if (error.kind === 'erased') throw refuse('content-erased')
    // The vault does all or none and names what it cannot: ask again without those.
    const broken = new Set(error.failures.map((failure) => failure.index))
    for (const index of broken) tellDamage(house, items[index]!.documentId)
    const whole = await house.vault.unwrap(items.filter((_, i) => !broken.has(i)))
    let next = 0
    return items.map((_, i) => (broken.has(i) ? undefined : whole[next++]))
  }
}

export function tellDamage(house: House, documentId: string): void {
  house.log.error({ event: 'content-damaged', documentId })
}

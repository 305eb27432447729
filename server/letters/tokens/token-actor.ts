/** Who asks by a token: its maker, in their own mailbox, at the level every token has (I-13). */

import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { TOKENS, type TokenScope } from '#rules/personal-tokens.ts'
import { readToken } from './token-text.ts'
import { findToken, noteUse } from './tokens.store.ts'

export type TokenActor = Actor & { readonly tokenId: string }

const USE_NOTED_MS = 60_000

/** Undefined when there is no such living token with this scope: nothing tells apart why. */
export async function actorOfToken(
  house: Pick<House, 'db' | 'clock'>,
  authorization: string | undefined,
  scope: TokenScope,
): Promise<TokenActor | undefined> {
  const [, text] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  const read = text === undefined ? undefined : readToken(text)
  if (!read) return undefined
  const { mailboxId, hash } = read
  return inMailbox(house.db, mailboxId, async (trx) => {
    const now = house.clock()
    const token = await findToken(trx, mailboxId, hash, now)
    if (!token?.scopes.includes(scope)) return undefined
    const { lastUsedAt, tokenId, personId, expiresAt } = token
    if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() >= USE_NOTED_MS)
      await noteUse(trx, mailboxId, tokenId, now)
    const { level } = TOKENS
    const stillIn = () =>
      inMailbox(house.db, mailboxId, async (later) =>
        Boolean(await findToken(later, mailboxId, hash, house.clock())),
      )
    return { personId, mailboxId, level, reach: level, sessionEndsAt: expiresAt, tokenId, stillIn }
  })
}

/** B-14, I-13: making a token, looking at those there are, revoking one. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { MakeToken, PersonalToken, PersonalTokens, TokenMade } from '#api/personal-tokens.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { cleanText } from '#rules/clean-text.ts'
import { TOKENS } from '#rules/personal-tokens.ts'
import { requireOwner } from '../require-owner.ts'
import { newToken } from './token-text.ts'
import { deleteToken, holdMailbox, insertToken, readTokens, type StoredToken } from './tokens.store.ts'

const DAY_MS = 86_400_000
export const SESSION_PATH = '/.well-known/jmap'

export function listTokens(house: House, actor: Actor): Promise<PersonalTokens> {
  requireLevel(actor, 'read-tokens')
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    const tokens = await readTokens(trx, actor.mailboxId, house.clock())
    const address = new URL(SESSION_PATH, house.config.PUBLIC_URL).href
    return { tokens: tokens.map(shown), most: TOKENS.most, daysMost: TOKENS.daysMost, address }
  })
}

/** @throws Refusal `level-too-low`, `request-invalid`, `tokens-too-many` */
export function makeToken(house: House, actor: Actor, asked: MakeToken): Promise<TokenMade> {
  requireLevel(actor, 'make-token')
  const { mailboxId, personId, level } = actor
  const name = readName(asked.name)
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    const at = house.clock()
    await holdMailbox(trx, mailboxId)
    if ((await readTokens(trx, mailboxId, at)).length >= TOKENS.most) throw refuse('tokens-too-many')
    const { token, hash } = newToken(mailboxId)
    const expiresAt = new Date(at.getTime() + asked.days * DAY_MS)
    const stored = { tokenId: newId(at.getTime()), name, scopes: asked.scopes, madeAt: at, expiresAt }
    await insertToken(trx, mailboxId, { ...stored, personId, hash })
    await logAccess(trx, {
      mailboxId,
      action: 'token-made',
      at,
      actorKind: entered.as,
      actorId: personId,
      level,
    })
    const facts = { at: at.toISOString(), device: name, until: expiresAt.toISOString() }
    await addJob(trx, 'tell-person', { personId, about: 'token-made', facts })
    return { ...shown({ ...stored, lastUsedAt: null }), token }
  })
}

/** In force with the next request: a token is looked up each time. @throws Refusal `not-found` */
export function endToken(house: House, actor: Actor, tokenId: string): Promise<void> {
  requireLevel(actor, 'end-token')
  const { mailboxId, personId, level } = actor
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    if (!(await deleteToken(trx, mailboxId, tokenId))) throw refuse('not-found')
    const at = house.clock()
    await logAccess(trx, {
      mailboxId,
      action: 'token-ended',
      at,
      actorKind: entered.as,
      actorId: personId,
      level,
    })
  })
}

function readName(given: string): string {
  const read = cleanText(given, TOKENS.nameMax)
  if (read.kind === 'clean') return read.text
  const message = 'Write a name of visible characters that tells where the token is used.'
  throw refuse('request-invalid', { faults: [{ field: 'name', reason: read.reason, message }] })
}

const shown = (token: StoredToken): PersonalToken => ({
  tokenId: token.tokenId,
  name: token.name,
  scopes: token.scopes,
  madeAt: token.madeAt.toISOString(),
  expiresAt: token.expiresAt.toISOString(),
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
})

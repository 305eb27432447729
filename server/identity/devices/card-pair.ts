/**
 * A key of one's own choosing with the code beside it, typed together where nobody is signed in yet: as the second factor of a temporary
 * password by SMS (I-20). No key is asked there, so a page shows nothing of whether a name or a card exists; and a stranger who types wrong
 * pairs uses up no key of the owner's.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Db, Trx } from '#ground/db.ts'
import { CODE_CARD } from '#rules/code-card.ts'
import type { Identity } from '../room.ts'
import { type CardRow, holdCards, listCards, noteAnswer } from './code-card.store.ts'
import { hashesAt, keyText } from './order-card.ts'

export type CardPair = { readonly cardId: string; readonly place: number }

/** A key of four digits and its code of six, with or without spaces; null when no card in use has this pair unused. */
export async function findPair(
  identity: Pick<Identity, 'keys'>,
  db: Db | Trx,
  personId: string,
  typed: string,
): Promise<CardPair | null> {
  return pairOn(identity, await listCards(db, personId), typed)
}

/** In the transaction that acts on it: true once, whoever else types the same meanwhile. */
export async function spendPair(
  identity: Pick<Identity, 'keys' | 'clock'>,
  trx: Trx,
  personId: string,
  typed: string,
): Promise<boolean> {
  const cards = await holdCards(trx, personId)
  const pair = pairOn(identity, cards, typed)
  if (!pair) return false
  const card = cards.find(({ cardId }) => cardId === pair.cardId)!
  const usedUp = card.usedPlaces.length + 1 >= card.keys.length
  await noteAnswer(trx, { ...pair, right: true, usedUp, now: identity.clock() })
  return true
}

function pairOn(identity: Pick<Identity, 'keys'>, cards: readonly CardRow[], typed: string): CardPair | null {
  const [, key, code] = /^(\d{4})(\d{6})$/.exec(typed.replace(/[\s-]/g, '')) ?? []
  if (!key || !code) return null
  for (const card of cards) {
    // One that never confirmed anything may still be lying in a letter box.
    if (card.firstUsedAt === null || card.wrongCodes >= CODE_CARD.wrongCodesMax) continue
    const place = card.keys.findIndex((one) => keyText(one) === key)
    if (place < 0 || card.usedPlaces.includes(place)) continue
    const { kept, given } = hashesAt(identity, card, place, code)
    if (timingSafeEqual(kept, given)) return { cardId: card.cardId, place }
  }
  return null
}

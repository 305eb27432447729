/** A key is asked, the code beside it raises the present session to substantial (I-02, B-06). */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { mayOrder } from '#rules/activation.ts'
import { CODE_CARD, placeToAsk, runsLow } from '#rules/code-card.ts'
import { noteRefusal, type Opened, raisePresentSession } from '../open-session.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { beginAttempt } from '../throttle.ts'
import type { Visit } from '../visit.ts'
import {
  type CardRow,
  cardsOrdered,
  holdCards,
  listCards,
  markFirstDevice,
  markNextOrdered,
  noteAnswer,
  openKey,
} from './code-card.store.ts'
import { hashesAt, keyText, printCard, serialText } from './order-card.ts'

export type CardChallenge = { cardId: string; serial: string; key: string }

export const usableCard = (card: { wrongCodes: number; used: number; codes: number }): boolean =>
  card.wrongCodes < CODE_CARD.wrongCodesMax && card.used < card.codes

const usable = ({ wrongCodes, usedPlaces, keys }: CardRow): boolean =>
  usableCard({ wrongCodes, used: usedPlaces.length, codes: keys.length })

export async function hasUsableCard(identity: Identity, personId: string): Promise<boolean> {
  return (await listCards(identity.db, personId)).some(usable)
}

/**
 * The key to ask. Looking is no answer: until somebody answers, every page shows the same key, so that reloading burns nothing.
 * @param wanted another card than the one in use, by its id
 * @throws `device-not-usable` without a card
 */
export async function askCard(identity: Identity, personId: string, wanted?: string): Promise<CardChallenge> {
  return asPostOffice(identity.db, async (trx) => {
    const cards = (await holdCards(trx, personId)).filter(usable)
    const card = cards.find(({ cardId }) => cardId === wanted) ?? cards[0]
    if (!card) throw refuse('device-not-usable')
    const place = placeToAsk({ codes: card.keys.length, ...card }, (below) => randomInt(below))!
    if (place !== card.openPlace) await openKey(trx, card.cardId, place)
    return { cardId: card.cardId, serial: serialText(card.serial), key: keyText(card.keys[place]!) }
  })
}

/**
 * An answer uses the key up, right or wrong; guesses at one key never add up. Ten wrong ones in a row block the card, not the person.
 * @param given.key the key that was shown. Where another is asked by now (a second window, another device), the answer is not looked at and
 * counts for nothing: a right code is no wrong one.
 * @throws `sign-in-wait`; `sign-in-failed`; `device-not-usable` without such a card; `changed-meanwhile`
 */
export async function stepUpWithCard(
  identity: Identity,
  session: SessionRow,
  visit: Visit,
  given: { cardId: string; key: string; code: string },
): Promise<Opened> {
  const { personId } = session
  askedOf(await listCards(identity.db, personId), given)
  const attempt = await beginAttempt(identity, { about: 'code', name: personId, visit, known: false })
  const typed = given.code.replace(/\s/g, '')
  // Judged and written down in a transaction of its own: of answers to one key that come at once, one is looked at. A slip in the shape
  // of the code is no guess.
  const right =
    /^\d{6}$/.test(typed) &&
    (await asPostOffice(identity.db, async (trx) => {
      const { card, place } = askedOf(await holdCards(trx, personId), given)
      const { kept, given: said } = hashesAt(identity, card, place, typed)
      const same = timingSafeEqual(kept, said)
      await answered(identity, trx, session, card, same)
      return same
    }))
  if (!right) {
    await noteRefusal(identity, personId, 'code-card', visit, attempt.fail)
    throw refuse('sign-in-failed')
  }
  const proof = { personId, mailboxId: session.mailboxId, level: 'substantial', method: 'code-card' } as const
  return raisePresentSession(identity, session, proof, visit, attempt.succeed)
}

/** The card that was answered, while it asks this very key. */
function askedOf(
  cards: readonly CardRow[],
  { cardId, key }: { cardId: string; key: string },
): { card: CardRow; place: number } {
  const card = cards.find((one) => one.cardId === cardId)
  if (!card || !usable(card)) throw refuse('device-not-usable')
  const place = card.openPlace
  if (place === null || keyText(card.keys[place]!) !== key) throw refuse('changed-meanwhile')
  return { card, place }
}

async function answered(
  identity: Identity,
  trx: Trx,
  session: SessionRow,
  card: CardRow,
  right: boolean,
): Promise<void> {
  const now = identity.clock()
  const { personId, cardId } = card
  const used = card.usedPlaces.length + 1
  const codes = card.keys.length
  await noteAnswer(trx, { cardId, place: card.openPlace!, right, usedUp: used >= codes, now })
  if (right && card.firstUsedAt === null) {
    await markFirstDevice(trx, personId, now)
    await addJob(trx, 'tell-person', {
      personId,
      about: 'new-device',
      facts: { device: serialText(card.serial) },
    })
  }
  if (!right && card.wrongCodes + 1 === CODE_CARD.wrongCodesMax)
    await addJob(trx, 'tell-person', {
      personId,
      about: 'device-blocked',
      facts: { device: serialText(card.serial) },
    })
  // Where its letters come back, answers order another one no more often than a person may.
  const low = runsLow({ codes, used, nextOrdered: card.nextOrderedAt !== null, ended: false })
  if (low && mayOrder(await cardsOrdered(trx, personId, now, 'running-out'), now.getTime())) {
    await markNextOrdered(trx, cardId, now)
    await printCard(identity, trx, { personId, language: session.language, why: 'running-out' })
  }
}

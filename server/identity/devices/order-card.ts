/** A printed code card, by letter to the registered address: the first, an extra one, or the next before one runs out (I-02). */
import { randomInt } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { mayOrder } from '#rules/activation.ts'
import { CODE_CARD } from '#rules/code-card.ts'
import { atLeast } from '#rules/levels.ts'
import { orderLetter } from '../letters/order-letter.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import type { SessionLanguage, SessionRow } from '../session.store.ts'
import { addCard, type CardRow, cardsOrdered, holdCards, type NewCard } from './code-card.store.ts'

const HASH_BYTES = 16

/**
 * The first card may be ordered by who only knows the password: it goes to the registered address whoever asks. A further one needs the
 * substantial level.
 * @throws `level-too-low`; `device-not-usable` when as many are out as may be; `too-many-requests` for one after the other.
 */
export async function orderCard(identity: Identity, session: SessionRow): Promise<void> {
  const { personId, language } = session
  await asPostOffice(identity.db, async (trx) => {
    const present = await holdCards(trx, personId)
    if (present.length > 0 && !atLeast(session.level, 'substantial')) throw refuse('level-too-low')
    if (present.length > CODE_CARD.extraMax)
      throw refuse('device-not-usable', {
        detail: `At most ${CODE_CARD.extraMax} cards beside the one in use.`,
      })
    const now = identity.clock()
    if (!mayOrder(await cardsOrdered(trx, personId, now), now.getTime()))
      throw refuse('too-many-requests', {
        detail: 'One card a day, three in thirty days.',
        retryAfterSeconds: 86_400,
      })
    await printCard(identity, trx, { personId, language, why: present.length === 0 ? 'first' : 'extra' })
  })
}

/** Makes the card, keeps its fingerprints and orders the letter. The codes are in memory, in the sealed order, and on paper. */
export async function printCard(
  identity: Pick<Identity, 'clock' | 'keys'>,
  trx: Trx,
  card: { personId: string; language: SessionLanguage; why: NewCard['why'] },
): Promise<void> {
  const now = identity.clock()
  const cardId = newId(now.getTime())
  const keys = drawKeys()
  const codes = keys.map(() =>
    String(randomInt(10 ** CODE_CARD.codeDigits)).padStart(CODE_CARD.codeDigits, '0'),
  )
  const codeHashes = Buffer.concat(keys.map((key, place) => hashOf(identity, cardId, key, codes[place]!)))
  let serial: string
  do serial = String(randomInt(10 ** 9)).padStart(9, '0')
  while (
    !(await addCard(trx, {
      cardId,
      personId: card.personId,
      serial,
      keys,
      codeHashes,
      orderedAt: now,
      why: card.why,
    }))
  )
  const rows = keys.map((key, place) => [keyText(key), codes[place]!] as const)
  await orderLetter(identity, trx, {
    personId: card.personId,
    aboutId: cardId,
    language: card.language,
    facts: { kind: 'code-card', serial: serialText(serial), rows },
  })
  await addJob(trx, 'tell-person', {
    personId: card.personId,
    about: 'code-card-sent',
    facts: { device: serialText(serial) },
  })
}

/** Different ones, sorted as they are printed. */
function drawKeys(): number[] {
  const keys = new Set<number>()
  while (keys.size < CODE_CARD.codes) keys.add(randomInt(10 ** CODE_CARD.keyDigits))
  return [...keys].sort((a, b) => a - b)
}

const hashOf = (identity: Pick<Identity, 'keys'>, cardId: string, key: number, code: string): Buffer =>
  fingerprint(identity.keys.codeCard, cardId, keyText(key), code).subarray(0, HASH_BYTES)

/** What the card says beside this key, as it is kept, and as it was typed. */
export function hashesAt(
  identity: Pick<Identity, 'keys'>,
  card: CardRow,
  place: number,
  typed: string,
): { kept: Buffer; given: Buffer } {
  return {
    kept: card.codeHashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
    given: hashOf(identity, card.cardId, card.keys[place]!, typed),
  }
}

export const keyText = (key: number): string => String(key).padStart(CODE_CARD.keyDigits, '0')
export const serialText = (serial: string): string => serial.replace(/(\d{3})(?=\d)/g, '$1 ')

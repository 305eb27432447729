/** A letter's way to the print house, and what became of it. The page with its codes exists only within this call. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { type PostalPlace, PrintRefused } from '#ground/paper.ts'
import { noteUndeliverable } from '../access-requests/access-request.store.ts'
import { endReturned } from '../enrolment/activation.store.ts'
import type { Identity } from '../room.ts'
import { unseal } from '../sealed-secret.ts'
import { type LetterRow, noteHandOver, noteState, readLetter } from './letter.store.ts'
import type { LetterFacts } from './letter-words.ts'
import { setLetter } from './set-letter.ts'

type Paper = Pick<House, 'printHouse' | 'typesetter'>

/** How long after the hand-over, and after each look, the print house is asked again; and when it is left at that. */
const LOOK_AGAIN_MS = 6 * 3_600_000
const LOOK_UNTIL_MS = 21 * 24 * 3_600_000

/** May run twice: the print house prints one letter per id. Whatever it never takes ends the code in it. */
export async function handOverLetter(
  identity: Identity,
  paper: Paper,
  { letterId }: { letterId: string },
): Promise<void> {
  const letter = await readLetter(identity.db, letterId)
  if (letter?.state !== 'ordered' || !letter.sealed) return
  const now = identity.clock()
  try {
    // Blocked, or moved since: nobody is sent a code that opens nothing.
    if (letter.codeOver) throw new PrintRefused('its code is over')
    if (letter.status !== 'active')
      throw new PrintRefused('the register knows no address for this person now')
    const facts = JSON.parse(
      unseal(identity.keys.letter, letter.sealed, letterId).toString('utf8'),
    ) as LetterFacts
    const to = placeOf(letter)
    const pdf = await setLetter(paper.typesetter, {
      letterId,
      language: letter.language,
      to,
      facts,
      date: letter.orderedAt,
    })
    const { job } = await paper.printHouse.handOver({ letterId, pdf, to, priority: 'priority' })
    await asPostOffice(identity.db, async (trx) => {
      await noteHandOver(trx, letterId, job, now)
      await lookLater(trx, letterId, now)
    })
  } catch (error) {
    if (!(error instanceof PrintRefused)) throw error
    await asPostOffice(identity.db, async (trx) => {
      if (await noteState(trx, letterId, 'refused', now)) await neverArrived(trx, letter.aboutId, now)
    })
  }
}

/** What the print house says of it. A letter that came back never reached its reader: its code ends. */
export async function followLetter(
  identity: Identity,
  paper: Pick<Paper, 'printHouse'>,
  { letterId }: { letterId: string },
): Promise<void> {
  const letter = await readLetter(identity.db, letterId)
  if (!letter?.printJob || letter.state === 'returned' || letter.state === 'refused') return
  const now = identity.clock()
  const status = await paper.printHouse.status(letter.printJob)
  await asPostOffice(identity.db, async (trx) => {
    if (status !== 'accepted' && (await noteState(trx, letterId, status, now))) {
      if (status === 'returned' || status === 'refused') await neverArrived(trx, letter.aboutId, now)
    }
    // A posted letter may still come back.
    const over = status === 'returned' || status === 'refused'
    if (!over && now.getTime() - letter.orderedAt.getTime() < LOOK_UNTIL_MS)
      await lookLater(trx, letterId, now)
  })
}

/** A code in it ends; a request for access that it answered is unanswered, and counts against nobody. */
async function neverArrived(trx: Trx, aboutId: string, now: Date): Promise<void> {
  await endReturned(trx, aboutId, now)
  await noteUndeliverable(trx, aboutId, now)
}

const lookLater = (trx: Parameters<typeof addJob>[0], letterId: string, now: Date) =>
  addJob(
    trx,
    'follow-letter',
    { letterId },
    { key: `follow-letter:${letterId}`, runAt: new Date(now.getTime() + LOOK_AGAIN_MS) },
  )

function placeOf(letter: LetterRow): PostalPlace {
  const inside = [letter.floor && `${letter.floor}.`, letter.door].filter(Boolean).join(' ')
  const street = `${letter.road} ${letter.houseNumber}`
  const lines = [
    letter.careOf && `c/o ${letter.careOf.replace(/^c\/o\s*/i, '')}`,
    inside ? `${street}, ${inside}` : street,
  ]
  if (letter.dwelling) lines.push(letter.dwelling)
  return {
    name: letter.name,
    lines: lines.filter((line): line is string => Boolean(line)),
    postcode: letter.postcode,
    city: letter.city,
    country: letter.country,
  }
}

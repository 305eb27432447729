/** Staff who decide requests, each with a key of their own, for tests. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Decided, nameStaff, showToStaff, voteOn } from '#access/requests/decide-request.ts'
import type { House } from '#ground/house.ts'
import { type Verdict, votedText } from '#rules/power-requests.ts'
import { seedPerson } from './seed-people.ts'

export const REASON = 'Papirerne er ægte og gælder.'

export type Judge = {
  readonly staff: string
  readonly personId: string
  readonly key: KeyObject
  /** Looks, signs and votes. */
  decide(requestId: string, verdict?: Verdict): Promise<Decided>
}

export async function addJudge(house: House, staff: string, personId?: string): Promise<Judge> {
  const { publicKey, privateKey: key } = generateKeyPairSync('ed25519')
  const person = personId ?? (await seedPerson(house, { givenNames: staff, familyName: 'Stab' })).personId
  await nameStaff(
    house,
    { staff: 'operator', reason: 'Ansat i kundeservice' },
    { staff, personId: person, publicKey: publicKey.export({ format: 'der', type: 'spki' }) },
  )
  return {
    staff,
    personId: person,
    key,
    async decide(requestId, verdict = 'approve') {
      const by = { staff, reason: REASON }
      const { request } = await showToStaff(house, by, requestId)
      const contentDigest = request.contentDigest!.toString('hex')
      const text = votedText({ requestId, contentDigest, verdict, reason: REASON })
      return voteOn(house, by, { requestId, verdict, signature: sign(null, Buffer.from(text), key) })
    },
  }
}

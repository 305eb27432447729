import type { Trx } from '#ground/db.ts'
import { type NearAddress, nearAddress, nearRoad } from '#rules/near-address.ts'
import type { Address } from '#rules/postal-address.ts'
import { roadsOf, unitsOf } from './addresses.store.ts'

/** Suggestions made for one call; the rest get none. A file where more rows than this are wrong has another fault. */
export const SUGGESTIONS_MAX = 1_000

/** S-04 class B: what the sender may have meant, from the public address register alone; it has heard of no person. Answers
 * in the order given. Bounded: one query per postcode and one per house, for at most SUGGESTIONS_MAX addresses. */
export async function suggestAddresses(trx: Trx, addresses: readonly Address[]): Promise<NearAddress[]> {
  const roadsIn = new Map<string, Awaited<ReturnType<typeof roadsOf>>>()
  const answers = new Map<string, NearAddress>()
  const suggestions: NearAddress[] = []
  for (const address of addresses) {
    const key = JSON.stringify(address)
    let answer = answers.get(key)
    if (!answer) {
      if (answers.size >= SUGGESTIONS_MAX) {
        suggestions.push({ kind: 'none' })
        continue
      }
      const postcode = `${address.country}${address.postcode}`
      let roads = roadsIn.get(postcode)
      if (!roads) {
        roads = await roadsOf(trx, address.country, address.postcode)
        roadsIn.set(postcode, roads)
      }
      answer = await suggest(trx, address, roads)
      answers.set(key, answer)
    }
    suggestions.push(answer)
  }
  return suggestions
}

async function suggest(
  trx: Trx,
  address: Address,
  roads: readonly { road: string; roadForm: string; city: string }[],
): Promise<NearAddress> {
  const names = roads.map((row) => row.road)
  const withPlace = address.place === '' ? address.road : `${address.road} (${address.place})`
  const near = nearRoad(withPlace, names) ?? nearRoad(address.road, names)
  const row = near && roads.find((candidate) => candidate.road === near.road)
  if (!row) return { kind: 'none' }
  const units = await unitsOf(trx, {
    country: address.country,
    postcode: address.postcode,
    roadForm: row.roadForm,
    house: address.house,
  })
  const found = nearAddress(address, {
    roads: names,
    unitsAt: (road) =>
      road === row.road
        ? units.map(({ house, floor, door, dwelling }) => ({
            house,
            floor: floor ?? '',
            door: door ?? '',
            dwelling: dwelling ?? '',
          }))
        : [],
  })
  // What is suggested is the register's all through, its city too: handed in as it stands, it is printed on the envelope.
  return found.kind === 'suggestion' ? { ...found, address: { ...found.address, city: row.city } } : found
}

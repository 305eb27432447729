import { DOOR, FLOOR } from './floor-door.ts'

/**
 * A KVHX key: one Danish address by municipality, road code, house number, floor and door (S-04, A-14).
 * Canonical form: the 19 characters of the public address service, left-padded with `_`: `04619664__26_st___6`.
 */
export type Kvhx = { municipality: string; roadCode: string; house: string; floor: string; door: string }

export type KvhxResult =
  | ({ kind: 'kvhx'; kvhx: string } & Kvhx)
  | { kind: 'invalid'; reason: 'length' | 'municipality' | 'road' | 'house' | 'floor' | 'door' }

/** Fixed places of each spelling: house, floor and door widths after the eight digits. */
const PADDED = { house: 4, floor: 3, door: 4 } as const
const REGISTER = { house: 4, floor: 2, door: 4 } as const

/**
 * Reads a key in one of three spellings:
 * 1. 19 characters, padded on the left with `_` or blanks (the public address service);
 * 2. 18 characters, house number as three digits and a letter or blank, floor two, door four (the CPR register), blanks at the end
 *    may be cut where that cannot be confused with the first spelling;
 * 3. parts divided by `-`, `/` or `;` (`0461-9664-26B-2-tv`).
 */
export function parseKvhx(text: string): KvhxResult {
  const plain = text
    .replace(/[\r\n]+$/, '')
    .toLowerCase()
    .normalize('NFC')
  const divided =
    /^\s*(\d{1,4})\s*[-/;]\s*(\d{1,4})\s*[-/;]\s*(\w{1,4})(?:\s*[-/;]\s*(\w{0,2}))?(?:\s*[-/;]\s*([\wæøå]{0,4}))?\s*$/u.exec(
      plain,
    )
  if (divided) {
    const [, municipality = '', road = '', house = '', floor = '', door = ''] = divided
    return judge({
      municipality: municipality.padStart(4, '0'),
      roadCode: road.padStart(4, '0'),
      house,
      floor,
      door,
    })
  }
  const key = plain.trimStart()
  if (key.length === 19) return judge(cut(key, PADDED))
  // Register spelling with its trailing blanks cut: only lengths that the padded spelling cannot have with the same cut.
  const cutLengths = [11, 12, 14]
  if (key.length === 18 || cutLengths.includes(key.trimEnd().length))
    return judge(cut(key.padEnd(18), REGISTER))
  return { kind: 'invalid', reason: 'length' }
}

/** The canonical 19 characters of a key. */
export function formatKvhx(key: Kvhx): string {
  const { municipality, roadCode, house, floor, door } = key
  return municipality + roadCode + house.padStart(4, '_') + floor.padStart(3, '_') + door.padStart(4, '_')
}

function cut(key: string, widths: { house: number; floor: number; door: number }): Kvhx {
  const floorAt = 8 + widths.house
  const doorAt = floorAt + widths.floor
  const part = (from: number, to: number) => key.slice(from, to).replace(/[_ ]/g, '')
  return {
    municipality: key.slice(0, 4),
    roadCode: key.slice(4, 8),
    house: part(8, floorAt),
    floor: part(floorAt, doorAt),
    door: part(doorAt, doorAt + widths.door),
  }
}

function judge(written: Kvhx): KvhxResult {
  const unpadded = (text: string) => text.replace(/^0+(?=.)/, '')
  const key = {
    ...written,
    house: unpadded(written.house),
    floor: unpadded(written.floor),
    door: unpadded(written.door),
  }
  if (!/^0[1-9]\d\d$/.test(key.municipality)) return { kind: 'invalid', reason: 'municipality' }
  if (!/^\d{4}$/.test(key.roadCode) || key.roadCode === '0000') return { kind: 'invalid', reason: 'road' }
  if (!/^[1-9]\d{0,2}[a-z]?$/.test(key.house)) return { kind: 'invalid', reason: 'house' }
  if (key.floor !== '' && !FLOOR.test(key.floor)) return { kind: 'invalid', reason: 'floor' }
  if (key.door !== '' && !DOOR.test(key.door)) return { kind: 'invalid', reason: 'door' }
  // The public address service writes the house letter in capitals, floor and door small.
  const canonical = { ...key, house: key.house.toUpperCase() }
  return { kind: 'kvhx', kvhx: formatKvhx(canonical), ...canonical }
}

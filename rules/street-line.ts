/** A street line cut in three: road, house number, and the words after it. All texts are normalised already. */
export type StreetLine = { road: string; house: string; rest: string }

/** `12-14` is two houses; a letter goes to one. */
const RANGE = /\s\d{1,4}[a-z]?\s?[-–/]\s?\d{1,4}[a-z]?(?:\s|$)/u

export function isHouseRange(line: string): boolean {
  return RANGE.test(line)
}

const WORD_WITH_NUMBER = /\d[a-z]?$/
const GLUED = /^(\p{L}{3,}\.?)(\d+[a-z]?)$/u
const LETTER = /\p{L}/u

/**
 * Every way to cut a line into road, house number and rest, from the left. "vej 5 12" can be road "vej" at 5 or road "vej 5" at 12:
 * the caller takes the first whose rest it understands.
 * @param digitsMax longest house number: 3 digits in Denmark, 4 in Norway
 */
export function streetCuts(line: string, digitsMax: number): StreetLine[] {
  const cuts: StreetLine[] = []
  for (let from = 0; from <= line.length; ) {
    const to = wordEnd(line, from)
    const word = line.slice(from, to)
    if (WORD_WITH_NUMBER.test(word)) {
      const rest = line.slice(to + 1)
      const road = from === 0 ? '' : line.slice(0, from - 1)
      const house = houseOf(word, digitsMax)
      if (house !== undefined && LETTER.test(road)) {
        const letter = rest.slice(0, wordEnd(rest, 0))
        // A house letter written apart: "14 a".
        if (/\d$/.test(house) && /^[a-z]$/.test(letter))
          cuts.push({ road, house: house + letter, rest: rest.slice(2) })
        cuts.push({ road, house, rest })
      }
      // Written together: "birkevej14a".
      const glued = house === undefined ? GLUED.exec(word) : null
      const gluedHouse = glued && houseOf(glued[2]!, digitsMax)
      if (glued && gluedHouse) cuts.push({ road: `${road} ${glued[1]}`.trim(), house: gluedHouse, rest })
    }
    from = to + 1
  }
  return cuts
}

function wordEnd(line: string, from: number): number {
  const space = line.indexOf(' ', from)
  return space < 0 ? line.length : space
}

function houseOf(word: string, digitsMax: number): string | undefined {
  const parts = /^0*([1-9]\d*)([a-z]?)$/.exec(word)
  return parts && parts[1]!.length <= digitsMax ? parts[1]! + parts[2]! : undefined
}

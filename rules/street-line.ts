/** A street line cut in three: road, house number, and the words after it. All texts are normalised already. */
export type StreetLine = { road: string; house: string; rest: string }

/** `12-14` is two houses; a letter goes to one. */
const RANGE = /\s\d{1,4}[a-z]?\s?[-–/]\s?\d{1,4}[a-z]?(?:\s|$)/u

export function isHouseRange(line: string): boolean {
  return RANGE.test(line)
}

/**
 * Every way to cut a line into road, house number and rest, from the left. "vej 5 12" can be road "vej" at 5 or road "vej 5" at 12:
 * the caller takes the first whose rest it understands.
 * @param digitsMax longest house number: 3 digits in Denmark, 4 in Norway
 */
export function* streetCuts(line: string, digitsMax: number): Generator<StreetLine> {
  const words = line.split(' ')
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const road = words.slice(0, at).join(' ')
    const spaced = houseOf(word, digitsMax)
    if (at > 0 && /\p{L}/u.test(road) && spaced !== undefined) {
      const letter = words[at + 1] ?? ''
      // A house letter written apart: "14 a".
      if (/\d$/.test(spaced) && /^[a-z]$/.test(letter)) {
        yield { road, house: spaced + letter, rest: words.slice(at + 2).join(' ') }
      }
      yield { road, house: spaced, rest: words.slice(at + 1).join(' ') }
    }
    // Written together: "birkevej14a".
    const glued = /^(\p{L}{3,}\.?)(\d+[a-z]?)$/u.exec(word)
    const house = glued && houseOf(glued[2] ?? '', digitsMax)
    if (glued && house)
      yield { road: `${road} ${glued[1]}`.trim(), house, rest: words.slice(at + 1).join(' ') }
  }
}

function houseOf(word: string, digitsMax: number): string | undefined {
  const parts = /^0*([1-9]\d*)([a-z]?)$/.exec(word)
  return parts && (parts[1] ?? '').length <= digitsMax ? `${parts[1]}${parts[2]}` : undefined
}

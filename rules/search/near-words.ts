/**
 * Words that are nearly the one that was typed (B-01). A slip is a letter too many, too few, another one, or two in the wrong order (Damerau,
 * CACM 7:3, 1964, as "optimal string alignment": no letter is changed twice). Pure.
 */

/** What counts as more likely is less. */
export type Nearness = number

/** So many slips, by the letters typed: short words are all near each other. */
const slipsMax = (typed: string): number => (typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2)
/** Letters of an ending that may stand behind a kept word, which has none; fewer where a slip was made as well, and no second one then. */
const ENDING_MAX = 4
const ENDING_MAX_WITH_SLIP = 3
const KEPT_MIN_WITH_ENDING = 5
/** As much as half a slip: å, ø and æ typed as a, o and a by who has no such keys. */
const PLAIN_KEYS: Nearness = 0.5
const ENDING: Nearness = 0.25

/** Folded words without the second letter that æ, ø and å became. */
const plainKeys = (word: string): string => word.replace(/aa|ae/g, 'a').replaceAll('oe', 'o')

export type NearTo = {
  /**
   * Whether a word of that length (folded, in UTF-16 units) with these letters in it (see `letterBit`) may be near at all: told without looking at
   * it as a whole.
   */
  may(length: number, letters: number): boolean
  /** How near a kept word (folded, without its ending) is; undefined: too far, or the very one. */
  nearness(kept: string): Nearness | undefined
}

/** How near words are to what was typed (folded, perhaps with an ending). Made once for a typed word. */
export function nearTo(typed: string): NearTo {
  const most = slipsMax(typed)
  const typedPlain = plainKeys(typed)
  const strange = ~(lettersIn(typed) | FREE)
  const [shortest, longest] = [Math.max(3, typed.length - most - ENDING_MAX), typed.length + most + 3]
  // Each slip brings in one letter at most that was not typed.
  const may = (length: number, letters: number) =>
    length >= shortest && length <= longest && bits(letters & strange) <= most
  return {
    may,
    nearness(kept) {
      if (kept === typed || !may(kept.length, lettersIn(kept))) return undefined
      const keptPlain = plainKeys(kept)
      if (typedPlain === keptPlain) return PLAIN_KEYS
      const rest = typedPlain.length - keptPlain.length
      const ends = rest > 0 && rest <= ENDING_MAX && kept.length >= KEPT_MIN_WITH_ENDING
      if (ends && typedPlain.startsWith(keptPlain) && !typed.startsWith(kept))
        return PLAIN_KEYS + rest * ENDING
      return most === 0 ? undefined : withSlips(kept, typed, most)
    },
  }
}

function withSlips(kept: string, typed: string, most: number): Nearness | undefined {
  const slips = slipsToBeginnings(kept, typed, most)
  let best: Nearness | undefined
  const endingMax = kept.length >= KEPT_MIN_WITH_ENDING ? ENDING_MAX_WITH_SLIP : 0
  for (let ending = 0; ending <= Math.min(endingMax, typed.length); ending++) {
    const count = slips[typed.length - ending]!
    if (count > most || (ending > 0 && count !== 1)) continue
    const nearness = count + ending * ENDING + (kept[0] === typed[0] ? 0 : ENDING)
    if (best === undefined || nearness < best) best = nearness
  }
  return best
}

/** Slips between a word and each beginning of another: the last one is between the two. Beyond `most` it may say any larger number. */
export function slipsToBeginnings(word: string, other: string, most = Number.POSITIVE_INFINITY): number[] {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, j) => j)]
  let leastBefore = 0
  for (let i = 1; i <= word.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= other.length; j++) {
      const same = word[i - 1] === other[j - 1]
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1])
        slips = Math.min(slips, before[j - 2]! + 1)
      row.push(slips)
      if (slips < least) least = slips
    }
    // Two letters in the wrong order reach back two rows.
    if (least > most && leastBefore > most) return row
    leastBefore = least
    before = last
    last = row
  }
  return last
}

/** One bit for each letter of the alphabet, one for all others. */
export function letterBit(charCode: number): number {
  const place = charCode - 97
  return 1 << (place >= 0 && place < 26 ? place : 26)
}

/** What æ, ø and å bring in without a slip. */
const FREE = letterBit(97) | letterBit(101)

function lettersIn(word: string): number {
  let set = 0
  for (let i = 0; i < word.length; i++) set |= letterBit(word.charCodeAt(i))
  return set
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}

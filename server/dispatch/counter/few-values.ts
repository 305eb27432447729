/** JSON without end takes many times its bytes once it is taken apart, from whoever sends it: it is counted before (O-06). */

/** Below this no JSON takes more memory than there is. */
const SMALL_BYTES = 1024 * 1024
/** A thousand letters with all their fields and twenty documents each have fewer members, values and lists. */
const VALUES_MAX = 300_000

const [QUOTE, BACKSLASH, COMMA, COLON, LIST, OBJECT] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x7b]

/** Whether the text may be parsed: long texts count as one value, however long. */
export function hasFewValues(json: Uint8Array): boolean {
  if (json.length <= SMALL_BYTES) return true
  let values = 0
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === QUOTE) {
      for (at += 1; at < json.length && json[at] !== QUOTE; at++) if (json[at] === BACKSLASH) at += 1
    } else if (byte === COMMA || byte === COLON || byte === LIST || byte === OBJECT) {
      values += 1
      if (values > VALUES_MAX) return false
    }
  }
  return true
}

/** Danish floor and door in their canonical spelling, empty when there is none. */
export type FloorDoor = { floor: string; door: string }

/** Spellings met for floors and doors. Source: the Danish Address Register's rules and the spellings its address wash accepts. */
const FLOOR_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    st: 'st',
    stue: 'st',
    stuen: 'st',
    stueplan: 'st',
    stueetage: 'st',
    stueetagen: 'st',
    kl: 'kl',
    kld: 'kl',
    kælder: 'kl',
    kælderen: 'kl',
    kælderplan: 'kl',
  }),
)
const DOOR_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tv: 'tv',
    't.v': 'tv',
    venstre: 'tv',
    'til venstre': 'tv',
    th: 'th',
    't.h': 'th',
    højre: 'th',
    'til højre': 'th',
    mf: 'mf',
    'm.f': 'mf',
    midtfor: 'mf',
    'midt for': 'mf',
  }),
)

export const FLOOR = /^(?:[1-9]\d?|st|kl|k[2-9])$/
export const DOOR = /^(?:[1-9]\d{0,3}|(?=.{1,4}$)[a-zæøå0-9]*[a-zæøå][a-zæøå0-9]*)$/

/** How nearly everybody writes it: "2.", "2. sal", "2. tv", "st tv", "st. 12". */
const USUAL = /^(?:([1-9]\d?)\.(?: sal)?|(st|kl)\.?)(?: (tv|th|mf|[1-9]\d{0,3}))?$/
/** What every text that holds a floor begins with; roads seldom do. */
const FLOOR_START = /^(?:[\s\d.–—-]|st|kl|kæ|k[2-9]|$)/u

/**
 * Reads "2. tv", "2tv", "02 TV", "st. th.", "stuen", "kld", "1. sal", "1. sal dør 12", "-", in a text that holds nothing else.
 * @param alone whether the text is a segment of its own: only then a bare number is a floor, and two bare numbers floor and door.
 * After a house number they would be a guess.
 */
export function parseFloorDoor(text: string, alone: boolean): FloorDoor | undefined {
  const usual = USUAL.exec(text)
  if (usual) return { floor: usual[1] ?? usual[2]!, door: usual[3] ?? '' }
  if (!FLOOR_START.test(text)) return undefined
  const plain = text
    .replace(/(?<=^| )[-–—]+(?= |$|\.)/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  if (plain === '' || plain === '.') return { floor: '', door: '' }
  // The words of a floor end at a full stop, a space, or where a door word is glued on ("2tv", "stth").
  const parts =
    /^(0*[1-9]\d?|[a-zæ]+|k[2-9])(\.|(?= )|$|(?=(?:tv|th|mf)\b))\s*(sal\b|etage\b|et\b)?\.?,?\s*(.*)$/u.exec(
      plain,
    )
  if (!parts) return undefined
  const [, word = '', stop, sal, tail = ''] = parts
  const glued = /^(st|kl)(tv|th|mf)$/.exec(word)
  const floor = glued?.[1] ?? floorOf(word)
  if (floor === undefined) return undefined
  const doorText = glued ? `${glued[2]} ${tail}`.trim() : tail.trim()
  const door = doorOf(doorText)
  if (door === undefined) return undefined
  const bare = /^\d+$/.test(word) && stop !== '.' && sal === undefined
  if (bare && !alone && !['tv', 'th', 'mf'].includes(door)) return undefined
  return { floor, door }
}

function floorOf(word: string): string | undefined {
  const floor = FLOOR_WORDS.get(word) ?? word.replace(/^0+/, '')
  return FLOOR.test(floor) ? floor : undefined
}

function doorOf(text: string): string | undefined {
  if (text === '') return ''
  const plain = text.replace(/^(?:dør|lejl|lejlighed)\b\.?:? ?(?:nr\.? ?)?/u, '').replace(/\.$/, '')
  const door = DOOR_WORDS.get(plain) ?? plain.replace(/^0+(?=.)/, '')
  return DOOR.test(door) ? door : undefined
}

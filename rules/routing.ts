/** B-15: to which department of an enterprise a letter goes. Pure: the first rule that fits, in the order the administrator gave them. */
export const ROUTING = {
  /** Ours. */
  departmentsMax: 100,
  rulesMax: 200,
  nameMax: 60,
  wordMax: 60,
  /** Ours: letters older than this, in days, are not new ones any more; a run routes them. */
  newDays: 30,
  /** Ours: of letters older than this, in days, nobody is told any more. */
  toldDays: 2,
} as const

export type RoutingRule = { readonly departmentId: string } & (
  | { readonly kind: 'sender'; readonly senderId: string }
  /** Words of the subject, such as "att. bogholderi" or "faktura". */
  | { readonly kind: 'subject'; readonly words: string }
)

/** Two rules that say the same are one. */
export function sameRule(one: RoutingRule, other: RoutingRule): boolean {
  if (one.departmentId !== other.departmentId) return false
  return one.kind === 'sender'
    ? other.kind === 'sender' && one.senderId === other.senderId
    : other.kind === 'subject' && plain(one.words) === plain(other.words)
}

const LETTER = /[\p{L}\p{N}]/u

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

/** Whether the words stand in the text as they are, not as a part of longer ones: "hr" is not in "chr." */
export function standsIn(text: string, words: string): boolean {
  const [whole, sought] = [plain(text), plain(words)]
  if (sought === '') return false
  for (let at = whole.indexOf(sought); at >= 0; at = whole.indexOf(sought, at + 1)) {
    const before = whole.slice(0, at).at(-1) ?? ' '
    const after = whole[at + sought.length] ?? ' '
    const begins = !LETTER.test(sought[0]!) || !LETTER.test(before)
    const ends = !LETTER.test(sought.at(-1)!) || !LETTER.test(after)
    if (begins && ends) return true
  }
  return false
}

/**
 * Every letter has a department: what no rule fits goes to the default.
 * @param letter `title` null when it cannot be read; then only its sender can say.
 */
export function departmentFor(
  letter: { readonly senderId: string; readonly title: string | null },
  rules: readonly RoutingRule[],
  defaultId: string,
): string {
  const fits = (rule: RoutingRule) =>
    rule.kind === 'sender'
      ? rule.senderId === letter.senderId
      : letter.title !== null && standsIn(letter.title, rule.words)
  return rules.find(fits)?.departmentId ?? defaultId
}

import { type CleanText, cleanText } from './clean-text.ts'
import { FAULTS } from './faults.ts'

const CHARACTERS_MAX = 200

export type TitleFault = { field: 'title'; reason: string; message: string }

/** The title of a letter as its reader will see and hear it: cleaned like every text of a sender, and never blank (S-05, A-09). */
export function readTitle(
  text: string,
): { kind: 'ok'; title: string } | { kind: 'fault'; fault: TitleFault } {
  const clean = cleanText(text, CHARACTERS_MAX)
  return clean.kind === 'clean'
    ? { kind: 'ok', title: clean.text }
    : { kind: 'fault', fault: { field: 'title', reason: clean.reason, message: messageOf(clean.reason) } }
}

function messageOf(reason: Extract<CleanText, { kind: 'unclean' }>['reason']): string {
  if (reason === 'empty') return 'Is blank. Say in a few words what the letter is about.'
  const { reason: said, todo } = FAULTS[reason].en
  return `${said} ${todo}`
}

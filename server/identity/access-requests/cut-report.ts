/** A report cut into letters of at most eight pages: more does not go into one envelope (Danish remote print, eight sheets). */
import type { ReportSection } from './write-report.ts'

/** At the letter's type size, on the safe side: characters of a line, lines of seven full pages (the first one holds the address). */
const LINE_CHARACTERS = 95
export const LINES_PER_LETTER = 480

const linesOf = (text: string) => Math.ceil(text.length / LINE_CHARACTERS) + 0.35

/** Sections in their order; one too long for the rest of a letter goes on in the next, under the same title. */
export function cutReport(
  sections: readonly ReportSection[],
  linesMax = LINES_PER_LETTER,
): ReportSection[][] {
  const letters: ReportSection[][] = [[]]
  let lines = 0
  for (const section of sections) {
    const head = 3 + section.reasons.reduce((sum, reason) => sum + linesOf(reason), 0)
    const open = () => {
      const part = { title: section.title, reasons: section.reasons, rows: [] as string[], more: 0 }
      letters.at(-1)!.push(part)
      lines += head
      return part
    }
    if (lines > 0 && lines + head + 2 > linesMax) {
      letters.push([])
      lines = 0
    }
    let part = open()
    for (const row of section.rows) {
      if (lines + linesOf(row) > linesMax && part.rows.length > 0) {
        letters.push([])
        lines = 0
        part = open()
      }
      part.rows.push(row)
      lines += linesOf(row)
    }
    part.more = section.more
  }
  return letters
}

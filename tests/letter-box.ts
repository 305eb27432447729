/** The letter box at home: hands over what waits in the queue, and reads the printed pages as their reader would. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { House } from '#ground/house.ts'
import type { PrintLetter } from '#ground/paper.ts'
import { handOverLetter } from '#identity/letters/hand-over-letter.ts'
import type { Identity } from '#identity/room.ts'

/** Runs every waiting hand-over once. How many there were. */
export async function emptyPrintQueue(house: House, identity: Identity): Promise<number> {
  const { rows } = await sql<{ letterId: string }>`
    select letter_id as "letterId" from id_letter where state = 'ordered' order by letter_id`.execute(
    house.db,
  )
  for (const letter of rows) await handOverLetter(identity, house, letter)
  return rows.length
}

/** The text of a PDF page by page, by poppler. */
export function textOf({ pdf }: Pick<PrintLetter, 'pdf'>, ...options: string[]): string {
  return withFile(pdf, (file) => execFileSync('pdftotext', [...options, file, '-'], { encoding: 'utf8' }))
}

/** Throws what qpdf complains about. */
export function requireSoundPdf({ pdf }: Pick<PrintLetter, 'pdf'>): void {
  withFile(pdf, (file) => execFileSync('qpdf', ['--check', file], { stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** The codes in boxes, in the order printed: `K7QM-4R2X-9TPD`. */
export function codesIn(letter: Pick<PrintLetter, 'pdf'>): string[] {
  return textOf(letter, '-layout').match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g) ?? []
}

function withFile<T>(bytes: Uint8Array, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'brevhus-letter-'))
  try {
    const file = join(folder, 'letter.pdf')
    writeFileSync(file, bytes)
    return use(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

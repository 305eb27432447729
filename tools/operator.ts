/** What the operator's commands share: the parts of the house they work on, and how they say what went wrong. */
import { createInterface } from 'node:readline/promises'
import { systemClock } from '#ground/clock.ts'
import { openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { Refusal } from '#ground/refuse.ts'
import { openVault } from './open-vault.ts'
import { operatorSettings } from './operator-settings.ts'

/** What these use cases ask of a house. */
export function openParts(tool: string): {
  house: Pick<House, 'clock' | 'db' | 'vault'>
  close(): Promise<void>
} {
  const config = operatorSettings()
  const log = openLog({ level: 'error', name: tool, stream: process.stderr })
  const vault = openVault(config)
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 2, log, name: `brevhus ${tool}` })
  return {
    house: { clock: systemClock, db, vault },
    async close() {
      vault.close()
      await db.destroy()
    },
  }
}

/**
 * One line from the standard input: a national number never stands among the arguments, which the list of processes and the history of the
 * shell keep. The question goes to the error output, so that the answer of a command can be piped on.
 */
export async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

/** An error as an operator reads it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error)
  const faults = error.faults.map(({ field, message }) => `  ${field}: ${message}`)
  return [error.message, ...(error.detail ? [`  ${error.detail}`] : []), ...faults].join('\n')
}

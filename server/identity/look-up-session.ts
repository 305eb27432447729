/**
 * The session of a token, asked together with those of other requests (`#ground/asked-together.ts`). Every question is answered by the
 * database: is it there, not ended, its owner neither blocked nor dead, their mailbox not closed? Remembered is only what rows of one
 * version say, and it is used only when the database has just said that these are still the rows.
 */
import { askedTogether } from '#ground/asked-together.ts'
import type { Db } from '#ground/db.ts'
import {
  findSessions,
  type PresentSession,
  type SessionAnswer,
  type SessionQuestion,
  type SessionVersions,
} from './session.store.ts'

/** Sessions one process keeps the content of, about a kilobyte each. Whose is not kept is sent again. */
const KEPT_MAX = 4000

type Kept = { readonly versions: SessionVersions; readonly session: Readonly<PresentSession> }
type Memory = { server: string; readonly kept: Map<string, Kept> }

const memories = new WeakMap<Db, Memory>()

function memoryOf(db: Db): Memory {
  let memory = memories.get(db)
  if (!memory) {
    memory = { server: '', kept: new Map() }
    memories.set(db, memory)
  }
  return memory
}

const ask = askedTogether<SessionQuestion, SessionAnswer>(async (db, questions) => {
  const memory = memoryOf(db)
  const { answers, server } = await findSessions(db, questions, memory.server)
  // Another PostgreSQL, or this one begun anew from a backup, may give a version it has given before.
  if (server !== memory.server) {
    memory.kept.clear()
    memory.server = server
  }
  return answers
})

/** null as `findSession` says it. */
export async function lookUpSession(db: Db, tokenHash: Buffer): Promise<Readonly<PresentSession> | null> {
  const { kept } = memoryOf(db)
  const key = tokenHash.toString('latin1')
  const before = kept.get(key)
  const answer = await ask(db, { tokenHash, versions: before?.versions ?? null })
  if (answer === null) {
    kept.delete(key)
    return null
  }
  if (answer.kind === 'same') return before!.session
  // The oldest go first.
  if (kept.size >= KEPT_MAX && !kept.has(key)) kept.delete(kept.keys().next().value!)
  kept.set(key, answer)
  return answer.session
}

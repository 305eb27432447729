/**
 * The session of a token, asked together with those of other requests that came at the same moment. Every request's question
 * leaves after the request came: a session that was ended or blocked before is found by nobody, which no memory of sessions
 * could promise.
 */
import type { Db } from '#ground/db.ts'
import { findSessions, type PresentSession } from './session.store.ts'

/** Questions under way at once; who comes meanwhile goes with the next. */
const UNDER_WAY_MAX = 2
const TOGETHER_MAX = 200

type Asked = {
  tokenHash: Buffer
  resolve: (session: PresentSession | null) => void
  reject: (error: unknown) => void
}
type Desk = { waiting: Asked[]; underWay: number; called: boolean }

const desks = new WeakMap<Db, Desk>()

/** null as `findSession` says it. */
export function lookUpSession(db: Db, tokenHash: Buffer): Promise<PresentSession | null> {
  let desk = desks.get(db)
  if (!desk) {
    desk = { waiting: [], underWay: 0, called: false }
    desks.set(db, desk)
  }
  const { waiting } = desk
  const answer = new Promise<PresentSession | null>((resolve, reject) => {
    waiting.push({ tokenHash, resolve, reject })
  })
  call(db, desk)
  return answer
}

/** Requests that were read from the network in one go are asked for in one go. */
function call(db: Db, desk: Desk): void {
  if (desk.called || desk.underWay >= UNDER_WAY_MAX || desk.waiting.length === 0) return
  desk.called = true
  setImmediate(() => {
    desk.called = false
    const asked = desk.waiting.splice(0, TOGETHER_MAX)
    if (asked.length === 0) return
    desk.underWay += 1
    ask(db, asked).finally(() => {
      desk.underWay -= 1
      call(db, desk)
    })
    call(db, desk)
  })
}

async function ask(db: Db, asked: readonly Asked[]): Promise<void> {
  try {
    const rows = await findSessions(
      db,
      asked.map(({ tokenHash }) => tokenHash),
    )
    const found = new Map(rows.map(({ tokenHash, ...session }) => [tokenHash.toString('base64'), session]))
    for (const { tokenHash, resolve } of asked) resolve(found.get(tokenHash.toString('base64')) ?? null)
  } catch (error) {
    for (const { reject } of asked) reject(error)
  }
}

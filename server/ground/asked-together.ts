/**
 * Questions of requests that came at the same moment, asked of the database in one statement. Every question leaves after it was put: what
 * was ended, blocked or revoked before is found by nobody, which no memory of answers could promise.
 */
import type { Db } from '#ground/db.ts'

/** Who comes while a statement is under way goes with the next; another leaves only when that many wait. */
const TOGETHER_MAX = 200

type Put<Question, Answer> = {
  question: Question
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}
type Desk<Question, Answer> = { waiting: Put<Question, Answer>[]; underWay: number; called: boolean }

/** `ask` gives one answer for each question, in their order. */
export function askedTogether<Question, Answer>(
  ask: (db: Db, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (db: Db, question: Question) => Promise<Answer> {
  const desks = new WeakMap<Db, Desk<Question, Answer>>()

  /** Requests that were read from the network in one go are asked for in one go. */
  const call = (db: Db, desk: Desk<Question, Answer>): void => {
    const { waiting } = desk
    if (desk.called || waiting.length === 0 || (desk.underWay > 0 && waiting.length < TOGETHER_MAX)) return
    desk.called = true
    setImmediate(() => {
      desk.called = false
      const put = waiting.splice(0, TOGETHER_MAX)
      desk.underWay += 1
      answer(db, put).finally(() => {
        desk.underWay -= 1
        call(db, desk)
      })
      call(db, desk)
    })
  }
  const answer = async (db: Db, put: readonly Put<Question, Answer>[]): Promise<void> => {
    try {
      const answers = await ask(
        db,
        put.map(({ question }) => question),
      )
      for (const [i, { resolve }] of put.entries()) resolve(answers[i]!)
    } catch (error) {
      for (const { reject } of put) reject(error)
    }
  }
  return (db, question) => {
    let desk = desks.get(db)
    if (!desk) {
      desk = { waiting: [], underWay: 0, called: false }
      desks.set(db, desk)
    }
    const { waiting } = desk
    const promise = new Promise<Answer>((resolve, reject) => {
      waiting.push({ question, resolve, reject })
    })
    call(db, desk)
    return promise
  }
}

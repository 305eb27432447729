/** The three questions of `#api/key-file.ts`. What the post office says when it refuses is said on. */
import {
  type AnswerKeyChallenge,
  type EnrolKey,
  KEY_FILE_PATHS,
  type KeyAnswered,
  type KeyChallenge,
  type KeyEnrolled,
} from '#api/key-file.ts'
import type { ProblemDocument } from '#api/problems.ts'

const TIMEOUT_MS = 20_000

export class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'Refused'
    this.code = code
  }
}

/** @param url of the post office; plain http on this machine only */
export function postOfficeAt(url: string) {
  const ask = async <Answer>(path: string, body: unknown): Promise<Answer> => {
    let response: Response
    try {
      response = await fetch(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch {
      throw new Refused('unreachable', `${url} does not answer.`)
    }
    const said = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>
    if (response.ok) return said as Answer
    throw new Refused(said.code ?? 'unknown', [said.title, said.remedy].filter(Boolean).join(' '))
  }
  return {
    enrol: (key: EnrolKey) => ask<KeyEnrolled>(KEY_FILE_PATHS.enrol, key),
    challenge: () => ask<KeyChallenge>(KEY_FILE_PATHS.challenge, {}),
    answer: (answer: AnswerKeyChallenge) => ask<KeyAnswered>(KEY_FILE_PATHS.answer, answer),
  }
}

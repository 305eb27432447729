/** A code from the app raises the present session to substantial, in place (B-06, D-01, D-03). */
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { deviceDoor, LOCK_OUT } from '#rules/lock-out.ts'
import { countWrongCode, listTotp, type TotpRow, useStep } from './device.store.ts'
import { noteRefusal, type Opened, raisePresentSession } from './open-session.ts'
import type { Identity } from './room.ts'
import { unseal } from './sealed-secret.ts'
import type { SessionRow } from './session.store.ts'
import { beginAttempt } from './throttle.ts'
import { type CodeVerdict, judgeCode } from './totp.ts'
import type { Visit } from './visit.ts'

/**
 * @throws `sign-in-wait`; `sign-in-failed` for a wrong or already used code; `device-not-usable` without an app, or when
 * wrong codes in a row have blocked it.
 */
export async function stepUpWithCode(
  identity: Identity,
  session: SessionRow,
  visit: Visit,
  code: string,
): Promise<Opened> {
  const { personId } = session
  const apps = (await listTotp(identity.db, personId)).filter((app) => deviceDoor(app.wrongCodes) === 'open')
  if (apps.length === 0) throw refuse('device-not-usable')
  // A browser becomes known by a password alone, so that must not buy fresh guesses at the second factor.
  const attempt = await beginAttempt(identity, { about: 'code', name: personId, visit, known: false })

  const now = identity.clock()
  const verdicts = apps.map((app) => ({ deviceId: app.deviceId, ...judge(identity, app, code, now) }))
  const right = verdicts.find((verdict) => verdict.kind === 'right')
  if (!right) {
    // A code sent twice is no guess: it is refused but blocks nothing.
    const guessed = verdicts.every((verdict) => verdict.kind === 'wrong')
    await noteRefusal(identity, personId, 'totp', visit, async (trx) => {
      if (!guessed) return
      // I-05, I-07: whoever types them knew the password.
      for (const device of await countWrongCode(trx, personId, LOCK_OUT.deviceCodesMax))
        await addJob(trx, 'tell-person', { personId, about: 'device-blocked', facts: { device } })
    })
    throw refuse('sign-in-failed')
  }
  const proof = { personId, mailboxId: session.mailboxId, level: 'substantial', method: 'totp' } as const
  return raisePresentSession(identity, session, proof, visit, async (trx) => {
    // The judge read the last step a moment ago; the row has the last word.
    if (!(await useStep(trx, right.deviceId, right.step, now))) throw refuse('sign-in-failed')
    await attempt.succeed(trx)
  })
}

function judge(identity: Identity, app: TotpRow, code: string, now: Date): CodeVerdict {
  return judgeCode(unseal(identity.keys.totp, app.secretSealed, app.deviceId), code, now, app.lastStep)
}

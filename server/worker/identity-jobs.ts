/** The identity room as the worker needs it: brought in and opened by the first job that does, for it weighs a good deal. */
import type { House } from '#ground/house.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import type { Jobs } from '#ground/jobs.ts'

export function identityJobs(house: House) {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const [{ openIdentity }, letters, temporary, secret] = await Promise.all([
      import('#identity/room.ts'),
      import('#identity/letters/hand-over-letter.ts'),
      import('#identity/enrolment/temporary-password.ts'),
      installationSecret(house.config.DATA_DIR),
    ])
    return { identity: openIdentity(house, { secret }), letters, temporary }
  }
  const jobs = () => {
    opened ??= open()
    return opened
  }
  return {
    async handOverLetter(payload: { letterId: string }): Promise<void> {
      const { identity, letters } = await jobs()
      await letters.handOverLetter(identity, house, payload)
    },
    async sendCodeSms(payload: Jobs['send-code-sms']): Promise<void> {
      const { identity, temporary } = await jobs()
      await temporary.sendCodeSms(identity, house.sms, payload)
    },
    async followLetter(payload: { letterId: string }): Promise<void> {
      const { identity, letters } = await jobs()
      await letters.followLetter(identity, house, payload)
    },
  }
}

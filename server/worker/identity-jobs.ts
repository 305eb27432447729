/** The identity room as the worker needs it: brought in and opened by the first job that does, for it weighs a good deal. */
import type { House } from '#ground/house.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import type { Jobs } from '#ground/jobs.ts'
import { describeError } from '#ground/log.ts'

export function identityJobs(house: House) {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const [{ openIdentity }, letters, temporary, services, access, mails, { openProvider }, secret] =
      await Promise.all([
        import('#identity/room.ts'),
        import('#identity/letters/hand-over-letter.ts'),
        import('#identity/enrolment/temporary-password.ts'),
        import('#identity/provider/log-out-at-services.ts'),
        import('#identity/access-requests/answer-request.ts'),
        import('#identity/access-requests/by-mail/take-access-mail.ts'),
        import('#identity/provider/open-provider.ts'),
        installationSecret(house.config.DATA_DIR),
      ])
    const identity = openIdentity(house, { secret })
    const provider = openProvider(identity, (error) =>
      house.log.error({ event: 'openid-provider', err: describeError(error) }),
    )
    return { identity, letters, temporary, services, access, mails, provider }
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
    async answerAccessRequest(
      payload: Jobs['answer-access-request'],
      run: { lastTry: boolean },
    ): Promise<void> {
      const { identity, access } = await jobs()
      await access.answerRequest(identity, house, payload, run)
    },
    async answerCameBack(tag: string): Promise<void> {
      const { identity, access } = await jobs()
      await access.answerCameBack(identity, tag)
    },
    async takeAccessMail(mail: { raw: Buffer; from: string }): Promise<void> {
      const { identity, mails } = await jobs()
      await mails.takeAccessMail(identity, house, mail)
    },
    async endServiceSessions(payload: Jobs['end-service-sessions']): Promise<void> {
      const { identity, services } = await jobs()
      await services.endServiceSessions(identity, payload)
    },
    async logOutAtService(payload: Jobs['log-out-at-service']): Promise<void> {
      const { services, provider } = await jobs()
      await services.logOutAtService(await provider(), payload)
    },
  }
}

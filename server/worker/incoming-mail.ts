/** Mail that comes in: which of our addresses is whose. Reports of mail that did not arrive, and requests for access (T-01, I-12). */
import type { House } from '#ground/house.ts'
import { takeReport } from '#notices/bounces/take-report.ts'
import { ACCESS_MAIL } from '#rules/access-mail.ts'
import { identityJobs } from './identity-jobs.ts'

type IncomingMail = { tag: string; raw: Buffer; from: string }

type Takers = Pick<ReturnType<typeof identityJobs>, 'answerCameBack' | 'takeAccessMail'>

export const incomingMail = (house: House, identity: Takers = identityJobs(house)) => [
  {
    name: /bounce\+([0-9a-f]{24})/,
    async take({ tag, raw }: IncomingMail): Promise<void> {
      const report = await takeReport(house, { tag, raw })
      if (report === 'unknown') await identity.answerCameBack(tag)
    },
  },
  {
    name: new RegExp(ACCESS_MAIL.name),
    take: ({ raw, from }: IncomingMail) => identity.takeAccessMail({ raw, from }),
  },
]

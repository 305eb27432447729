/** T-01: mail that came back, or that its reader called spam: the address is not used any more until its owner verifies it again. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { emailOfTag } from '#people/contact/contact.store.ts'
import { CONTACT } from '#rules/contact-confirmation.ts'
import { readReport } from './read-report.ts'

/**
 * The tag is known to those only who have seen our mail to that address. Taken twice, it changes nothing more.
 * @returns `unknown`: a mail did not arrive, and none of the addresses has this tag
 */
export async function takeReport(
  house: Pick<House, 'db' | 'clock' | 'log'>,
  { tag, raw }: { tag: string; raw: Buffer },
): Promise<'taken' | 'unknown'> {
  const report = readReport(raw)
  house.log.info({ event: 'mail-report', kind: report.kind })
  if (report.kind === 'nothing') return 'taken'
  return asPostOffice(house.db, async (trx) => {
    const email = await emailOfTag(trx, tag, report.kind === 'soft')
    if (!email) return report.kind === 'complaint' ? 'taken' : 'unknown'
    if (report.kind === 'soft' && email.softBounces < CONTACT.softBouncesMax) return 'taken'
    await emailFails(trx, email, report.kind === 'complaint' ? 'complained' : 'bounced', house.clock())
    return 'taken'
  })
}

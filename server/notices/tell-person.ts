/** I-07, I-11: tells a person what happened to their own ID, at once and on every channel there is. It can't be switched off. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJobs, type Jobs } from '#ground/jobs.ts'
import { factsOf, SECURITY_NOTICES } from '#rules/security-notices.ts'
import { insertSecurityNotice, readAddressees, readPhone } from './security-notices.store.ts'

/** The list entry and one job for each address in one transaction. Run twice, the second finds it told. */
export async function tellPerson(
  house: Pick<House, 'db' | 'clock'>,
  { personId, about, facts, alsoTo = [], alsoToPhone }: Jobs['tell-person'],
  { jobId }: { jobId: string },
): Promise<void> {
  const now = house.clock()
  const noticeId = newId(now.getTime())
  const notice = { noticeId, personId, about, facts: factsOf(about, { at: now.toISOString(), ...facts }) }
  await asPostOffice(house.db, async (trx) => {
    if (!(await insertSecurityNotice(trx, { ...notice, jobId, now }))) return
    const verified = await readAddressees(trx, personId)
    // The same mailbox spelled twice gets one mail.
    const addresses = new Map([...verified, ...alsoTo].map((address) => [address.toLowerCase(), address]))
    await addJobs(
      trx,
      'send-security-notice',
      [...addresses.values()].map((address) => ({ noticeId, address })),
    )
    if (!SECURITY_NOTICES[about].sms) return
    const phone = (await readPhone(trx, personId))?.phone
    // A number that is given along may be gone before the message is written; one that is still theirs gets one message.
    if (alsoToPhone) await addJobs(trx, 'send-security-sms', [{ noticeId, phone: alsoToPhone }])
    if (phone && phone !== alsoToPhone) await addJobs(trx, 'send-security-sms', [{ noticeId }])
  })
}

/** One table: which use case handles which job. `LANES` (ground/jobs.ts) says which process runs it. Every handler may run
 * twice; one that throws is tried again, later and later, up to the job's bound. */
import { deliverInvitation } from '#access/delegates/deliver-invitation.ts'
import { forgetGrants } from '#access/delegates/forget-grants.ts'
import { deleteEstates } from '#access/estates/delete-estates.ts'
import { tendRequests } from '#access/requests/tend-requests.ts'
import { clearExpired } from '#dispatch/clear-expired.ts'
import { sweepPacks } from '#dispatch/documents/sweep-packs.ts'
import { giveUpReading, readBatch } from '#dispatch/files/read-batch.ts'
import { giveUpSending, sendChunk } from '#dispatch/files/send-chunk.ts'
import { giveUpPrinting } from '#dispatch/following/give-up-printing.ts'
import { scanLetters } from '#dispatch/scanning/scan-letters.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { JobName, Jobs } from '#ground/jobs.ts'
import { revokeCertificate } from '#identity/certificates/revoke-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { tendCertificates } from '#identity/certificates/tend-certificates.ts'
import { endOrphaned } from '#identity/employees/end-orphaned.ts'
import { forgetEmployees } from '#identity/employees/forget-employees.ts'
import { endIdleSessions } from '#identity/end-idle-sessions.ts'
import { forgetExpired } from '#identity/forget-expired.ts'
import { forgetIds } from '#identity/forget-ids.ts'
import { watchSignIns } from '#identity/fraud/watch-sign-ins.ts'
import { findDueDays } from '#letters/calendar/find-due-days.ts'
import { forgetAccesses } from '#letters/forget-accesses.ts'
import { forgetLetters } from '#letters/forget-letters.ts'
import { clearTrash } from '#letters/keeping/clear-trash.ts'
import { clearUploads } from '#letters/own/clear-uploads.ts'
import { forgetReports } from '#letters/reports/forget-reports.ts'
import { forgetSearchCounts } from '#letters/search/count-search.ts'
import { indexMailbox } from '#letters/search/index-letters.ts'
import { buildTakeOut, giveUpTakeOut } from '#letters/take-out/build-take-out.ts'
import { clearTakeOuts } from '#letters/take-out/clear-take-outs.ts'
import { dropExpiredTokens } from '#letters/tokens/tokens.store.ts'
import { forgetWork } from '#letters/work/forget-work.ts'
import { releaseWork } from '#letters/work/release-work.ts'
import { routeInBackground } from '#letters/work/route-letters.ts'
import { forgetNotices } from '#notices/forget-notices.ts'
import { notifyRecipients, remindRecipient, tellColleagues } from '#notices/notify-recipients.ts'
import { remindContact } from '#notices/remind-contact.ts'
import { remindOfDays } from '#notices/remind-of-days.ts'
import { sendDigest } from '#notices/send-digest.ts'
import { sendEmailVerification } from '#notices/send-email-verification.ts'
import { sendEmployeeInvitation } from '#notices/send-employee-invitation.ts'
import { sendNotice } from '#notices/send-notice.ts'
import { sendPhoneCode } from '#notices/send-phone-code.ts'
import { sendPushNotice } from '#notices/send-push-notice.ts'
import { sendReminder } from '#notices/send-reminder.ts'
import { sendSecurityNotice } from '#notices/send-security-notice.ts'
import { sendSecuritySms } from '#notices/send-security-sms.ts'
import { sendSmsNotice } from '#notices/send-sms-notice.ts'
import { tellPerson } from '#notices/tell-person.ts'
import { remindOfContacts } from '#people/contact/confirm-contact.ts'
import { eraseMailbox } from '#people/erase-mailbox.ts'
import { forgetSearchUse } from '#people/finding/forget-search-use.ts'
import { forgetConsents } from '#people/forget-consents.ts'
import { forgetExpiredLinks } from '#people/forget-expired-links.ts'
import { endUnused } from '#people/life/end-unused.ts'
import { identityJobs } from './identity-jobs.ts'
import { runEach } from './run-each.ts'

export type JobRun = {
  /** After this try nobody tries again. */
  readonly lastTry: boolean
  /** The same for every try of one job. */
  readonly jobId: string
}

export type Handlers = {
  readonly [N in JobName]?: (payload: Jobs[N], run: JobRun) => Promise<void>
}

export const handlersOf = (house: House, identity = identityJobs(house)) =>
  ({
    'hand-over-letter': (payload) => identity.handOverLetter(payload),
    'send-phone-code': (payload) => sendPhoneCode(house, payload),
    'send-code-sms': (payload) => identity.sendCodeSms(payload),
    'follow-letter': (payload) => identity.followLetter(payload),
    'answer-access-request': (payload, run) => identity.answerAccessRequest(payload, run),
    'notify-recipients': (payload) => notifyRecipients(house, payload),
    'send-notice': (payload, run) => sendNotice(house, payload, run),
    'send-sms-notice': (payload, run) => sendSmsNotice(house, payload, run),
    'send-push-notice': (payload, run) => sendPushNotice(house, payload, run),
    'send-digest': (payload, run) => sendDigest(house, payload, run),
    'remind-recipient': (payload) => remindRecipient(house, payload),
    // What letters want is sealed: the letters room opens it, and tells the notices room only until when.
    'remind-of-days': async (payload) => remindOfDays(house, payload, await findDueDays(house, payload)),
    'send-reminder': (payload, run) => sendReminder(house, payload, run),
    'remind-contact': (payload, run) => remindContact(house, payload, run),
    'tell-colleagues': (payload) => tellColleagues(house, payload),
    'release-work': (payload) => releaseWork(house, payload),
    'route-letters': (payload) => routeInBackground(house, payload),
    'send-email-verification': (payload) => sendEmailVerification(house, payload),
    'tell-person': (payload, run) => tellPerson(house, payload, run),
    'send-security-notice': (payload, run) => sendSecurityNotice(house, payload, run),
    'send-security-sms': (payload, run) => sendSecuritySms(house, payload, run),
    'revoke-certificate': async ({ serial, part }) => {
      const requester = { part, personId: null }
      await revokeCertificate(openCertificates(house), { serial, reason: 'wish', requester })
    },
    'deliver-invitation': (payload) => deliverInvitation(house, payload),
    'send-employee-invitation': (payload) => sendEmployeeInvitation(house, payload),
    'watch-sign-ins': async () => void (await watchSignIns(house)),
    'end-idle-sessions': async () => void (await endIdleSessions(house)),
    'erase-mailbox': (payload) => eraseMailbox(house, payload),
    'index-letters': (payload) => indexMailbox(house, payload),
    'forget-letters': (payload) => forgetLetters(house, payload),
    'scan-letters': (payload) => scanLetters(house, payload),
    'read-batch': (payload, run) => readBatch(house, payload, run),
    'send-chunk': (payload, run) => sendChunk(house, payload, run),
    'build-take-out': (payload, run) => buildTakeOut(house, payload, run),
    'end-service-sessions': (payload) => identity.endServiceSessions(payload),
    'log-out-at-service': (payload) => identity.logOutAtService(payload),
    'publish-lists': async () => {
      for (const due of await tendCertificates(openCertificates(house)))
        house.log.warn({ event: 'revocation-list-due', ...due })
    },
    'clear-expired': () =>
      runEach([
        () => giveUpPrinting(house),
        () => clearExpired(house),
        () => clearTrash(house),
        () => clearUploads(house),
        () => forgetReports(house),
        () => clearTakeOuts(house),
        () => asPostOffice(house.db, (trx) => dropExpiredTokens(trx, house.clock())),
        () => forgetExpired(house),
        () => forgetIds(house),
        () => endOrphaned(house),
        () => forgetEmployees(house),
        () => sweepPacks(house),
        () => forgetNotices(house),
        () => forgetAccesses(house),
        () => forgetSearchUse(house),
        () => forgetSearchCounts(house),
        () => forgetGrants(house),
        () => forgetConsents(house),
        () => forgetExpiredLinks(house),
        () => remindOfContacts(house),
        () => endUnused(house),
        () => forgetWork(house),
        () => tendRequests(house),
        () => deleteEstates(house),
      ]),
  }) as const satisfies Handlers

/** Who waits for a job that cannot be done, because it ends the process that does it, is told. */
export const lastWordsOf = (house: House) =>
  ({
    'read-batch': (payload) => giveUpReading(house, payload),
    'send-chunk': (payload) => giveUpSending(house, payload),
    'build-take-out': (payload) => giveUpTakeOut(house, payload),
  }) as const satisfies Handlers

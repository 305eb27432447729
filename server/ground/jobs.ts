/** The outbox: a job is enqueued by the transaction that makes it necessary, so it exists if and only if that commits.
 * Names and payloads stand here once; `server/worker/` has a handler for each (a house test holds that). Every handler
 * may run twice. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { type Piece, runPiece } from '#ground/insert-rows.ts'
import type { NoticeWish } from '#rules/notice-time.ts'
import type { Facts, SecurityNoticeKind } from '#rules/security-notices.ts'

export type Jobs = {
  /** Scans the documents of these letters, then delivers or refuses them: [mailboxId, letterId, the sender's letterId]. */
  'scan-letters': { letters: [string, string, string][]; wishes?: LetterWish[] }
  /** Tells the recipients of delivered letters, each in the manner they chose (T-01). */
  'notify-recipients': { letters: [string, string][]; wishes?: LetterWish[] }
  /** Tells those employees whose work these letters have become (B-15). `by`: who gave it to them, and needs no word. */
  'tell-colleagues': { mailboxId: string; letterIds: string[]; by: string | null }
  /** What an employee whose employment ended had on their desk is nobody's again (B-15). */
  'release-work': { mailboxId: string; employeeId: string }
  /** Routes new letters of an enterprise, or the next bite of those that were there before (B-15). */
  'route-letters': { mailboxId: string; runId?: string }
  /** One notice e-mail to one address (T-01, D-15). `reminder`: that it is still unread. `to`: not the owner. */
  'send-notice': { mailboxId: string; letterId: string; emailNo: number; reminder?: true; to?: Listener }
  /** One notice by SMS, where the sender asked for one (D-14, T-02). */
  'send-sms-notice': { mailboxId: string; letterId: string; reminder?: true }
  /** One notice to one browser (T-01). */
  'send-push-notice': {
    mailboxId: string
    letterId: string
    subscriptionId: string
    reminder?: true
    to?: Listener
  }
  /** One notice of all letters since the last one, for whoever wants it once a day. */
  'send-digest': { mailboxId: string }
  /** Tells once more of a letter that is still unread (T-02, S-09). */
  'remind-recipient': { mailboxId: string; letterId: string; sms?: boolean }
  /** Reminds an owner of what they asked for in their calendar, all that is due at that instant (B-17). */
  'remind-of-days': { mailboxId: string; at: string }
  /** The same to one address, browser or phone: of these letters, each until it is too late. */
  'send-reminder': {
    mailboxId: string
    at: string
    letters: [letterId: string, until: string][]
    way: { emailNo: number } | { subscriptionId: string } | { phone: true }
  }
  /** Asks by e-mail to confirm the contact details (D-13). `round`: which of the reminders. */
  'remind-contact': { mailboxId: string; round: string }
  /** The e-mail with the one-time link that verifies an address (P-09). The token itself is in the payload, for minutes. */
  'send-email-verification': { mailboxId: string; emailNo: number; token: string }
  /** Tells a person about their own ID on every channel (I-07, I-11). `alsoTo`: addresses that were theirs until now. */
  'tell-person': {
    personId: string
    about: SecurityNoticeKind
    facts: Facts
    alsoTo?: string[]
    alsoToPhone?: string
  }
  /** One security notice to one e-mail address. */
  'send-security-notice': { noticeId: string; address: string }
  /** The same by SMS, to the person's verified phone. */
  'send-security-sms': { noticeId: string; phone?: string }
  /** The e-mail with the one-time link by which an employee accepts (I-03). The token itself is in the payload, for minutes. */
  'send-employee-invitation': { mailboxId: string; employeeId: string; token: string }
  /** Finds out to whom an invitation to see a mailbox goes, and tells them (B-10). */
  'deliver-invitation': { mailboxId: string; grantId: string }
  /** Revokes the certificate of a key file that was ended (I-16). `part`: as what it was ended. */
  'revoke-certificate': { serial: string; part: 'holder' | 'administrator' }
  /** Looks for fraud in what was signed in since the last time (I-07). */
  'watch-sign-ins': Record<string, never>
  /** Writes down which sessions have idled out or reached their end, so that service providers are told (I-08, I-11). */
  'end-idle-sessions': Record<string, never>
  /** Reads a file handed in: checks all of it, stores its documents, cuts the list into chunks (S-06). */
  'read-batch': { senderId: string; batchId: string }
  /** Decides and delivers the next few chunks of a file, then asks for those after them (S-12). */
  'send-chunk': { senderId: string; batchId: string }
  /** Destroys the key to a closed mailbox once its time has come (D-05, O-05); before that it waits on. */
  'erase-mailbox': { mailboxId: string }
  /** Brings a mailbox's index of words up to its letters, and takes deleted ones out of it (B-01). */
  'index-letters': { mailboxId: string }
  /** Takes the rows of an erased mailbox's letters away (R1). */
  'forget-letters': { mailboxId: string }
  /** Revokes the certificates of the deceased, renews the OCSP signers, publishes revocation lists that are due (I-04). */
  'publish-lists': Record<string, never>
  /** An ID's letter: typeset, handed to the print house (I-01). */
  'hand-over-letter': { letterId: string }
  /** The SMS that verifies a phone number (P-09). The code itself is in the payload, for minutes. */
  'send-phone-code': { mailboxId: string; code: string }
  /** A code of the ID by SMS, sealed under a key outside the database (I-20). */
  'send-code-sms': { activationId: string; sealed: string; language: 'da' | 'nb' | 'sv' | 'en' }
  /** Asks the print house what became of it. */
  'follow-letter': { letterId: string }
  /** Puts the answer to a request for access together once its day has come (I-12, N-08); before that it waits on. */
  'answer-access-request': { requestId: string }
  /** A session that service providers know of has ended (enqueued by the database, migration 0021). */
  'end-service-sessions': { sessionId: string }
  /** Tells one service provider (OpenID Connect Back-Channel Logout). */
  'log-out-at-service': { clientId: string; personId: string; sid: string }
  /** Makes the next bite of an archive of a mailbox (B-14), then asks for the one after it. */
  'build-take-out': { mailboxId: string; takeOutId: string }
  /** Retention of what has had its time: idempotency keys, tokens, abandoned uploads, dispatch data (R29). */
  'clear-expired': Record<string, never>
}

/** Who hears of a letter that came to another's mailbox: by an access they were given (D-08), or as their work (B-15). */
export type Listener = { grantId: string } | { employeeId: string; why: 'department' | 'assigned' }

/** What a sender asked for with a letter. */
export type LetterWish = [letterId: string, wish: NoticeWish]

export type JobName = keyof Jobs

/** Lower runs first. Singles never wait behind a file (S-12). */
const PRIORITY = {
  'send-email-verification': 0,
  'tell-person': 5,
  'send-security-notice': 5,
  'send-security-sms': 5,
  'send-employee-invitation': 0,
  'deliver-invitation': 5,
  'revoke-certificate': 5,
  'watch-sign-ins': 15,
  'end-idle-sessions': 15,
  'scan-letters': 10,
  'notify-recipients': 20,
  'send-notice': 20,
  'send-sms-notice': 20,
  'send-push-notice': 20,
  'send-digest': 25,
  'remind-recipient': 25,
  'remind-of-days': 25,
  'send-reminder': 20,
  'remind-contact': 40,
  'tell-colleagues': 25,
  'release-work': 25,
  'route-letters': 45,
  'read-batch': 50,
  'send-chunk': 60,
  'erase-mailbox': 30,
  'index-letters': 55,
  'forget-letters': 80,
  'publish-lists': 5,
  'hand-over-letter': 25,
  'send-phone-code': 0,
  'send-code-sms': 0,
  'follow-letter': 70,
  'answer-access-request': 40,
  'end-service-sessions': 5,
  'log-out-at-service': 5,
  'clear-expired': 90,
  'build-take-out': 75,
} as const satisfies Record<JobName, number>

export const JOB_NAMES = Object.keys(PRIORITY) as JobName[]

/** Which worker process claims which jobs: files have a process of their own. */
export const LANES = {
  letters: [
    'send-email-verification',
    'tell-person',
    'send-security-notice',
    'send-security-sms',
    'send-employee-invitation',
    'deliver-invitation',
    'revoke-certificate',
    'watch-sign-ins',
    'end-idle-sessions',
    'scan-letters',
    'notify-recipients',
    'send-notice',
    'send-sms-notice',
    'send-push-notice',
    'send-digest',
    'remind-recipient',
    'remind-of-days',
    'send-reminder',
    'remind-contact',
    'tell-colleagues',
    'release-work',
    'route-letters',
    'erase-mailbox',
    'forget-letters',
    'publish-lists',
    'hand-over-letter',
    'send-phone-code',
    'send-code-sms',
    'follow-letter',
    'answer-access-request',
    'end-service-sessions',
    'log-out-at-service',
    'clear-expired',
  ],
  files: ['read-batch', 'send-chunk', 'build-take-out', 'index-letters'],
} as const satisfies Record<string, readonly JobName[]>

const ATTEMPTS_MAX = 12

export type JobOptions = {
  /** Jobs of one queue run one after another: a sender's files take turns and never more than one slot. */
  queue?: string
  /** At most one waiting job per key; a newer one replaces its payload. */
  key?: string
  runAt?: Date
  attemptsMax?: number
}

export async function addJob<N extends JobName>(
  trx: Trx,
  name: N,
  payload: Jobs[N],
  options: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    identifier => ${name}::text, payload => ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null}::text,
    run_at => ${options.runAt ?? null}::timestamptz, max_attempts => ${options.attemptsMax ?? ATTEMPTS_MAX}::int,
    job_key => ${options.key ?? null}::text, priority => ${PRIORITY[name]}::int)`.execute(trx)
}

export type NewJob = { [N in JobName]: { name: N; payload: Jobs[N] } & JobOptions }[JobName]

/** Many jobs as a piece of a larger statement: a select of the number of jobs added. */
export function jobsPiece(jobs: readonly NewJob[]): Piece {
  const specs = jobs.map(({ name, payload, queue, key, runAt, attemptsMax }) => ({
    name,
    payload,
    queue: queue ?? null,
    key: key ?? null,
    run_at: runAt ?? null,
    attempts: attemptsMax ?? ATTEMPTS_MAX,
    priority: PRIORITY[name],
  }))
  return {
    key: 'jobs',
    text: (first) => `select count(*)::int as jobs from graphile_worker.add_jobs(array(
      select row(j.name, j.payload, j.queue, j.run_at, j.attempts, j.key, j.priority, null)::graphile_worker.job_spec
      from json_to_recordset($${first}::json) as j(name text, payload json, queue text, key text,
        run_at timestamptz, attempts int, priority int)))`,
    values: [JSON.stringify(specs)],
  }
}

/** Many jobs of any names in one statement. Of several with the same key the last is added: one statement takes a key once. */
export async function addManyJobs(trx: Trx, jobs: readonly NewJob[]): Promise<void> {
  const last = new Map(jobs.flatMap((job) => (job.key === undefined ? [] : [[job.key, job]])))
  const once =
    last.size === 0 ? jobs : jobs.filter((job) => job.key === undefined || last.get(job.key) === job)
  if (once.length > 0) await runPiece(trx, jobsPiece(once))
}

/** Many jobs of one name in one statement. */
export async function addJobs<N extends JobName>(
  trx: Trx,
  name: N,
  payloads: readonly Jobs[N][],
): Promise<void> {
  const jobs = payloads.map((payload) => ({ name, payload }) as NewJob)
  if (jobs.length > 0) await runPiece(trx, jobsPiece(jobs))
}

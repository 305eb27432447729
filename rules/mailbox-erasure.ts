/**
 * D-05, R1, R13: what becomes of each table that is tied to a mailbox when its content is erased. Every such table stands here: a test holds this
 * against the database, so that a new one cannot be forgotten.
 */

/** `at-once` goes with the key; `with-letters` a day later, when no job waits for one of its letters any more; what stays says why. */
export type ErasedWhen = 'at-once' | 'with-letters' | { readonly stays: string }

/** In the order in which they go: documents before their letters, so that packs are given up whenever it is stopped. */
export const MAILBOX_ERASURE = {
  contact_email: 'at-once',
  contact_phone: 'at-once',
  email_claim: 'at-once',
  push_subscription: 'at-once',
  notice_choice: 'at-once',
  personal_token: 'at-once',
  calendar_address: 'at-once',
  enterprise_closing: 'at-once',

  letter_document: 'with-letters',
  letter_event: 'with-letters',
  letter: 'with-letters',
  sent_document: 'with-letters',
  sent_letter: 'with-letters',
  report_document: 'with-letters',
  letter_report: 'with-letters',
  own_upload_part: 'with-letters',
  own_upload: 'with-letters',
  take_out_part: 'with-letters',
  take_out: 'with-letters',
  search_block: 'with-letters',
  search_segment: 'with-letters',
  search_letter: 'with-letters',
  search_index: 'with-letters',
  search_use: 'with-letters',
  letter_note: 'with-letters',
  letter_change: 'with-letters',
  folder: 'with-letters',
  naming_key: 'with-letters',
  calendar_mark: 'with-letters',
  sync_letter: 'with-letters',
  sync_folder: 'with-letters',
  sync_mailbox: 'with-letters',
  person_block: 'with-letters',
  person_search_use: 'with-letters',
  routing_run: 'with-letters',
  routing_rule: 'with-letters',
  department_member: 'with-letters',
  department: 'with-letters',

  mailbox: { stays: 'That there was one and is none: without it nobody knows that it was erased.' },
  person: { stays: 'The register’s word, which is followed as long as somebody lives here.' },
  enterprise: { stays: 'The register’s word on the enterprise.' },
  exchange: { stays: 'Left when the mailbox was closed: it holds open mailboxes only (S-03).' },
  digital_address: {
    stays: 'P-08: reaches the next mailbox of the same person, and is never given to another.',
  },
  consent_event: { stays: 'E-24, R4: the proof of what was agreed to, five years more.' },
  access_log: { stays: 'R4: five years after each act.' },
  notice: { stays: 'E-26, R4: five years after each notice.' },
  access_grant: { stays: 'E-22, R4: ended with the mailbox, kept five years after.' },
  power_request: { stays: 'R3: kept for its time after the decision.' },
  work_event: { stays: 'R4: five years after each act.' },
  employee: { stays: 'N-07: ends with it, and is kept for its time from the closing on.' },
  employee_event: { stays: 'N-14: goes with the employment, or five years after each act.' },
  employee_key: { stays: 'I-16: goes with the employment.' },
  key_sign_in: { stays: 'Gone in minutes.' },
  session: { stays: 'Ended with the mailbox; gone a month after.' },
  dispatch_item: { stays: 'The record of the sender, who is its controller.' },
} as const satisfies Record<string, ErasedWhen>

const namesOf = (when: 'at-once' | 'with-letters'): readonly string[] =>
  Object.entries<ErasedWhen>(MAILBOX_ERASURE).flatMap(([table, its]) => (its === when ? [table] : []))

export const ERASED_AT_ONCE = namesOf('at-once')
export const ERASED_WITH_LETTERS = namesOf('with-letters')

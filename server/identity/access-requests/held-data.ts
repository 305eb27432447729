/** Everything stored about a person, table by table: which columns they are given, and which not, with the reason. A house test holds
 * this against the database: a column with a privacy row that stands nowhere here fails it, so that no datum is forgotten (I-12, G1). */

/** How a row is tied to the person: by a power given or held (`grant`), by their id, their mailbox, their employments, their certificates, their notices. */
export type Tie = 'grant' | 'person' | 'mailbox' | 'employment' | 'holder' | 'security-notice'

export type Withheld =
  /** A secret or a fingerprint of one: in a letter it would open the ID to whoever opens the letter. */
  | 'secret'
  /** Sealed with the mailbox's own key: only the mailbox shows it. */
  | 'sealed'
  /** Another person's name: of staff, a colleague, a co-reader. */
  | 'others'
  /** Our own numbers, forms to compare by and counters: they say nothing that is not given in another column. */
  | 'internal'

export type Held = {
  readonly tie: Tie
  /** Columns given, in the order they are told. */
  readonly give: string
  readonly withhold?: Readonly<Partial<Record<Withheld, string>>>
  /** Rows that are not given, as a condition on `t`: only where law forbids to tell. */
  readonly where?: string
}

/** In the order of the answer: who you are first, what you use daily next, what we keep for your safety last. */
export const HELD = {
  person: {
    tie: 'person',
    give: 'given_names family_name national_number care_of road house_number floor door dwelling postcode city country kvhx status protected exchange_consent search_hidden',
    withhold: { internal: 'person_id mailbox_id address_form mailbox_state' },
  },
  login: {
    tie: 'person',
    give: 'login_kind user_id created_at enrolled_at password_set_at first_device_at blocked_at void_before',
    withhold: { secret: 'password_hash', internal: 'person_id user_id_form block_code_no' },
  },
  mailbox: {
    tie: 'mailbox',
    give: 'user_number profile language state state_changed_at state_before_death death_notice_at opened_at content_erased_at notice_by_email notice_by_sms notice_by_push reminder_by_email reminder_by_sms reminder_by_push quiet_from quiet_until digest_hour digest_sent_at contact_confirmed_at contact_remind_at idle_look_at idle_warned_at',
    withhold: { internal: 'mailbox_id person_id email_links email_links_since sms_codes sms_codes_since' },
  },
  contact_email: {
    tie: 'mailbox',
    give: 'email added_at verified_at failing_since failure soft_bounces',
    withhold: { secret: 'token_hash bounce_tag', internal: 'mailbox_id email_form token_expires_at' },
  },
  contact_phone: {
    tie: 'mailbox',
    give: 'phone added_at verified_at failing_since',
    withhold: { secret: 'code_hash', internal: 'mailbox_id code_expires_at code_tries' },
  },
  email_claim: { tie: 'mailbox', give: 'email_form claimed_at', withhold: { internal: 'mailbox_id' } },
  digital_address: {
    tie: 'person',
    give: 'handle address_number suffix issued_at retired_at',
    withhold: { internal: 'person_id mailbox_id' },
  },
  exchange: {
    tie: 'person',
    give: 'first_name last_name address_form',
    withhold: { internal: 'person_id mailbox_id address_key name_address_key' },
  },
  consent_event: {
    tie: 'mailbox',
    give: 'consent given text_version at',
    withhold: { internal: 'mailbox_id' },
  },
  id_agreement: {
    tie: 'person',
    give: 'agreement accepted text_version at',
    withhold: { internal: 'person_id' },
  },
  sign_in_device: {
    tie: 'person',
    give: 'kind name registered_at last_used_at revoked_at wrong_codes transports backed_up',
    withhold: {
      secret: 'secret_sealed last_step credential_id public_key counter',
      internal: 'device_id person_id',
    },
  },
  code_card: {
    tie: 'person',
    give: 'serial why ordered_at first_used_at last_used_at next_ordered_at ended_at ended_why wrong_codes',
    withhold: { secret: 'keys code_hashes used_places open_place', internal: 'card_id person_id' },
  },
  app_session: {
    tie: 'person',
    give: 'name level opened_at raised_at last_used_at ended_at ended_why wrong_pins',
    withhold: { secret: 'pin_hash secret_hash', internal: 'app_id person_id' },
  },
  upstream_link: {
    tie: 'person',
    give: 'upstream linked_at last_used_at',
    withhold: { secret: 'subject_hash', internal: 'person_id' },
  },
  certificate_holder: {
    tie: 'person',
    give: 'kind subject_number country made_at',
    withhold: { internal: 'person_id' },
  },
  certificate: {
    tie: 'holder',
    give: 'profile not_before not_after issued_at requested_by revoked_at revoked_by revoked_why subject_name name_changed_at',
    withhold: {
      internal: 'certificate holder_id key_hash replaces',
      others: 'requester_id revoker_id',
    },
  },
  employee: {
    tie: 'person',
    give: 'enterprise_id name email mobile street postcode city role state ordered_at accepted_at email_verified_at services_since notices ended_at ended_why',
    withhold: {
      secret: 'invitation_hash',
      internal: 'employee_id person_id email_form invitation_expires_at invitations invitations_since',
    },
  },
  employee_event: {
    tie: 'employment',
    give: 'at event role changed level by_kind',
    withhold: { others: 'by_employee_id', internal: 'employee_id' },
  },
  employee_key: {
    tie: 'employment',
    give: 'ordered_at issued_at not_after last_used_at ended_at',
    withhold: { secret: 'code_hash', internal: 'employee_id code_expires_at serial' },
  },
  disclosure_consent: {
    tie: 'person',
    give: 'client_id claim text_version given_at withdrawn_at',
    withhold: { internal: 'person_id' },
  },
  disclosure_event: {
    tie: 'person',
    give: 'at claims level legal_ground',
    withhold: { internal: 'person_id' },
  },
  disclosure: {
    tie: 'person',
    give: 'at what recipient_kind recipient legal_ground reference',
    withhold: { internal: 'person_id given_sha256 told' },
    // Law may forbid to tell while an investigation goes on (rules/disclosures.ts).
    where: 't.told',
  },
  usage_choice: { tie: 'person', give: 'services changed_at', withhold: { internal: 'person_id' } },
  usage_service: { tie: 'person', give: 'at service', withhold: { internal: 'person_id session_id' } },
  access_request: {
    tie: 'person',
    give: 'asked_at asked_on via verdict free_from choice answer_from answer_by counts_on fee_minor fee_reference fee_paid_at reply_to answered_at answered_to letters undeliverable_at withdrawn_at',
    withhold: { internal: 'person_id mail_digest reply_certificate reply_suite bounce_tag' },
  },
  access_mail: { tie: 'person', give: 'received_at sender why', withhold: { internal: 'person_id detail' } },
  data_block: { tie: 'person', give: 'since', withhold: { internal: 'person_id' } },
  id_letter: {
    tie: 'person',
    give: 'kind language ordered_at state state_at',
    withhold: { secret: 'content_sealed', internal: 'person_id' },
  },
  activation_code: {
    tie: 'person',
    give: 'purpose channel ordered_at usable_from expires_at wrong_tries ended_at ended_why reason',
    withhold: { secret: 'code_hash reference', others: 'staff', internal: 'person_id' },
  },
  id_block: {
    tie: 'person',
    give: 'at scope by reason lifted_at',
    withhold: { others: 'staff', internal: 'person_id device_id' },
  },
  id_desk_act: {
    tie: 'person',
    give: 'at act reason',
    withhold: { others: 'staff signature', internal: 'person_id' },
  },
  staff_action: {
    tie: 'person',
    give: 'at action reason',
    withhold: { others: 'staff', internal: 'person_id about_id' },
    // Else the act of disclosing would tell what the disclosure itself may not.
    where: 'not exists (select from disclosure d where d.disclosure_id = t.about_id and not d.told)',
  },
  fraud_case: {
    tie: 'person',
    give: 'found_at findings weight outcome closed_at',
    withhold: { internal: 'person_id event_id' },
  },
  security_notice: {
    tie: 'person',
    give: 'at about facts block_used_at',
    withhold: { internal: 'person_id' },
  },
  security_notice_mail: {
    tie: 'security-notice',
    give: 'at channel outcome',
    withhold: { internal: 'message_id' },
  },
  session: {
    tie: 'person',
    give: 'level language profile started_at last_seen_at ends_at falls_at password_at activated_at ended_at ended_why',
    withhold: {
      secret: 'token_hash browser_hash',
      internal:
        'session_id person_id mailbox_id app_id key_id acting_employee_id acting_services acting_grant_id',
    },
  },
  sign_in_event: {
    tie: 'person',
    give: 'at outcome method level',
    withhold: { internal: 'person_id session_id' },
  },
  sign_in_origin: {
    tie: 'person',
    give: 'registered_at address user_agent',
    withhold: { secret: 'device_checksum', internal: 'person_id session_id' },
  },
  known_browser: {
    tie: 'person',
    give: 'registered_at',
    withhold: { secret: 'browser_hash', internal: 'person_id' },
  },
  sign_in_challenge: {
    tie: 'person',
    give: 'purpose expires_at',
    withhold: { secret: 'secret_sealed', internal: 'person_id' },
  },
  openid_artifact: {
    tie: 'person',
    give: 'model client_id consumed_at expires_at',
    withhold: { secret: 'content_sealed grant_hash id_hash', internal: 'person_id session_id' },
  },
  letter: {
    tie: 'mailbox',
    give: 'sender_id accepted_at delivered_at opened_at read_at cancelled_at document_count minimum_level public_sector sensitive reply_allowed starred_at trashed_at done_at',
    withhold: {
      sealed: 'title_sealed wants_sealed wants_on',
      others: 'assigned_to',
      internal: 'mailbox_id letter_id folder_id trashed_from evidence_salt department_id',
    },
  },
  letter_document: {
    tie: 'mailbox',
    give: 'media_type size_bytes',
    withhold: { sealed: 'file_name_sealed', internal: 'mailbox_id letter_id sha256' },
  },
  sent_letter: {
    tie: 'mailbox',
    give: 'sent_at to_address',
    withhold: {
      sealed: 'title_sealed',
      others: 'written_by',
      internal: 'mailbox_id letter_id organisation_id in_reply_to evidence_salt leaf_chunk_id',
    },
  },
  letter_report: {
    tie: 'mailbox',
    give: 'sender_id kind remark attached reported_at decided_at outcome',
    withhold: {
      others: 'reported_by decided_by decided_why',
      internal: 'mailbox_id letter_id',
    },
  },
  report_document: {
    tie: 'mailbox',
    give: 'media_type',
    withhold: { sealed: 'file_name_sealed', internal: 'mailbox_id' },
  },
  sent_document: {
    tie: 'mailbox',
    give: 'media_type size_bytes',
    withhold: { sealed: 'file_name_sealed', internal: 'mailbox_id letter_id sha256' },
  },
  person_block: {
    tie: 'mailbox',
    give: 'said blocked_at',
    withhold: { others: 'blocked_id', internal: 'mailbox_id' },
  },
  person_search_use: { tie: 'mailbox', give: 'hour searches', withhold: { internal: 'mailbox_id' } },
  letter_event: {
    tie: 'mailbox',
    give: 'at event',
    withhold: { others: 'actor_id', internal: 'mailbox_id letter_id leaf_chunk_id leaf_no' },
  },
  letter_change: {
    tie: 'mailbox',
    give: 'made_at',
    withhold: { others: 'made_by', internal: 'mailbox_id letters' },
  },
  own_upload: {
    tie: 'mailbox',
    give: 'created_at size_bytes received_bytes',
    withhold: { others: 'begun_by', internal: 'mailbox_id' },
  },
  take_out: {
    tie: 'mailbox',
    give: 'asked_at ready_at downloaded_at expires_at letters_total letters_done level language acting_as',
    withhold: { others: 'asked_by acting_by', internal: 'mailbox_id last_letter_id' },
  },
  take_out_part: { tie: 'mailbox', give: '', withhold: { internal: 'mailbox_id' } },
  own_upload_part: { tie: 'mailbox', give: '', withhold: { internal: 'mailbox_id' } },
  access_grant: {
    tie: 'grant',
    give: 'given_at capacity state invited_address answer_by accepted_at ends_at ended_at ended_why notices',
    withhold: { others: 'holder_id', internal: 'mailbox_id folder_ids sender_ids request_id' },
  },
  power_request: {
    tie: 'person',
    give: 'kind state state_at begun_at submitted_at decide_by',
    withhold: {
      sealed: 'statement_sealed',
      others: 'subject_id',
      internal: 'person_id mailbox_id content_digest',
    },
  },
  power_paper: {
    tie: 'person',
    give: 'kind media_type size_bytes added_at',
    withhold: { internal: 'person_id sha256' },
  },
  power_consent: {
    tie: 'person',
    give: 'asked_at answer_by answered_at consented',
    withhold: { internal: 'person_id' },
  },
  push_subscription: {
    tie: 'mailbox',
    give: 'added_at device',
    withhold: { secret: 'auth_secret endpoint public_key', internal: 'mailbox_id' },
  },
  notice_choice: {
    tie: 'mailbox',
    give: 'sender_id by_email by_sms by_push',
    withhold: { internal: 'mailbox_id' },
  },
  folder: {
    tie: 'mailbox',
    give: 'created_at',
    withhold: { sealed: 'name_sealed', internal: 'mailbox_id name_form parent_id' },
  },
  letter_note: {
    tie: 'mailbox',
    give: 'written_at',
    withhold: { sealed: 'note_sealed', others: 'written_by', internal: 'mailbox_id letter_id' },
  },
  search_index: { tie: 'mailbox', give: 'begun_at', withhold: { internal: 'mailbox_id' } },
  search_use: { tie: 'mailbox', give: 'since searches', withhold: { internal: 'mailbox_id person_id' } },
  calendar_mark: {
    tie: 'mailbox',
    give: 'done_at remind_days remind_at',
    withhold: { internal: 'mailbox_id letter_id' },
  },
  calendar_address: {
    tie: 'mailbox',
    give: 'made_at last_used_at',
    withhold: { internal: 'mailbox_id made_by address_hash' },
  },
  personal_token: {
    tie: 'mailbox',
    give: 'name scopes made_at expires_at last_used_at',
    withhold: { internal: 'mailbox_id person_id token_hash' },
  },
  sync_mailbox: { tie: 'mailbox', give: 'asked_at', withhold: { internal: 'mailbox_id' } },
  // What stands in letter and folder, as a program was last told of it.
  sync_letter: {
    tie: 'mailbox',
    give: '',
    withhold: { internal: 'mailbox_id letter_id folder_id seen flagged open received_at gone_at' },
  },
  sync_folder: { tie: 'mailbox', give: '', withhold: { internal: 'mailbox_id parent_id name_form gone_at' } },
  naming_key: { tie: 'mailbox', give: '', withhold: { internal: 'mailbox_id' } },
  notice: {
    tie: 'mailbox',
    give: 'at kind channel outcome email_no',
    withhold: { internal: 'mailbox_id letter_id message_id' },
  },
  access_log: {
    tie: 'mailbox',
    give: 'at action actor_kind level document_no reason',
    withhold: { others: 'actor_id staff', internal: 'mailbox_id letter_id' },
  },
} as const satisfies Record<string, Held>

export type HeldTable = keyof typeof HELD

/** Tables with columns about people that no answer reads, each with why. @internal The house test holds both against the database. */
export const NOT_COLLECTED = {
  search_segment: 'Words of the letters once more, sealed for search; the letters are in the mailbox.',
  search_block: 'The same: words of the letters, sealed for search.',
  search_letter: 'Which letters the index of words knows; they are in letter.',
  document_text: 'What stands inside documents, sealed like them; they are in the mailbox.',
  dispatch_item: 'The record of the sender, who is its controller; what reached the person is in letter.',
  sign_in_throttle: 'Keyed fingerprints that nobody can lead back to a person; gone after a day.',
  upstream_visit: 'A visit that has not come back yet, tied to a browser, not to a person; gone in minutes.',
  service_provider: 'The record of an organisation; who handed what over to it is in disclosure_consent.',
  sender: 'Organisations; of a person who writes it holds the name as registered, which is in person.',
  department_member: 'An enterprise’s record of who works where in it; it is the controller.',
  work_event: 'An enterprise’s record of the work on its letters; it is the controller.',
  key_sign_in: 'Answered challenges of a key file; gone in minutes.',
} as const satisfies Record<string, string>

export const columnsOf = (held: Held): readonly string[] => held.give.split(' ').filter(Boolean)

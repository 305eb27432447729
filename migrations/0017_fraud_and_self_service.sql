-- Why: what looks like fraud becomes a case for staff, what is disclosed or asked for is on record for good (I-07, I-12, I-19).

create table fraud_watch (
  watch text primary key check (watch = 'sign-ins'),
  judged_until timestamptz not null
);
comment on table fraud_watch is 'local How far sign-ins have been looked at.';
comment on column fraud_watch.watch is 'none: the one row';
comment on column fraud_watch.judged_until is 'none: a moment of the post office''s own work';

create table fraud_case (
  case_id uuid primary key,
  person_id uuid not null references login,
  event_id uuid not null unique,
  findings jsonb not null,
  weight smallint not null,
  found_at timestamptz not null,
  outcome text check (outcome in ('nothing', 'confirmed')),
  closed_at timestamptz,
  check ((outcome is null) = (closed_at is null))
);
comment on table fraud_case is 'ref Suspicious uses of an ID, each with its reasons, for staff to look at (I-07).';
comment on column fraud_case.case_id is 'none: key, uuid v7';
comment on column fraud_case.person_id is 'E-50 whose ID';
comment on column fraud_case.event_id is 'E-50 which sign-in; one case each';
comment on column fraud_case.findings is 'E-50 rules and the numbers they saw';
comment on column fraud_case.weight is 'E-50 sum of the rules'' weights';
comment on column fraud_case.found_at is 'E-50 when';
comment on column fraud_case.outcome is 'E-50 what staff found; null while it is open';
comment on column fraud_case.closed_at is 'E-50 when it was closed; until then device facts are kept (R6)';
create index fraud_case_open on fraud_case (found_at) where closed_at is null;
create index fraud_case_by_person on fraud_case (person_id);

create table staff_action (
  action_id uuid primary key,
  staff text not null,
  action text not null check (action ~ '^[a-z-]+$'),
  person_id uuid,
  about_id uuid,
  reason text not null check (length(reason) >= 10),
  at timestamptz not null
);
comment on table staff_action is 'ref What staff did or looked at in the room of the e-ID, by name and with a reason. Append-only (D-27).';
comment on column staff_action.action_id is 'none: key, uuid v7';
comment on column staff_action.staff is 'E-49 who';
comment on column staff_action.action is 'E-49 what';
comment on column staff_action.person_id is 'E-49 about whom';
comment on column staff_action.about_id is 'E-49 which case or disclosure';
comment on column staff_action.reason is 'E-49 why, in words';
comment on column staff_action.at is 'E-49 when';
create index staff_action_by_person on staff_action (person_id);
create trigger keep_facts before update on staff_action for each row execute function keep_facts();

create table disclosure (
  disclosure_id uuid primary key,
  person_id uuid not null references person,
  what text not null check (what ~ '^[a-z-]+$'),
  recipient_kind text not null check (recipient_kind ~ '^[a-z-]+$'),
  recipient text not null,
  legal_ground text not null check (legal_ground ~ '^[a-z0-9-]+$'),
  reference text not null,
  told boolean not null,
  given_sha256 bytea not null,
  at timestamptz not null
);
comment on table disclosure is 'ref Data given to others without consent, with the legal ground. Append-only (I-07, N-06, N-15 to N-17).';
comment on column disclosure.disclosure_id is 'none: key, uuid v7';
comment on column disclosure.person_id is 'E-50 about whom';
comment on column disclosure.what is 'E-50 which kind of data';
comment on column disclosure.recipient_kind is 'E-50 police, bank or authority';
comment on column disclosure.recipient is 'E-50 to whom';
comment on column disclosure.legal_ground is 'E-50 by which ground, a row of rules/disclosures.ts';
comment on column disclosure.reference is 'E-50 the recipient''s own reference: order, case or contract number';
comment on column disclosure.told is 'E-50 whether the person is told; false only where the law forbids it';
comment on column disclosure.given_sha256 is 'E-50 digest of exactly what was given';
comment on column disclosure.at is 'E-50 when';
create index disclosure_by_person on disclosure (person_id);
create trigger keep_facts before update on disclosure for each row execute function keep_facts();

create table access_request (
  request_id uuid primary key,
  person_id uuid not null references person,
  via text not null check (via in ('self-service', 'signed-email')),
  verdict text not null check (verdict in ('free', 'fee-or-later')),
  free_from date,
  asked_on date not null,
  asked_at timestamptz not null,
  answer_by timestamptz,
  answered_at timestamptz,
  answered_to text check (answered_to in ('registered-address', 'encrypted-email'))
);
comment on table access_request is 'ref Formal requests for access, and what became of them (I-12, N-08, N-09).';
comment on column access_request.request_id is 'none: key, uuid v7';
comment on column access_request.person_id is 'E-12 whose';
comment on column access_request.via is 'E-12 how it was asked';
comment on column access_request.verdict is 'E-12 free, or a fee now or free later';
comment on column access_request.free_from is 'E-12 the day from which a request is free again';
comment on column access_request.asked_on is 'E-12 the person''s own calendar day';
comment on column access_request.asked_at is 'E-12 when';
comment on column access_request.answer_by is 'E-12 when the answer has to be on its way';
comment on column access_request.answered_at is 'E-12 when it was';
comment on column access_request.answered_to is 'E-12 registered address or encrypted e-mail, never anywhere else';
create index access_request_by_person on access_request (person_id);

create table data_block (
  person_id uuid primary key references person,
  since timestamptz not null
);
comment on table data_block is 'ref Personal data of these people is not used or given on, on their request; their ID goes on to work (I-19, N-11, G4).';
comment on column data_block.person_id is 'E-50 whose';
comment on column data_block.since is 'E-50 since when';

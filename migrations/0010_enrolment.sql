-- Why: an e-ID is issued by letter, confirmed by printed codes, recovered without weakening it, and blocked when its owner says so.

alter table login add column enrolled_at timestamptz, add column blocked_at timestamptz,
  add column block_code_no smallint not null default 1;
comment on column login.enrolled_at is 'N-01 when the ID was issued by an activation code; null for accounts made by the operator''s own tools';
comment on column login.blocked_at is 'N-11 since when the whole ID is blocked: inaccessible, not erased';
comment on column login.block_code_no is 'E-50 which block code is good; the code itself is derived, never stored';

alter table session add column activated_at timestamptz;
comment on column session.activated_at is 'E-10 when an activation code opened it: for an hour it may register the first devices';
-- The words themselves are typed in the code; the shape is what the database holds on to.
alter table session drop constraint session_ended_why_check,
  add constraint session_ended_why_check check (ended_why ~ '^[a-z][a-z-]{2,40}$');
alter table sign_in_event drop constraint sign_in_event_method_check,
  add constraint sign_in_event_method_check check (method ~ '^[a-z][a-z-]{2,40}$');

create table activation_code (
  activation_id uuid primary key,
  person_id uuid not null references person,
  purpose text not null check (purpose in ('enrol', 'recover', 'temporary-password')),
  channel text not null check (channel in ('letter', 'in-person', 'sms')),
  reference text not null,
  code_hash bytea not null,
  ordered_at timestamptz not null,
  usable_from timestamptz not null,
  expires_at timestamptz not null,
  wrong_tries smallint not null default 0,
  ended_at timestamptz,
  ended_why text check (ended_why in ('used', 'wrong', 'returned', 'blocked', 'superseded')),
  staff text,
  reason text,
  check ((channel = 'in-person') <= (staff is not null and reason is not null))
);
comment on table activation_code is 'ref Codes that issue an ID, recover it, or stand in for a password once (I-01, I-20).';
comment on column activation_code.activation_id is 'none: key, uuid v7';
comment on column activation_code.person_id is 'N-01 for whom';
comment on column activation_code.purpose is 'E-10 what it is good for';
comment on column activation_code.channel is 'E-10 by letter, handed over in person, or by SMS';
comment on column activation_code.reference is 'E-10 first part of the code: finds the row; a wrong one counts against nobody';
comment on column activation_code.code_hash is 'E-10 keyed fingerprint of the secret part';
comment on column activation_code.ordered_at is 'E-13 when it was ordered';
comment on column activation_code.usable_from is 'E-10 end of the cooling-off';
comment on column activation_code.expires_at is 'E-10 end of its life';
comment on column activation_code.wrong_tries is 'E-10 wrong secret parts; the third ends it';
comment on column activation_code.ended_at is 'E-13 when it was used or ended';
comment on column activation_code.ended_why is 'E-13 by what';
comment on column activation_code.staff is 'E-49 who of the staff ordered or handed it over';
comment on column activation_code.reason is 'E-49 why';
create index activation_code_by_person on activation_code (person_id, ordered_at);
create index activation_code_by_end on activation_code (expires_at);

create table id_letter (
  letter_id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind ~ '^[a-z][a-z-]{2,40}$'),
  about_id uuid,
  language text not null check (language in ('da', 'nb', 'en')),
  content_sealed bytea,
  ordered_at timestamptz not null,
  state text not null check (state in ('ordered', 'handed-over', 'printed', 'posted', 'returned', 'refused')),
  state_at timestamptz not null,
  print_job text
);
comment on table id_letter is 'ref Paper letters to a person''s registered address: orders to the print house and what became of them (I-01, I-02).';
comment on column id_letter.letter_id is 'none: key, uuid v7; also the print house''s idempotency key';
comment on column id_letter.person_id is 'N-03 to whose registered address';
comment on column id_letter.kind is 'E-13 activation, code card, notice';
comment on column id_letter.about_id is 'none: the code or card it carries';
comment on column id_letter.language is 'E-16 language it is written in';
comment on column id_letter.content_sealed is 'E-10 the codes, sealed under a key outside the database; gone with the hand-over';
comment on column id_letter.ordered_at is 'E-13 when it was ordered';
comment on column id_letter.state is 'E-13 where it is';
comment on column id_letter.state_at is 'E-13 since when';
comment on column id_letter.print_job is 'none: the print house''s own number for it';
create index id_letter_by_person on id_letter (person_id, ordered_at);
create index id_letter_under_way on id_letter (state_at) where state in ('handed-over', 'printed');

create table id_agreement (
  person_id uuid not null references person,
  agreement_id uuid not null,
  agreement text not null check (agreement in ('id-terms', 'public-services-and-signature')),
  accepted boolean not null,
  text_version text not null,
  at timestamptz not null,
  primary key (person_id, agreement_id)
);
comment on table id_agreement is 'ref What a holder agreed to, the terms of the ID and, apart from them, public services and signature (I-15, N-05).';
comment on column id_agreement.person_id is 'N-05 who';
comment on column id_agreement.agreement_id is 'none: key, uuid v7';
comment on column id_agreement.agreement is 'N-05 to what';
comment on column id_agreement.accepted is 'N-05 accepted or taken back';
comment on column id_agreement.text_version is 'N-05 version of the text that was shown';
comment on column id_agreement.at is 'N-05 when';

create table code_card (
  card_id uuid primary key,
  person_id uuid not null references login,
  serial text not null unique,
  why text not null check (why in ('first', 'running-out', 'extra', 'replacement')),
  keys smallint[] not null,
  code_hashes bytea not null,
  used_places smallint[] not null default '{}',
  open_place smallint,
  wrong_codes smallint not null default 0,
  ordered_at timestamptz not null,
  first_used_at timestamptz,
  last_used_at timestamptz,
  next_ordered_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('revoked', 'blocked', 'used-up', 'returned')),
  check (cardinality(keys) * 16 = octet_length(code_hashes))
);
comment on table code_card is 'ref Printed code cards: numbered keys, one code each (I-02).';
comment on column code_card.card_id is 'E-50 the card';
comment on column code_card.person_id is 'E-50 whose';
comment on column code_card.serial is 'E-50 number printed on the card and shown with each key';
comment on column code_card.why is 'E-13 ordered as the first, because one ran out, as an extra, or for a lost one';
comment on column code_card.keys is 'E-50 the four-digit keys in the order printed';
comment on column code_card.code_hashes is 'E-50 16 bytes of a keyed fingerprint for each key''s code';
comment on column code_card.used_places is 'E-50 places whose key has been answered: never asked again';
comment on column code_card.open_place is 'E-50 the key that is being asked, the same until somebody answers';
comment on column code_card.wrong_codes is 'E-50 wrong codes in a row; too many block this card, not the person';
comment on column code_card.ordered_at is 'E-50 when it was ordered';
comment on column code_card.first_used_at is 'E-50 when it first confirmed a sign-in';
comment on column code_card.last_used_at is 'E-50 when it last confirmed a sign-in';
comment on column code_card.next_ordered_at is 'E-13 when its successor was ordered by itself';
comment on column code_card.ended_at is 'E-50 since when it confirms nothing any more';
comment on column code_card.ended_why is 'E-13 by what';
create index code_card_by_person on code_card (person_id) where ended_at is null;

create table id_block (
  block_id uuid primary key,
  person_id uuid not null references login,
  scope text not null check (scope in ('everything', 'device')),
  device_id uuid,
  by text not null check (by in ('person', 'block-code', 'link', 'support', 'administrator', 'fraud')),
  staff text,
  reason text,
  at timestamptz not null,
  lifted_at timestamptz,
  check ((scope = 'device') = (device_id is not null)),
  check ((by in ('support', 'administrator')) <= (staff is not null and reason is not null))
);
comment on table id_block is 'ref Blocks of an ID or of one device, each with who and why; lifted only by a new identification (I-05, N-11).';
comment on column id_block.block_id is 'none: key, uuid v7';
comment on column id_block.person_id is 'N-11 whose';
comment on column id_block.scope is 'N-11 the whole ID or one device';
comment on column id_block.device_id is 'E-50 which device or card';
comment on column id_block.by is 'N-11 on whose word';
comment on column id_block.staff is 'E-49 who of the staff';
comment on column id_block.reason is 'E-49 why';
comment on column id_block.at is 'N-11 since when';
comment on column id_block.lifted_at is 'N-11 until when';
create index id_block_by_person on id_block (person_id);

create table id_desk_act (
  act_id uuid primary key,
  person_id uuid not null references person,
  act text not null check (act ~ '^[a-z][a-z-]{2,40}$'),
  staff text not null,
  reason text not null,
  at timestamptz not null
);
comment on table id_desk_act is 'ref What staff did with a person''s ID: who, why, when (O-11).';
comment on column id_desk_act.act_id is 'none: key, uuid v7';
comment on column id_desk_act.person_id is 'E-49 with whose';
comment on column id_desk_act.act is 'E-49 what';
comment on column id_desk_act.staff is 'E-49 who of the staff';
comment on column id_desk_act.reason is 'E-49 why';
comment on column id_desk_act.at is 'E-49 when';
create index id_desk_act_by_person on id_desk_act (person_id, at);
create trigger keep_facts before update on id_desk_act for each row execute function keep_facts();

create table contact_phone (
  mailbox_id uuid primary key references mailbox,
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  added_at timestamptz not null,
  verified_at timestamptz,
  code_hash bytea,
  code_expires_at timestamptz,
  code_tries smallint not null default 0,
  codes_since timestamptz,
  codes smallint not null default 0
);
comment on table contact_phone is 'dist:mailbox_id The one phone number of a person (D-12), verified by a code once (P-09).';
comment on column contact_phone.mailbox_id is 'E-16 whose';
comment on column contact_phone.phone is 'E-16 in international form, E.164';
comment on column contact_phone.added_at is 'E-13 since when it is this number: an SMS may carry a code only to a number that has stood for a while';
comment on column contact_phone.verified_at is 'E-13 when its code was typed in (D-13)';
comment on column contact_phone.code_hash is 'E-10 SHA-256 of the code under its mailbox; a code lives ten minutes';
comment on column contact_phone.code_expires_at is 'E-10 end of the code';
comment on column contact_phone.code_tries is 'E-10 wrong codes';
comment on column contact_phone.codes_since is 'E-10 when the present day of codes began';
comment on column contact_phone.codes is 'E-10 codes sent since then: nobody floods a stranger with them';
alter table contact_phone enable row level security;
alter table contact_phone force row level security;
create policy door on contact_phone using (may_touch(mailbox_id));
